"""The tree of categories: what is in each of them."""

from collections.abc import Iterator

from shopgen.model.category import CategoryText
from shopgen.model.shop import Shop
from shopgen.model.text import words_in
from shopgen.planning.assigning import lineage


class Tree:
    """Categories with their products and those below them. Empty ones have pages, but nobody is led there."""

    def __init__(self, shop: Shop) -> None:
        self._categories = shop.categories
        self._default = shop.settings.default_language
        self._members = {key: tuple(members) for key, members in _members(shop).items()}
        self._children: dict[str, list[str]] = {}
        for key in filter(self._members.__contains__, shop.categories):
            self._children.setdefault(shop.categories[key].parent, []).append(key)

    def members(self, key: str) -> tuple[str, ...]:
        """The products in the category and in all below it, in the shop's order."""
        return self._members.get(key, ())

    def children(self, key: str = "") -> tuple[str, ...]:
        """The categories right below `key`, or at the top, that have products."""
        return tuple(self._children.get(key, ()))

    def text(self, key: str, language: str) -> CategoryText:
        """The category's words, in the default language when it has none in `language`."""
        return words_in(self._categories[key].texts, language, self._default)


def _members(shop: Shop) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    above: dict[tuple[str, ...], tuple[str, ...]] = {}
    for key, product in shop.products.items():
        categories = product.categories
        if categories not in above:
            above[categories] = tuple(dict.fromkeys(_above(shop, categories)))
        for category in above[categories]:
            found.setdefault(category, []).append(key)
    return found


def _above(shop: Shop, categories: tuple[str, ...]) -> Iterator[str]:
    for category in categories:
        yield from (each.key for each in lineage(shop, category))
