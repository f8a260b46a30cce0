"""What products are called that lie packed in an outline: only those are opened that a name may mean."""

from collections.abc import Callable, Iterable, Mapping

from shopgen.planning.outline import KnownProduct
from shopgen.reading.linking import Names, plain_name


class KnownNames(Names):
    """The names of `products`, which are by source. `holding` gives all of them with a text in them, and maybe more."""

    def __init__(self, products: Mapping[str, KnownProduct], holding: Callable[[str], Iterable[str]]) -> None:
        super().__init__({})
        self._products = products
        self._holding = holding

    def keys(self, names: Iterable[str]) -> list[str]:
        """As those of all products, because whatever one is called stands in it."""
        wanted = list(names)
        plain = {plain_name(name) for name in wanted} - {""}
        return self._of({source for name in plain for source in self._holding(name)}).keys(wanted)

    def all(self) -> Iterable[str]:
        return self._of(self._products).all()

    def _of(self, sources: Iterable[str]) -> Names:
        known = (self._products[source] for source in sorted(sources))
        return Names({product.key: product.skus for product in known})
