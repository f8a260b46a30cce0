"""What search engines and social networks read of a page."""

from collections.abc import Collection

from shopgen.formats import locale
from shopgen.planning.addresses import HOME, Entity
from shopgen.planning.draft import Draft
from shopgen.views.site import Alternate, Head, ShareImage

DESCRIPTION_LENGTH = 160


def shortened(text: str, length: int = DESCRIPTION_LENGTH) -> str:
    """`text` on one line, cut at a word with an ellipsis when it is longer than `length`."""
    line = " ".join(text.split())
    if len(line) <= length:
        return line
    return line[: length - 1].rsplit(" ", 1)[0].rstrip(" ,.;:–-") + "…"


def head(
    draft: Draft,
    entity: Entity,
    language: str,
    title: str,
    description: str,
    page: int = 1,
    *,
    canonical: str | None = None,
    noindex: bool | None = None,
    og_type: str = "website",
    image: ShareImage | None = None,
    previous_url: str = "",
    next_url: str = "",
) -> Head:
    """The head of an entity's page, titled with the shop's name alone when `title` is empty.

    `canonical` and `noindex` are those of the entity unless they are given. Only pages that search engines find, at
    their own address, name their twins in other languages to them.
    """
    addresses, default = draft.addresses, draft.settings.default_language
    found = addresses.languages(entity)
    urls = {each: addresses.known_url(entity, each) for each in draft.languages}
    own = addresses.absolute(entity, language, page) if page > 1 else f"{addresses.origin}{urls[language]}"
    canonical = own if canonical is None else canonical
    noindex = language not in found if noindex is None else noindex
    is_found = canonical == own and not noindex and page == 1
    told = [each for each, url in urls.items() if url is not None and each in found] if is_found else []
    return Head(
        title=f"{title} – {draft.settings.name}" if title else draft.settings.name,
        description=shortened(description),
        canonical=canonical,
        og_type=og_type,
        og_locale=locale.og_locale(language),
        image=image,
        noindex=noindex,
        alternates=tuple([_alternate(draft, each, url, language, told) for each, url in urls.items()]),
        x_default=f"{addresses.origin}{urls[default]}" if len(told) > 1 and default in told else "",
        previous_url=previous_url,
        next_url=next_url,
    )


def _alternate(draft: Draft, language: str, url: str | None, shown: str, told: Collection[str]) -> Alternate:
    """The page in a language, on a page `shown` in another; where there is none, the home page stands in."""
    url = draft.addresses.url(HOME, language) if url is None else url
    return Alternate(
        language=language,
        name=locale.language_name(language, language),
        url=url,
        absolute_url=f"{draft.addresses.origin}{url}",
        is_current=language == shown,
        is_translated=language in told,
    )
