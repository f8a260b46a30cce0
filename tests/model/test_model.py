"""What the values of a shop promise."""

from datetime import UTC, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopgen.formats import locale
from shopgen.model.identifiers import is_gtin
from shopgen.model.money import AmountRefused, Money, money, rounded
from shopgen.model.picture import candidates, candidates_of_link
from shopgen.model.product import Availability, Offer, Product, Sale, Variant
from shopgen.model.quantity import UNITS, Quantity, UnitPricing
from shopgen.model.settings import Settings
from shopgen.model.text import Window, in_language

CURRENCIES = ["EUR", "PLN", "JPY", "KWD", "USD", "ISK", "TND", "HUF", "INR", "CHF", "KRW"]
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@given(st.integers(0, 10**11), st.sampled_from(CURRENCIES))
def test_money_and_minor_units_are_the_same_amount(units: int, currency: str) -> None:
    places = locale.decimals(currency)
    amount = money(Decimal(units).scaleb(-places), currency)
    assert amount.minor_units == units
    assert Decimal(amount.plain) == amount.amount
    assert len(amount.plain.partition(".")[2]) == places


@given(st.decimals(0, 10**9, places=6), st.sampled_from(CURRENCIES))
def test_money_is_exact_or_refused(number: Decimal, currency: str) -> None:
    places = locale.decimals(currency)
    if number == number.quantize(Decimal(1).scaleb(-places)):
        assert money(number, currency).amount == number
    else:
        with pytest.raises(AmountRefused, match=f"{currency} has {places} decimals"):
            money(number, currency)
    assert rounded(number, currency).amount == number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


@pytest.mark.parametrize(
    ("number", "reason"),
    [("-0.01", "negative"), ("NaN", "number"), ("Infinity", "number"), ("1e12", "mistake"), ("-1e40", "negative")],
)
def test_what_is_no_amount_is_refused(number: str, reason: str) -> None:
    with pytest.raises(AmountRefused, match=reason):
        money(Decimal(number), "EUR")


@given(st.text("0123456789", min_size=7, max_size=13))
def test_a_gtin_has_exactly_one_check_digit(digits: str) -> None:
    good = [digits + last for last in "0123456789" if is_gtin(digits + last)]
    assert len(good) == (1 if len(digits) + 1 in {8, 12, 13, 14} else 0)


@pytest.mark.parametrize(
    "text", ["", "4006381333931 ", "4006381333931\n", "４００６３８１３３３９３１", "400638133393X", "4006381333932"]
)
def test_what_is_no_gtin(text: str) -> None:
    assert not is_gtin(text)


@given(st.datetimes(), st.datetimes(), st.datetimes())
def test_a_window_says_when_it_changes_next(opens: datetime, closes: datetime, clock: datetime) -> None:
    moments = [moment.replace(tzinfo=UTC) for moment in sorted((opens, closes))]
    window, clock = Window(*moments), clock.replace(tzinfo=UTC)
    change = window.next_change(clock)
    if change is None:
        assert not window.is_open(clock)
    else:
        assert change > clock
        assert opens == closes or window.is_open(change) != window.is_open(clock)


def test_the_bounds_of_a_window() -> None:
    window = Window(NOON, NOON + 2 * SECOND)
    assert [window.is_open(NOON + step * SECOND) for step in (-1, 0, 1, 2)] == [False, True, True, False]
    assert Window().is_open(NOON)
    assert Window().next_change(NOON) is None


def test_a_sale_changes_the_offer_while_it_is_on() -> None:
    full, reduced = money(Decimal(12), "EUR"), money(Decimal(9), "EUR")
    offer = Offer("M", full, sale=Sale(reduced, Window(NOON, NOON + SECOND)))
    assert offer.at(NOON - SECOND) is offer
    assert (offer.at(NOON).price, offer.at(NOON).compare_at_price) == (reduced, full)
    assert offer.at(NOON + SECOND) is offer
    assert Offer("M", full).at(NOON) == Offer("M", full)


def test_what_can_be_put_into_a_cart() -> None:
    offer = Offer("M", money(Decimal(1), "EUR"))
    other = Offer("N", money(Decimal(1), "EUR"))
    assert Product("m", "m.yaml", {}, offer).offers == (offer,)
    assert Product("m", "m.yaml", {}, offer, variants=(Variant(("S",), other),)).offers == (other,)
    assert [word.value for word in Availability if not word.can_be_bought] == ["out_of_stock", "discontinued"]


@given(st.decimals("0.01", 10**6, places=2), st.decimals("0.01", 10**4, places=2), st.sampled_from(sorted(UNITS)))
def test_the_price_of_as_much_as_is_sold_is_the_price(price: Decimal, value: Decimal, unit: str) -> None:
    amount = Money(price, "EUR")
    assert UnitPricing(Quantity(value, unit), Quantity(value, unit)).price(amount) == amount


def test_unit_prices_compare_like_with_like() -> None:
    pricing = UnitPricing(Quantity(Decimal(50), "g"), Quantity(Decimal(1), "kg"))
    assert pricing.is_comparable
    assert pricing.price(Money(Decimal("1.99"), "EUR")) == Money(Decimal("39.80"), "EUR")
    assert not UnitPricing(Quantity(Decimal(50), "g"), Quantity(Decimal(1), "l")).is_comparable


def test_settings_know_their_default_language_zone_and_market() -> None:
    settings = Settings("G", "https://g.example", ("pl", "en"), "PLN", "Europe/Warsaw", countries=("US",))
    assert settings.default_language == "pl"
    assert settings.zone.key == "Europe/Warsaw"
    assert not settings.sells_to_eu
    assert Settings("G", "https://g.example", ("pl",), "PLN", countries=("US", "PL")).sells_to_eu


def test_a_text_falls_back_to_the_default_language() -> None:
    texts = {"en": "Mug", "pl": "Kubek", "de": ""}
    assert [in_language(texts, language, "en") for language in ("pl", "de", "fr")] == ["Kubek", "Mug", "Mug"]
    assert in_language({}, "pl", "en") == ""


@pytest.mark.parametrize(
    ("typed", "source", "expected"),
    [
        ("a.jpg", "catalog/mugs/mug.yaml", ("catalog/mugs/a.jpg", "catalog/images/a.jpg")),
        ("../a.jpg", "catalog/mugs/mug.yaml", ("catalog/a.jpg", "catalog/a.jpg")[:1]),
        ("/content/a.jpg", "catalog/mug.yaml", ("content/a.jpg", "static/content/a.jpg")),
        ("../../a.jpg", "catalog/mugs/mug.yaml", ("a.jpg",)),
        ("../../../a.jpg", "catalog/mugs/mug.yaml", ()),
        ("a\\b.jpg", "catalog/mug.yaml", ()),
        ("", "catalog/mug.yaml", ()),
    ],
)
def test_where_a_picture_may_lie(typed: str, source: str, expected: tuple[str, ...]) -> None:
    assert candidates(typed, source) == expected


def test_where_a_picture_of_markdown_may_lie() -> None:
    assert candidates_of_link("a%20b.jpg?x#y", "content/news/a.md") == (
        "content/news/a b.jpg",
        "content/images/a b.jpg",
    )
