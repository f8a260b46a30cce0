"""The orders of products in listings."""

from collections.abc import Callable
from decimal import Decimal

from shopgen.model.category import Sort
from shopgen.planning.catalogue import Catalogue
from shopgen.planning.draft import Draft
from shopgen.planning.offers import leading_offer


def sort_products(
    draft: Draft, catalogue: Catalogue, keys: tuple[str, ...], sort: Sort, language: str
) -> tuple[str, ...]:
    """`keys` in the order of `sort`; equal ones by title, then by key. Prices are those that cards show."""
    products = draft.shop.products

    def newest(key: str) -> float:
        moment = products[key].window.opens or products[key].modified
        return -moment.timestamp() if moment else float("inf")

    def price(key: str) -> Decimal:
        return leading_offer(products[key], draft.clock).at(draft.clock).price.amount

    measures: dict[Sort, Callable[[str], float | Decimal]] = {
        Sort.MANUAL: lambda key: products[key].order,
        Sort.TITLE: lambda key: 0,
        Sort.NEWEST: newest,
        Sort.PRICE_UP: price,
        Sort.PRICE_DOWN: lambda key: -price(key),
    }
    return tuple(sorted(keys, key=lambda key: (measures[sort](key), catalogue.letters(key, language), key)))
