"""The orders of products in listings."""

from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal

from shopgen.model.brief import Brief
from shopgen.model.category import Sort
from shopgen.planning.catalogue import Catalogue
from shopgen.planning.draft import Draft
from shopgen.planning.offers import leading_offer


def sort_products(
    draft: Draft, catalogue: Catalogue, keys: tuple[str, ...], sort: Sort, language: str
) -> tuple[str, ...]:
    """`keys` in the order of `sort`; equal ones by title, then by key. Prices are those that cards show."""
    products, places, measure = draft.shop.products, catalogue.places(language), _MEASURES[sort]
    return tuple(sorted(keys, key=lambda key: (measure(products[key], draft.clock), places[key])))


def _newest(product: Brief, clock: datetime) -> float:
    moment = product.window.opens or product.modified
    return -moment.timestamp() if moment else float("inf")


def _price(product: Brief, clock: datetime) -> Decimal:
    return leading_offer(product.offers, clock).at(clock).price.amount


_MEASURES: Mapping[Sort, Callable[[Brief, datetime], float | Decimal]] = {
    Sort.MANUAL: lambda product, clock: product.order,
    Sort.TITLE: lambda product, clock: 0,
    Sort.NEWEST: _newest,
    Sort.PRICE_UP: _price,
    Sort.PRICE_DOWN: lambda product, clock: -_price(product, clock),
}
