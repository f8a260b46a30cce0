"""Titles to the short names that addresses are made of. The home of python-slugify."""

MAX_LENGTH = 100


def slug(text: str, allow_unicode: bool = False) -> str:
    """`text` in lower case with single hyphens between words, at most MAX_LENGTH characters, cut at a word.

    Letters of other scripts are transliterated to ASCII unless `allow_unicode`. The result is "" when nothing that
    can be written remains, as for a title of emoji only.
    """
    if len(text) <= MAX_LENGTH and text.isascii() and text.replace(" ", "").isalnum():
        return "-".join(text.lower().split())  # what is below would find nothing else to do
    from slugify import slugify

    # in lower case a capital I with a dot would be two characters, the second of which becomes a hyphen
    printable = text.encode("utf-8", "replace").decode().replace("İ", "i")
    return slugify(printable, allow_unicode=allow_unicode, max_length=MAX_LENGTH, word_boundary=True)
