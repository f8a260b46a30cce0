"""One product read again, in a shop of which nothing else changed."""

from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from shopgen.core.diagnostics import Findings
from shopgen.model.category import Category
from shopgen.model.product import Product
from shopgen.model.shop import Shop, Theme
from shopgen.reading.catalogue import catalogue
from shopgen.reading.linking import Names, linked_product
from shopgen.reading.memory import Memory
from shopgen.reading.pictures import Pictures
from shopgen.reading.products import product
from shopgen.reading.prose import prose
from shopgen.reading.scope import Scope, scope_of
from shopgen.reading.settings import read_settings
from shopgen.reading.sources import INSTALLED_THEMES, Sources
from shopgen.reading.theme import read_theme


class Rest(Struct, frozen=True):
    """What is not read again: the shop's categories, and the SKUs of all its products by key."""

    categories: Mapping[str, Category]
    skus: Mapping[str, tuple[str, ...]]


class ReadAgain(Struct, frozen=True):
    """The theme, and the products by source file."""

    scope: Scope
    theme: Theme
    products: Mapping[str, Product]

    @property
    def part(self) -> Shop:
        """What was read again, as a shop that has nothing else."""
        products = {product.key: product for product in self.products.values()}
        return Shop(self.scope.settings, products, {}, {}, {}, (), self.theme)


def read_again(
    paths: tuple[str, ...],
    sources: Sources,
    themes: Path,
    rest: Rest,
    memory: Memory,
    checkout_options: Mapping[str, type[Struct]],
    findings: Findings,
) -> ReadAgain | None:
    """The products in the files `paths`, with the settings and the theme of their shop; None when one is wrong.

    `findings` gets those about the products.
    """
    sources.memory = memory
    sources.mount(INSTALLED_THEMES, themes)
    settings = read_settings(sources, checkout_options, Findings())
    if settings is None or not settings.is_whole:
        return None
    pictures = Pictures(sources, memory)
    scope = scope_of(settings.settings, pictures, memory)
    names = Names(rest.skus)
    found: dict[str, Product] = {}
    for path in paths:
        folder = path.rpartition("/")[0]
        beside = (entry.path for entry in sources.below(folder) if not entry.odd)
        groups = catalogue(beside, scope.languages, Findings()).products
        group = next((group for group in groups.values() if group.source == path), None)
        made = None if group is None else product(group, sources, scope, findings)
        if made is None or made.product is None:
            return None
        found[path] = linked_product(made.product, names, rest.categories, memory, findings)
        prose([(found[path], made.studies)], (), (), pictures, scope.settings, memory, findings)
    return ReadAgain(scope, read_theme(sources, scope.settings, Findings()), found)
