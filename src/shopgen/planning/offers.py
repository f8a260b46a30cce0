"""Offers as people read them: prices in their language, states in words, and how to buy."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import lru_cache

from shopgen.formats import locale
from shopgen.model.money import Money
from shopgen.model.product import Offer, Product
from shopgen.model.quantity import Quantity
from shopgen.views.product import BuyControl, MeasureView, OfferView, PriceView


@lru_cache(maxsize=65536)
def price_view(price: Money, language: str) -> PriceView:
    return PriceView(locale.money(price.amount, price.currency, language), price.plain, price.currency)


def quantity_text(quantity: Quantity, language: str) -> str:
    return f"{locale.number(quantity.value, language)}\u00a0{quantity.unit}"


def discount(price: Money, before: Money) -> int:
    """The reduction in whole per cent, rounded down so that it never promises too much."""
    return int((before.amount - price.amount) * 100 / before.amount) if before.amount > price.amount else 0


def _measure(quantity: Quantity) -> MeasureView:
    return MeasureView(format(quantity.value, "f"), quantity.unit)


def offer_view(offer: Offer, language: str, clock: datetime, buy: BuyControl | None) -> OfferView:
    """`offer` as it stands at `clock`."""
    now = offer.at(clock)
    reduced = now.compare_at_price is not None and now.compare_at_price.amount > now.price.amount
    before = now.compare_at_price if reduced else None
    lowest = now.lowest_price_30d if before else None
    pricing = now.unit_pricing
    ends = now.sale.window.closes if now.sale and now is not offer else None
    last = ends - timedelta(microseconds=1) if ends else None
    return OfferView(
        sku=now.sku,
        price=price_view(now.price, language),
        availability=now.availability.value,
        can_be_bought=now.availability.can_be_bought,
        compare_at=price_view(before, language) if before else None,
        lowest_30d=price_view(lowest, language) if lowest else None,
        unit_price=price_view(pricing.price(now.price), language) if pricing else None,
        unit=quantity_text(pricing.reference, language) if pricing else "",
        unit_measure=_measure(pricing.measure) if pricing else None,
        unit_reference=_measure(pricing.reference) if pricing else None,
        discount=discount(now.price, lowest or before) if before else 0,
        sale_ends=locale.date(last, language) if last else "",
        sale_ends_iso=locale.iso(ends) if ends else "",
        available_from=locale.date(now.available_from, language) if now.available_from else "",
        available_from_iso=locale.iso(now.available_from) if now.available_from else "",
        stock=now.stock,
        weight=quantity_text(now.weight, language) if now.weight else "",
        gtin=now.gtin,
        mpn=now.mpn,
        buy=buy if now.availability.can_be_bought else None,
    )


def leading_offer(product: Product, clock: datetime) -> Offer:
    """The offer that stands for the product: the cheapest that can be bought, else the cheapest."""
    if not product.variants:
        return product.offer
    return min(product.offers, key=lambda offer: (not offer.availability.can_be_bought, offer.at(clock).price.amount))


def has_price_range(product: Product, lead: Offer, clock: datetime) -> bool:
    """Whether others of the product's offers cost more than the leading one; those sold out count when all are."""
    if not product.variants:
        return False
    price, can_be_bought = lead.at(clock).price.amount, lead.availability.can_be_bought
    return any(
        offer.at(clock).price.amount > price
        for offer in product.offers
        if offer.availability.can_be_bought or not can_be_bought
    )


Controls = Mapping[str, BuyControl]
"""How each SKU is bought."""
