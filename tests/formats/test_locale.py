"""Amounts, numbers, dates and names in the languages of the demo and in harder ones."""

import re
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest
from babel.localedata import locale_identifiers
from hypothesis import given
from hypothesis import strategies as st

from shopgen.formats import locale

NBSP = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("amount", "currency", "language", "written"),
    [
        ("1234.5", "PLN", "pl", f"1{NBSP}234,50{NBSP}zł"),
        ("24", "PLN", "en", f"PLN{NBSP}24.00"),
        ("24", "USD", "en", "$24.00"),
        ("1234567.5", "INR", "en", "₹1,234,567.50"),
        ("1234567.5", "BDT", "bn", "12,34,567.50৳"),
        ("24", "PHP", "fil", "₱24.00"),
        ("24", "NGN", "ha", f"₦{NBSP}24.00"),
        ("24.5", "JPY", "en", "¥25"),
        ("24.5", "KWD", "en", f"KWD{NBSP}24.500"),
        ("24", "RSD", "en", f"RSD{NBSP}24.00"),
        ("0.005", "EUR", "de", f"0,01{NBSP}€"),
        ("-0.005", "EUR", "en", "-€0.01"),
        ("-0.001", "EUR", "en", "€0.00"),
    ],
)
def test_money_is_written_as_in_the_language(amount, currency, language, written):
    assert locale.money(Decimal(amount), currency, language) == written


@given(
    st.decimals(-(10**12), 10**12, allow_nan=False, places=4),
    st.sampled_from(["JPY", "KRW", "CLP", "EUR", "USD", "PLN", "INR", "RSD", "HUF", "KWD", "BHD", "TND"]),
    st.sampled_from(["en", "pl", "fil", "bn", "ha", "de", "ar", "fr", "hi", "pt-BR"]),
)
def test_every_amount_can_be_read_back(amount, currency, language):
    places = locale.decimals(currency)
    rounded = amount.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    digits = re.sub(r"\D", "", locale.money(amount, currency, language))
    assert Decimal(digits).scaleb(-places) == abs(rounded)
    assert locale.rounded(amount, places) == rounded


LANGUAGES = [tag.replace("_", "-") for tag in locale_identifiers() if locale.is_language(tag.replace("_", "-"))]


@given(
    st.decimals(0, 10**9, allow_nan=False, places=2),
    st.sampled_from(["JPY", "EUR", "PLN", "CHF", "KWD", "BDT"]),
    st.sampled_from(LANGUAGES),
)
def test_amounts_with_one_whole_part_are_written_as_babel_writes_each(amount, currency, language):
    places = locale.decimals(currency)
    exact = locale.rounded(amount, places)
    assert locale.money(exact, currency, language) == locale._by_babel(exact, currency, language)


def test_babel_writes_one_of_the_amounts_with_one_whole_part(monkeypatch):
    written = []
    write = locale._written
    monkeypatch.setattr(locale, "_written", lambda *asked: written.append(asked) or write(*asked))
    for cents in range(100):
        locale.money(Decimal(98_765_400 + cents).scaleb(-2), "EUR", "pl")
    assert len(written) == 1


def test_no_float_touches_an_amount():
    assert "float(" not in Path(locale.__file__).read_text()


@pytest.mark.parametrize("amount", ["NaN", "Infinity", "1e60"])
def test_what_is_no_amount_is_refused(amount):
    with pytest.raises(ValueError, match="not an amount"):
        locale.money(Decimal(amount), "EUR", "en")


def test_numbers_have_at_most_three_decimals():
    assert locale.number(Decimal("1234.5675"), "pl") == f"1{NBSP}234,568"
    assert locale.number(1234567, "bn") == "12,34,567"
    assert locale.number(Decimal("1.50"), "en") == locale.number(Decimal("1.5"), "en") == "1.5"


def test_percents_have_at_most_two_decimals():
    assert locale.percent(Decimal("0.235"), "en") == "23.5%"
    assert locale.percent(Decimal("0.08125"), "pl") == "8,13%"
    assert locale.percent(Decimal("0.2"), "de") == f"20{NBSP}%"


def test_decimals_are_those_of_iso_4217():
    assert {code: locale.decimals(code) for code in ["PLN", "JPY", "KWD", "ISK", "HUF", "RSD", "IQD"]} == {
        "PLN": 2,
        "JPY": 0,
        "KWD": 3,
        "ISK": 0,
        "HUF": 2,
        "RSD": 2,
        "IQD": 3,
    }


def test_currencies_are_those_in_use():
    assert [code for code in ["PLN", "pln", "DEM", "XXX", "", "EURO"] if locale.is_currency(code)] == ["PLN"]
    with pytest.raises(ValueError, match="`DEM` is not a currency in use"):
        locale.decimals("DEM")


def test_languages_are_those_with_locale_data():
    known = ["en", "pl", "fil", "bn", "ha", "pt-BR", "zh-Hant-TW", "sr-Latn"]
    unknown = ["", "xx", "en-XX", "en_US", "english", "../en", "x" * 999, "e\0n"]
    assert [tag for tag in known + unknown if locale.is_language(tag)] == known


@given(st.text(max_size=12))
def test_any_text_is_a_language_or_not(tag):
    assert locale.is_language(tag) in {True, False}


def test_an_unknown_language_is_never_replaced():
    for ask in (
        lambda: locale.money(Decimal(1), "EUR", "xx"),
        lambda: locale.number(1, "xx"),
        lambda: locale.date(date(2026, 1, 1), "xx"),
        lambda: locale.plural_category(1, "xx"),
        lambda: locale.text_direction("xx"),
        lambda: locale.og_locale("xx"),
        lambda: locale.language_name("xx", "en"),
        lambda: locale.country_name("PL", "xx"),
    ):
        with pytest.raises(ValueError, match="`xx` is not a known language"):
            ask()


def test_dates_are_written_in_the_moments_own_zone():
    moment = datetime(2026, 11, 22, 23, 30, tzinfo=timezone(timedelta(hours=1)))
    assert locale.date(moment, "pl") == "22 listopada 2026"
    assert locale.date(date(2026, 11, 22), "fil", "medium") == "Nob 22, 2026"
    assert locale.date_time(moment, "pl") == "22 listopada 2026 23:30"
    assert locale.iso(moment) == "2026-11-22T23:30:00+01:00"
    assert locale.iso(date(2026, 11, 22)) == "2026-11-22"


def test_one_instant_in_two_zones_has_two_texts():
    moment = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
    there = moment.astimezone(timezone(timedelta(hours=8)))
    assert moment == there
    assert (locale.date_time(moment, "pl"), locale.date_time(there, "pl")) == (
        "22 listopada 2026 23:30",
        "23 listopada 2026 07:30",
    )


def test_a_time_without_a_zone_is_refused():
    for ask in (locale.iso, lambda moment: locale.date_time(moment, "en")):
        with pytest.raises(ValueError, match="no time zone"):
            ask(datetime(2026, 1, 1))  # noqa: DTZ001


def test_plural_categories():
    assert [locale.plural_category(count, "pl") for count in (0, 1, 2, 5, 22)] == ["many", "one", "few", "many", "few"]
    assert locale.plural_category(Decimal("1.5"), "pl") == "other"
    assert locale.plural_category(0, "ar") == "zero"


def test_names_of_languages_and_countries():
    assert locale.language_name("pl", "en") == "Polish"
    assert locale.language_name("bn", "bn") == "বাংলা"
    assert locale.language_name("pt-BR", "pl") == "portugalski (Brazylia)"
    assert locale.country_name("PL", "fil") == "Poland"
    assert locale.country_name("DE", "pl") == "Niemcy"
    for code in ("XX", "001", "pl", ""):
        with pytest.raises(ValueError, match="not a country"):
            locale.country_name(code, "en")


def test_text_directions():
    assert {tag: locale.text_direction(tag) for tag in ("en", "bn", "ar", "he", "ur")} == {
        "en": "ltr",
        "bn": "ltr",
        "ar": "rtl",
        "he": "rtl",
        "ur": "rtl",
    }


def test_open_graph_names_have_a_country():
    tags = ["en", "pl", "fil", "bn", "ha", "pt-PT", "zh-Hant", "sr-Latn"]
    assert [locale.og_locale(tag) for tag in tags] == [
        "en_US",
        "pl_PL",
        "fil_PH",
        "bn_BD",
        "ha_NG",
        "pt_PT",
        "zh_TW",
        "sr_RS",
    ]
