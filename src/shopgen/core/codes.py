"""Every code a diagnostic can carry, with the one sentence that the reference shows for it.

A test holds this list against the source and against the fixtures: no code without a sentence, no sentence without
a case that triggers it.
"""

CODES: dict[str, str] = {
    # reading: files and their syntax
    "file-unreadable": "A file of the shop cannot be opened or is not an ordinary file.",
    "file-too-large": "A file is larger than its limit.",
    "file-name": "A file or folder has a name that cannot be used in an address or is not valid UTF-8.",
    "file-encoding": "A text file is neither UTF-8 nor UTF-16 with a byte order mark.",
    "yaml-syntax": "The file is not valid YAML.",
    "yaml-duplicate-key": "A key stands twice in one mapping.",
    "yaml-tag": "A YAML tag is not known; shopgen reads plain values only.",
    "yaml-documents": "A file holds more than one YAML document.",
    "yaml-limit": "A file is too deep, too large or expands too much.",
    "yaml-alias": "An alias refers to itself or to nothing.",
    "front-matter": "The front matter of a text is not closed or is not a mapping.",
    "front-matter-missing": "A text has no front matter; its title is taken from its heading or file name.",
    # reading: values
    "unknown-key": "A key is not one that shopgen knows here.",
    "missing-key": "A required key is missing.",
    "wrong-type": "A value has another shape than the key asks for.",
    "bad-value": "A value cannot be understood as what the key asks for.",
    "boolean-word": "A yes/no word stands where true or false is meant.",
    "too-long": "A text is longer than its limit.",
    "control-character": "A text holds control characters; they were removed.",
    "bidi-control": "A text holds invisible characters that change the direction of writing.",
    "bad-amount": "An amount of money is not one in the shop's currency.",
    "bad-date": "A date or time is not one, or not one in the calendar.",
    "local-time": "A local time does not exist or exists twice because of daylight saving time.",
    "engine-missing": "A library that the shop reads its Markdown with is not installed.",
    "secret": "A value looks like a secret key, which must never be published.",
    # the shop as a whole
    "settings-missing": "There is no `shop.yaml` in the folder.",
    "duplicate-sku": "Two products or variants have one SKU.",
    "duplicate-key": "Two files describe one thing.",
    "translation-twice": "One field is translated in two places.",
    "unknown-language": "A translation is in a language that the shop does not have.",
    "unknown-reference": "A name refers to something that does not exist.",
    "variant-options": "A variant does not choose exactly one value of each option.",
    "bad-gtin": "A GTIN has a wrong check digit or length; it is left out of structured data.",
    "compare-at-price": "The price before a reduction is not above the price.",
    "lowest-price-missing": "A reduced price lacks the lowest price of the last 30 days, which the EU asks for.",
    "missing-text": "An optional text that shops need is missing.",
    "missing-alt": "A picture has no alternative text.",
    "picture-missing": "A picture is not where the text says.",
    "picture-broken": "A picture cannot be read.",
    "picture-extension": "A picture's name ends in another format than its content has.",
    "picture-small": "A picture has fewer pixels than the theme shows or search engines ask for; it is not enlarged.",
    "picture-unused": "A picture below `catalog/` or `content/` is used by nothing.",
    "drawing-cleaned": "A drawing (SVG) had scripts, handlers or addresses outside it; it is published without them.",
    "link-missing": "A link leads to nothing in the shop.",
    "link-refused": "A link has an address that shopgen does not publish.",
    "raw-html": "Markup inside Markdown is shown as text.",
    "text-limit": "A text has a construct that would take too long; it is shown as typed.",
    # planning
    "address-taken": "Two things want one address.",
    "address-refused": "A text cannot become an address.",
    "redirect-refused": "A redirect would lead out of the shop or from an address in use.",
    "empty-shop": "The shop has no products.",
    "variant-pages": "A product has too many variants for a page each.",
    # theme and making
    "theme-missing": "The theme is not in the shop nor among the installed ones.",
    "theme-version": "The theme asks for another version of shopgen.",
    "template-missing": "A template is not in the theme.",
    "template-syntax": "A template is not valid.",
    "template-failed": "A template failed while a page was made.",
    "template-limit": "A template ran too long or wrote too much.",
    "worker-died": "A worker process died while it made an output: too little memory, or a library broke.",
    "message-missing": "A theme has no text for a message in this language.",
    # checkout
    "checkout-options": "The options of the checkout are not complete.",
    "checkout-address": "A product has no payment address.",
    # publishing
    "foreign-files": "The output folder has files that shopgen did not make; they are kept.",
    "unpublished-file": "A file that is never published lies among those to publish.",
}
