"""The way from the home page to a page."""

from collections.abc import Iterable

from shopgen.engine.jobs import Ingredient
from shopgen.planning.addresses import HOME
from shopgen.planning.draft import Draft
from shopgen.views.site import Link


def breadcrumbs(draft: Draft, name: str, language: str, trail: Iterable[Link]) -> Ingredient:
    """The home page and then `trail`, which ends with the page itself, as an ingredient of what is called `name`."""
    home = Link(draft.word("nav.home", language), draft.addresses.url(HOME, language))
    return draft.pantry.own("breadcrumbs", f"{name}#breadcrumbs:{language}", (home, *trail))
