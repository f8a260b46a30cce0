"""The way from the home page to a page."""

from collections.abc import Iterable, Iterator

from shopgen.engine.jobs import Ingredient
from shopgen.planning.addresses import HOME
from shopgen.planning.draft import Draft
from shopgen.views.site import Link


def breadcrumbs(draft: Draft, name: str, language: str, trail: Iterable[Link]) -> Iterator[Ingredient]:
    """The home page and then `trail`, which ends with the page itself, as ingredients of what is called `name`."""
    home = Link(draft.word("nav.home", language), draft.addresses.url(HOME, language))
    for place, link in enumerate((home, *trail)):
        yield draft.pantry.put("breadcrumbs", f"{name}#breadcrumb:{language}:{place}", link)
