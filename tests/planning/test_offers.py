"""Prices, reductions and states as pages show them."""

from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopgen.model.money import money
from shopgen.model.product import Availability, Offer, Product, Sale
from shopgen.model.product import Variant as ModelVariant
from shopgen.model.text import Window
from shopgen.planning.offers import discount, has_price_range, leading_offer, offer_view
from shopgen.views.product import BuyControl, MeasureView, OfferView, PriceView
from support.planned import NOON, Plan

SECOND = timedelta(seconds=1)
BUY = BuyControl("enquiry", "mailto:a@g.example")


def euro(amount: str) -> PriceView:
    return PriceView(f"€{amount}", amount, "EUR")


def offer(amount: str, **more: object) -> Offer:
    return Offer("M", money(Decimal(amount), "EUR"), **more)  # type: ignore[arg-type]


def test_a_plain_offer() -> None:
    assert offer_view(offer("24"), "en", NOON, BUY) == OfferView("M", euro("24.00"), "in_stock", True, buy=BUY)


def test_a_sale_counts_only_while_it_is_open() -> None:
    sale = Sale(money(Decimal(18), "EUR"), Window(NOON, NOON + timedelta(days=2)))
    on_sale = offer("24", sale=sale, lowest_price_30d=money(Decimal(20), "EUR"))
    usual = OfferView("M", euro("24.00"), "in_stock", True)
    assert offer_view(on_sale, "en", NOON - SECOND, None) == usual
    assert offer_view(on_sale, "en", NOON, None) == OfferView(
        sku="M",
        price=euro("18.00"),
        availability="in_stock",
        can_be_bought=True,
        compare_at=euro("24.00"),
        lowest_30d=euro("20.00"),
        discount=10,
        sale_ends="November 24, 2026",
        sale_ends_iso="2026-11-24T12:00:00+00:00",
    )
    assert offer_view(on_sale, "en", NOON + timedelta(days=2), None) == usual


def test_a_sale_that_ends_with_a_day_names_that_day(sound: Plan) -> None:
    text = "-- catalog/moss.yaml --\ntitle: M\nsku: M\nprice: 24.00\nlowest_price_30d: 24.00\n"
    text += "sale: {price: 18.00, ends: 2026-11-30}\n"
    shown = sound(text).view("products/moss/index.html", "product").offer
    assert (shown.sale_ends, shown.sale_ends_iso) == ("November 30, 2026", "2026-12-01T00:00:00+00:00")


def test_a_reduction_is_counted_from_the_lowest_price_of_30_days() -> None:
    reduced = offer("18", compare_at_price=money(Decimal(36), "EUR"))
    assert offer_view(reduced, "en", NOON, None).discount == 50
    told = offer("18", compare_at_price=money(Decimal(36), "EUR"), lowest_price_30d=money(Decimal(20), "EUR"))
    assert offer_view(told, "en", NOON, None).discount == 10
    raised = offer("18", compare_at_price=money(Decimal(36), "EUR"), lowest_price_30d=money(Decimal(17), "EUR"))
    assert offer_view(raised, "en", NOON, None).discount == 0


@pytest.mark.parametrize("before", ["24", "20"])
def test_what_is_not_reduced_shows_no_former_price(before: str) -> None:
    same = offer("24", compare_at_price=money(Decimal(before), "EUR"), lowest_price_30d=money(Decimal(3), "EUR"))
    assert offer_view(same, "en", NOON, None) == OfferView("M", euro("24.00"), "in_stock", True)


@given(st.integers(1, 10**6), st.integers(1, 10**6))
def test_a_discount_never_promises_too_much(price: int, before: int) -> None:
    now, then = money(Decimal(price).scaleb(-2), "EUR"), money(Decimal(before).scaleb(-2), "EUR")
    percent = discount(now, then)
    assert 0 <= percent < 100
    assert price * 100 <= before * (100 - percent) or percent == 0


def test_a_unit_price_is_that_of_the_price_today(sound: Plan) -> None:
    text = "-- catalog/tea.yaml --\ntitle: Tea\nsku: T\nprice: 9.00\nunit_price: {measure: 50 g, reference: 100 g}\n"
    shown = sound(text).view("products/tea/index.html", "product").offer
    assert shown.unit_price == euro("18.00")
    assert shown.unit == "100\u00a0g"
    assert (shown.unit_measure, shown.unit_reference) == (MeasureView("50", "g"), MeasureView("100", "g"))


def test_a_pre_order_tells_when_it_comes() -> None:
    later = offer("24", availability=Availability.PREORDER, available_from=NOON)
    shown = offer_view(later, "en", NOON, BUY)
    assert (shown.availability, shown.available_from, shown.buy) == ("preorder", "November 22, 2026", BUY)
    assert shown.available_from_iso == "2026-11-22T12:00:00+00:00"


@pytest.mark.parametrize("state", [Availability.OUT_OF_STOCK, Availability.DISCONTINUED])
def test_what_cannot_be_bought_has_no_button(state: Availability) -> None:
    shown = offer_view(offer("24", availability=state), "en", NOON, BUY)
    assert (shown.can_be_bought, shown.buy) == (False, None)


def product(*offers: tuple[int, bool]) -> Product:
    states = {True: Availability.IN_STOCK, False: Availability.OUT_OF_STOCK}
    variants = [
        ModelVariant((str(number),), Offer(f"S{number}", money(Decimal(amount), "EUR"), availability=states[ready]))
        for number, (amount, ready) in enumerate(offers)
    ]
    return Product("m", "m.yaml", {}, Offer("M", money(Decimal(5), "EUR")), variants=tuple(variants))


@given(st.lists(st.tuples(st.integers(1, 5), st.booleans()), min_size=1, max_size=5))
def test_the_leading_offer_is_the_cheapest_that_can_be_bought(offers: list[tuple[int, bool]]) -> None:
    whole = product(*offers)
    counted = [amount for amount, ready in offers if ready] or [amount for amount, _ in offers]
    lead = leading_offer(whole.offers, NOON)
    assert lead.price.amount == min(counted)
    assert lead is whole.offers[[(amount, ready) for amount, ready in offers].index(_key(lead))]
    assert has_price_range(whole, lead, NOON) is (max(counted) > min(counted))


def _key(lead: Offer) -> tuple[int, bool]:
    return int(lead.price.amount), lead.availability.can_be_bought


def test_each_sku_is_bought_in_its_own_way_in_each_language(sound: Plan) -> None:
    shop = """\
-- shop.yaml --
name: Glinka
base_url: https://glinka.example/
currency: EUR
languages: [en, pl]
checkout:
  payment-links: {}
  enquiry: {email: a@glinka.example}
-- catalog/moss.yaml --
title: Moss
sku: M
price: 24.00
options: [{name: Size, values: [S, L]}]
variants:
  - {sku: M-S, options: {Size: S}, payment_link: "https://pay.example/s"}
  - {sku: M-L, options: {Size: L}, price: 30.00}
"""
    plan = sound(shop)
    variants = {
        variant.offer.sku: variant.offer.buy for variant in plan.view("products/moss/index.html", "product").variants
    }
    assert variants["M-S"] == BuyControl("payment-links", "https://pay.example/s", True)
    assert variants["M-L"].url.startswith("mailto:a@glinka.example?subject=Order%3A%20Moss%20%28L%29&body=Hello")
    assert "products%2Fmoss%2Fl%2F" in variants["M-L"].url
    polish = plan.view("pl/products/moss/l/index.html", "product").offer.buy
    assert polish.url.startswith("mailto:a@glinka.example?subject=Zam")
    assert "pl%2Fproducts%2Fmoss%2Fl%2F" in polish.url


def test_what_is_wrong_with_a_checkout_is_said_once(plan: Plan) -> None:
    text = (
        "-- shop.yaml --\nname: G\nbase_url: https://g.example/\ncurrency: EUR\nlanguages: [en, pl]\n"
        "checkout:\n  payment-links: {hosts: [pay.example]}\n"
        "-- catalog/moss.yaml --\ntitle: M\nsku: M\nprice: 2\npayment_link: https://evil.example/\n"
    )
    assert plan(text).report.count("error[checkout-address]") == 1
