"""Amounts, numbers, dates and names as people of a language write them. The home of Babel.

Languages are BCP 47 tags (`en`, `pt-BR`). Every function raises ValueError for a language, currency or country that
CLDR does not know: nothing falls back in silence. Amounts are Decimal throughout, rounded half up. What Babel
writes is memoised, because it needs 17 µs for one amount.
"""

import re
from copy import copy
from datetime import date as Date  # noqa: N812
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal, localcontext
from functools import lru_cache
from typing import Literal, cast

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.dates import format_date, format_time
from babel.numbers import NumberPattern

DateLength = Literal["full", "long", "medium", "short"]
Direction = Literal["ltr", "rtl"]

MAX_DIGITS = 60

# ISO 4217 minor units that are not 2. CLDR's figures are display habits (no decimals for RSD) and would lose money.
_CURRENCIES_BY_DECIMALS = {
    0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF",
    3: "BHD IQD JOD KWD LYD OMR TND",
}
_MINOR_UNITS = {code: places for places, codes in _CURRENCIES_BY_DECIMALS.items() for code in codes.split()}

# CLDR's alphaNextToNumber patterns, which Babel does not read: `PLN 24.00`, but `$24.00`.
_LETTER_BESIDE_DIGIT = re.compile(r"(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])")


def money(amount: Decimal, currency: str, language: str) -> str:
    """`amount` with the symbol and the decimals of `currency`: 24 PLN in `pl` is `24,00 zł` with a no-break space."""
    exact = rounded(amount, decimals(currency))
    whole, mark, digits = str(exact).partition(".")
    if exact.is_signed() or not mark:
        return _by_babel(exact, currency, language)
    before, behind = _around(whole, len(digits), currency, language)
    return f"{before}{digits}{behind}"


def number(value: Decimal | int, language: str) -> str:
    """`value` with the separators of `language` and at most three decimals."""
    return _number(rounded(Decimal(value), 3), language)


def percent(fraction: Decimal, language: str) -> str:
    """0.235 as `23.5%`: at most two decimals, with the sign where `language` puts it."""
    return _percent(rounded(fraction, 4), language)


def rounded(value: Decimal, places: int) -> Decimal:
    """`value` with exactly `places` decimals, half away from zero; never a negative zero."""
    if not value.is_finite() or value.adjusted() + places >= MAX_DIGITS:
        raise ValueError(f"{value} is not an amount that can be written")
    unit = _unit(places)
    if value.same_quantum(unit) and not value.is_signed():
        return value
    with localcontext(prec=MAX_DIGITS):
        return value.quantize(unit, ROUND_HALF_UP) + 0


@lru_cache(maxsize=16)
def _unit(places: int) -> Decimal:
    return Decimal(1).scaleb(-places)


def decimals(currency: str) -> int:
    """How many decimals an amount of `currency` has by ISO 4217: 2 for PLN, 0 for JPY, 3 for KWD."""
    if not is_currency(currency):
        raise ValueError(f"`{currency}` is not a currency in use")
    return _MINOR_UNITS.get(currency, 2)


def is_currency(code: str) -> bool:
    """Whether `code` is the ISO 4217 code, in capitals, of a currency that is legal tender somewhere today."""
    return code in _currencies()


def is_language(tag: str) -> bool:
    """Whether `tag` is a BCP 47 tag for which there is locale data."""
    try:
        _locale(tag)
    except ValueError:
        return False
    return True


def date(moment: Date, language: str, length: DateLength = "long") -> str:
    """The day of `moment` (a date, or a date and time in its own zone) in words."""
    return _date(Date(moment.year, moment.month, moment.day), language, length)


def date_time(moment: datetime, language: str) -> str:
    """Day in words, hour and minute of `moment`, as its own zone tells them. Raises ValueError without a zone."""
    return _date_time(_aware(moment).replace(tzinfo=None), language)


def iso(moment: Date) -> str:
    """`2026-11-22` for a date, `2026-11-22T09:55:00+01:00` for a time. Raises ValueError for a time without a zone."""
    if isinstance(moment, datetime):
        return _aware(moment).isoformat(timespec="seconds")
    return moment.isoformat()


def plural_category(count: Decimal | int, language: str) -> str:
    """`zero`, `one`, `two`, `few`, `many` or `other`: which plural form `language` uses for `count`."""
    return str(_locale(language).plural_form(count))


@lru_cache(maxsize=1024)
def language_name(language: str, in_language: str) -> str:
    """What speakers of `in_language` call `language`."""
    name = _locale(language).get_display_name(_locale(in_language))
    if not name:
        raise ValueError(f"`{in_language}` has no name for the language `{language}`")
    return name


@lru_cache(maxsize=1024)
def country_name(code: str, language: str) -> str:
    """What speakers of `language` call the country with the ISO 3166 code `code`."""
    name = _locale(language).territories.get(code) if len(code) == 2 and code.isalpha() else None
    if not name:
        raise ValueError(f"`{code}` is not a country that has a name in `{language}`")
    return str(name)


def text_direction(language: str) -> Direction:
    return cast(Direction, _locale(language).text_direction)


@lru_cache(maxsize=256)
def og_locale(language: str) -> str:
    """The Open Graph form, always with a country: `en` is `en_US`, `pl` is `pl_PL`, `pt-PT` is `pt_PT`."""
    locale = _locale(language)
    if locale.territory:
        return f"{locale.language}_{locale.territory}"
    likely = get_global("likely_subtags")
    name = f"{locale.language}_{locale.script}" if locale.script else locale.language
    full = likely.get(name) or likely[locale.language]
    return f"{locale.language}_{full.split('_')[-1]}"


@lru_cache(maxsize=256)
def _locale(language: str) -> Locale:
    try:
        return Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError, TypeError):
        raise ValueError(f"`{language}` is not a known language") from None


@lru_cache(maxsize=1)
def _currencies() -> frozenset[str]:
    """Legal tender of any country today, by CLDR."""
    histories = get_global("territory_currencies").values()
    return frozenset(code for history in histories for code, _, end, tender in history if tender and not end)


# Equal keys must mean equal texts: values come here with a fixed number of decimals, times without their zone (two
# zones' equal instants are equal).


@lru_cache(maxsize=65536)
def _around(whole: str, places: int, currency: str, language: str) -> tuple[str, str]:
    """What stands before and behind the decimals of an amount; the same for all amounts with that whole part."""
    zeros = "0" * places
    text = _by_babel(Decimal(f"{whole}.{zeros}"), currency, language)
    before, _, behind = text.rpartition(zeros)
    return before, behind


@lru_cache(maxsize=65536)
def _by_babel(amount: Decimal, currency: str, language: str) -> str:
    places = decimals(currency)
    pattern = _pattern(_locale(language).currency_formats["standard"], places, places)
    return _LETTER_BESIDE_DIGIT.sub("\N{NO-BREAK SPACE}", _written(pattern, amount, language, currency))


@lru_cache(maxsize=65536)
def _number(value: Decimal, language: str) -> str:
    return _written(_pattern(_locale(language).decimal_formats[None], 0, 3), value, language)


@lru_cache(maxsize=4096)
def _percent(fraction: Decimal, language: str) -> str:
    return _written(_pattern(_locale(language).percent_formats[None], 0, 2), fraction, language)


@lru_cache(maxsize=16384)
def _date(day: Date, language: str, length: DateLength) -> str:
    return format_date(day, length, _locale(language))


@lru_cache(maxsize=16384)
def _date_time(moment: datetime, language: str) -> str:
    locale = _locale(language)
    pattern = str(locale.datetime_formats["long"]).replace("'", "")
    day, clock = format_date(moment, "long", locale), format_time(moment, "short", locale=locale)
    return pattern.replace("{1}", day).replace("{0}", clock)


def _pattern(pattern: NumberPattern, least: int, most: int) -> NumberPattern:
    """`pattern` with our numbers of decimals instead of CLDR's."""
    ours = copy(pattern)
    ours.frac_prec = (least, most)
    return ours


def _written(pattern: NumberPattern, value: Decimal, language: str, currency: str | None = None) -> str:
    with localcontext(prec=MAX_DIGITS):
        return str(pattern.apply(value, _locale(language), currency=currency, currency_digits=False))


def _aware(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError(f"{moment} has no time zone")
    return moment
