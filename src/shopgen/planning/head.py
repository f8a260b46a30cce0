"""What search engines and social networks read of a page."""

from typing import Any

from shopgen.formats import locale
from shopgen.planning.addresses import HOME, Entity
from shopgen.planning.draft import Draft
from shopgen.views.site import Alternate, Head

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
    """The head of an entity's page, titled with the shop's name alone when `title` is empty.

    `more` are fields of Head that differ from the usual. Only pages that search engines find, at their own address,
    name their twins in other languages to them.
    """
    addresses = draft.addresses
    own = addresses.absolute(entity, language, page)
    values: dict[str, Any] = {
        "title": f"{title} – {draft.settings.name}" if title else draft.settings.name,
        "description": shortened(description),
        "canonical": own,
        "og_locale": locale.og_locale(language),
        "noindex": language not in addresses.languages(entity),
        **more,
    }
    is_found = values["canonical"] == own and not values["noindex"] and page == 1
    told = _told(draft, entity) if is_found else frozenset()
    default = draft.settings.default_language
    values["alternates"] = tuple(_alternate(draft, entity, language, other, told) for other in draft.languages)
    values["x_default"] = addresses.absolute(entity, default) if len(told) > 1 and default in told else ""
    return Head(**values)


def _told(draft: Draft, entity: Entity) -> frozenset[str]:
    """The languages in which search engines find a page of the entity."""
    languages = draft.addresses.languages(entity)
    return frozenset(language for language in languages if draft.addresses.has(entity, language))


def _alternate(draft: Draft, entity: Entity, language: str, other: str, told: frozenset[str]) -> Alternate:
    """The page in another language; where there is none, the home page stands in."""
    addresses = draft.addresses
    target = entity if addresses.has(entity, other) else HOME
    return Alternate(
        language=other,
        name=locale.language_name(other, other),
        url=addresses.url(target, other),
        absolute_url=addresses.absolute(target, other),
        is_current=other == language,
        is_translated=other in told,
    )
