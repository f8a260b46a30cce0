"""Small values from what was typed: lists, translated texts, amounts, measures, contacts."""

import re
from collections.abc import Iterable
from decimal import Decimal
from urllib.parse import urlsplit

from shopgen.core.diagnostics import Field, Findings
from shopgen.formats import locale
from shopgen.formats.text import shown
from shopgen.model.money import AmountRefused, Money, money, rounded
from shopgen.model.product import Contact
from shopgen.model.quantity import UNITS, Quantity
from shopgen.model.text import Localized, Seo
from shopgen.reading.documents.common import ContactDocument, SeoDocument
from shopgen.reading.suggestions import did_you_mean

_MEASURE = re.compile(r"(\d+(?:\.\d+)?)\s*([a-z]+)")
_POINT = re.compile(r"(\d{1,3}(?:\.\d+)?)%\s+(\d{1,3}(?:\.\d+)?)%")


def texts(value: str | Iterable[str]) -> tuple[str, ...]:
    """One text or several as a tuple: trimmed, without empty and repeated ones, in the order typed."""
    if not value:
        return ()
    several = (value,) if isinstance(value, str) else value
    return tuple(dict.fromkeys([text.strip() for text in several if text.strip()]))


def localized(value: str | dict[str, str], languages: tuple[str, ...], place: Field, findings: Findings) -> Localized:
    """Texts by language; a plain text is that of the default language. Languages that the shop lacks are left out."""
    if isinstance(value, str):
        return {languages[0]: value} if value else {}
    for language in value:
        if language not in languages:
            unknown_language(language, languages, place.at(language), findings)
    return {language: value[language] for language in languages if value.get(language)}


def unknown_language(language: str, languages: tuple[str, ...], place: Field, findings: Findings) -> None:
    findings.warning(
        "unknown-language",
        f"the shop has no language `{shown(language)}`",
        place,
        did_you_mean(language, languages) or "add it to `languages` in `shop.yaml`, or remove the translation",
    )


def price(number: Decimal, currency: str, above: Field, key: str, findings: Findings) -> Money | None:
    """What is typed under `key` of the mapping at `above` as money; None and an error when there is no such amount."""
    try:
        return money(number, currency)
    except AmountRefused as refusal:
        findings.error(
            "bad-amount",
            f"`{number}` is not a price: {refusal}",
            above.at(key),
            f"write it like `{rounded(Decimal(24), currency).plain}`",
        )
        return None


def quantity(text: str, place: Field, findings: Findings) -> Quantity | None:
    """A measure such as `320 g`; None for nothing typed, None and an error for what is no measure."""
    if not text.strip():
        return None
    found = _MEASURE.fullmatch(text.strip().lower())
    if found is None or found[2] not in UNITS or not Decimal(found[1]):
        hint = f"write a number with a decimal point and one of: {', '.join(sorted(UNITS))}"
        findings.error("bad-value", f"`{shown(text)}` is not a measure", place, hint)
        return None
    return Quantity(Decimal(found[1]), found[2])


def focus(text: str, place: Field, findings: Findings) -> tuple[int, int]:
    """A point such as `50% 30%` in thousandths; the middle without one, and with an error for what is none."""
    if not text.strip():
        return 500, 500
    found = _POINT.fullmatch(text.strip())
    if found is None or max(Decimal(found[1]), Decimal(found[2])) > 100:
        hint = "write how far from the left and from the top it is, such as `50% 30%`"
        findings.error("bad-value", f"`{shown(text)}` is not a point in a picture", place, hint)
        return 500, 500
    return int(Decimal(found[1]) * 10), int(Decimal(found[2]) * 10)


def seo(document: SeoDocument) -> Seo:
    return Seo(document.title, document.description, document.noindex)


def contact(document: ContactDocument | None, above: Field, key: str, findings: Findings) -> Contact | None:
    """What is typed under `key` of the mapping at `above`; None for nothing."""
    if document is None:
        return None
    place = above.at(key)
    country(document.country, place.at("country"), findings)
    url = web_address(document.url, place.at("url"), findings)
    return Contact(document.name, document.address, document.email, url, document.country)


def web_address(text: str, place: Field, findings: Findings) -> str:
    """The address when it is an absolute http or https one; nothing, with an error, when something else is typed."""
    typed = text.strip()
    if not typed or is_web_address(typed):
        return typed
    findings.error("bad-value", f"`{shown(typed)}` is not an address", place, "write it whole: `https://…`")
    return ""


def is_web_address(text: str) -> bool:
    """Whether `text` is an absolute http or https URL without blanks, invisible characters or credentials."""
    try:
        parts = urlsplit(text)
        host = parts.hostname if parts.port != 0 else None
    except ValueError:
        return False
    is_plain = text.isprintable() and not any(mark in text for mark in ' "<>\\^`{|}')
    return parts.scheme in {"http", "https"} and bool(host) and is_plain and "@" not in parts.netloc


def country(code: str, place: Field, findings: Findings) -> bool:
    """Whether `code` is an ISO 3166-1 alpha-2 code; empty is one too. An error when it is not."""
    if not code:
        return True
    try:
        locale.country_name(code, "en")
    except ValueError:
        hint = did_you_mean(code, (code.upper(),)) if _is_country(code.upper()) else "write two letters, such as `PL`"
        findings.error("bad-value", f"`{shown(code)}` is not the code of a country", place, hint)
        return False
    return True


def _is_country(code: str) -> bool:
    try:
        return bool(locale.country_name(code, "en"))
    except ValueError:
        return False
