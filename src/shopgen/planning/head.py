"""What search engines and social networks read of a page."""

from collections.abc import Mapping
from typing import Any

from shopgen.formats import locale
from shopgen.planning.addresses import HOME, Entity
from shopgen.planning.draft import Draft
from shopgen.views.site import Alternate, Head, Link, ShareImage

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
    **more: Any,
) -> Head:
    """The head of an entity's page; `more` are fields of Head that differ from the usual."""
    addresses = draft.addresses
    full_title = draft.settings.name if entity == HOME and not title else f"{title} – {draft.settings.name}"
    values: Mapping[str, Any] = {
        "title": full_title,
        "description": shortened(description),
        "canonical": addresses.absolute(entity, language, page),
        "og_locale": locale.og_locale(language),
        "alternates": alternates(draft, entity, language, page),
        "x_default": _x_default(draft, entity, page),
        "noindex": language not in addresses.languages(entity),
        **more,
    }
    return Head(**values)


def alternates(draft: Draft, entity: Entity, language: str, page: int = 1) -> tuple[Alternate, ...]:
    """This page in all languages; where there is none, the home page stands in and is not told to search engines."""
    return tuple(_alternate(draft, entity, language, other, page) for other in draft.languages)


def _alternate(draft: Draft, entity: Entity, language: str, other: str, page: int) -> Alternate:
    addresses = draft.addresses
    exists = addresses.has(entity, other) and page == 1
    target = entity if addresses.has(entity, other) else HOME
    return Alternate(
        language=other,
        name=locale.language_name(other, other),
        url=addresses.url(target, other),
        absolute_url=addresses.absolute(target, other),
        is_current=other == language,
        is_translated=exists and other in addresses.languages(entity) and language in addresses.languages(entity),
    )


def _x_default(draft: Draft, entity: Entity, page: int) -> str:
    default = draft.settings.default_language
    several = len(draft.settings.languages) > 1
    exists = draft.addresses.has(entity, default) and default in draft.addresses.languages(entity)
    return draft.addresses.absolute(entity, default) if several and exists and page == 1 else ""


def share_image(draft: Draft, url: str, width: int, height: int, alt: str) -> ShareImage:
    return ShareImage(f"{draft.addresses.origin}{url}", width, height, alt)


def breadcrumbs(draft: Draft, language: str, home_title: str, trail: tuple[Link, ...]) -> tuple[Link, ...]:
    """The way from the home page to this one."""
    return (Link(home_title, draft.addresses.url(HOME, language)), *trail)
