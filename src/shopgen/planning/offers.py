"""Offers as people read them: prices in their language, states in words, and how to buy."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, TypeVar

from msgspec.structs import replace

from shopgen.formats import locale
from shopgen.model.brief import OfferInBrief
from shopgen.model.money import Money
from shopgen.model.product import Offer, Product
from shopgen.model.quantity import Quantity
from shopgen.views.product import BuyControl, MeasureView, OfferView, PriceView

AnyOffer = TypeVar("AnyOffer", Offer, OfferInBrief)


@lru_cache(maxsize=256)
def price_view(price: Money, language: str) -> PriceView:
    return PriceView(locale.money(price.amount, price.currency, language), price.plain, price.currency)


def quantity_text(quantity: Quantity, language: str) -> str:
    return f"{locale.number(quantity.value, language)}\u00a0{quantity.unit}"


def discount(price: Money, before: Money) -> int:
    """The reduction in whole per cent, rounded down so that it never promises too much."""
    return int((before.amount - price.amount) * 100 // before.amount) if before.amount > price.amount else 0


def _measure(quantity: Quantity) -> MeasureView:
    return MeasureView(format(quantity.value, "f"), quantity.unit)


def offer_view(offer: Offer, language: str, clock: datetime, buy: BuyControl | None) -> OfferView:
    """`offer` as it stands at `clock`."""
    now = offer.at(clock)
    can_be_bought = now.availability.can_be_bought
    view = OfferView(
        now.sku,
        price_view(now.price, language),
        now.availability.value,
        can_be_bought,
        stock=now.stock,
        gtin=now.gtin,
        mpn=now.mpn,
        buy=buy if can_be_bought else None,
    )
    more = _more(now, language)
    if now.sale and now is not offer:
        more |= _sale_ends(now.sale.window.closes, language)
    return replace(view, **more) if more else view


def _more(offer: Offer, language: str) -> dict[str, Any]:
    """What most offers have nothing of."""
    more: dict[str, Any] = {}
    before, pricing, weight, comes = offer.compare_at_price, offer.unit_pricing, offer.weight, offer.available_from
    if before is not None and before.amount > offer.price.amount:
        lowest = offer.lowest_price_30d
        more["compare_at"] = price_view(before, language)
        more["lowest_30d"] = price_view(lowest, language) if lowest else None
        more["discount"] = discount(offer.price, lowest or before)
    if pricing is not None:
        more["unit_price"] = price_view(pricing.price(offer.price), language)
        more["unit"] = quantity_text(pricing.reference, language)
        more["unit_measure"], more["unit_reference"] = _measure(pricing.measure), _measure(pricing.reference)
    if weight is not None:
        more["weight"] = quantity_text(weight, language)
    if comes is not None:
        more["available_from"], more["available_from_iso"] = locale.date(comes, language), locale.iso(comes)
    return more


def _sale_ends(moment: datetime | None, language: str) -> dict[str, str]:
    if moment is None:
        return {}
    last = moment - timedelta(microseconds=1)
    return {"sale_ends": locale.date(last, language), "sale_ends_iso": locale.iso(moment)}


def leading_offer(offers: Sequence[AnyOffer], clock: datetime) -> AnyOffer:
    """Which of a product's offers stands for it: the cheapest that can be bought, else the cheapest."""
    if len(offers) == 1:
        return offers[0]
    return min(offers, key=lambda offer: (not offer.availability.can_be_bought, offer.at(clock).price.amount))


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
