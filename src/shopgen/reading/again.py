"""One product read again, in a shop of which nothing else changed."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from msgspec import Struct

from shopgen.core.diagnostics import Findings
from shopgen.engine.borrowed import AnyStore
from shopgen.model.brief import Both
from shopgen.model.category import Category
from shopgen.model.settings import Settings
from shopgen.model.shop import Theme
from shopgen.reading.catalogue import catalogue
from shopgen.reading.linking import Names, linked_product
from shopgen.reading.memory import Memory
from shopgen.reading.pictures import Pictures
from shopgen.reading.products import products
from shopgen.reading.prose import prose
from shopgen.reading.scope import scope_of
from shopgen.reading.settings import read_settings
from shopgen.reading.sources import INSTALLED_THEMES, Sources
from shopgen.reading.theme import read_theme
from shopgen.reading.wholes import Wholes


class Rest(Struct, frozen=True):
    """What is not read again: the shop's categories, and what its products are called."""

    categories: Mapping[str, Category]
    names: Names


class Frame(Struct, frozen=True):
    """The shop around its things."""

    settings: Settings
    theme: Theme


def frame_of(
    sources: Sources, themes: Path, memory: Memory, checkout_options: Mapping[str, type[Struct]]
) -> Frame | None:
    """The settings and the theme, about which everything has been said; None when there are no whole settings."""
    sources.memory = memory
    sources.mount(INSTALLED_THEMES, themes)
    read = read_settings(sources, checkout_options, Findings())
    if read is None or not read.is_whole:
        return None
    return Frame(read.settings, read_theme(sources, read.settings, Findings()))


def read_again(
    paths: Iterable[str],
    sources: Sources,
    settings: Settings,
    rest: Rest,
    memory: Memory,
    store: AnyStore,
    findings: Findings,
) -> dict[str, Both] | None:
    """The products in the files `paths`, by path; None, with errors in `findings`, when one is wrong. Raises Lost."""
    pictures = Pictures(sources, memory)
    scope = scope_of(settings, pictures, memory, store)
    found: dict[str, Both] = {}
    for path in paths:
        folder = path.rpartition("/")[0]
        beside = (entry.path for entry in sources.below(folder) if not entry.odd)
        groups = catalogue(beside, scope.languages, Findings()).products
        group = next((group for group in groups.values() if group.source == path), None)
        made = None if group is None else products([group], sources, scope, findings)[0]
        if made is None or made.brief is None:
            return None
        whole = Wholes(store)(made.brief)
        found[path] = linked_product(made.brief, rest.names, rest.categories, memory, findings), whole
        prose([(whole, made.studies)] if made.studies else [], (), (), pictures, settings, memory, findings)
    return found
