"""What is sold and for how much: the keys that a product and its variants share, and what variants inherit."""

import re
from decimal import Decimal
from typing import Any

from msgspec.structs import replace

from shopgen.core.diagnostics import Field, Findings
from shopgen.formats.text import shown
from shopgen.model.identifiers import is_gtin
from shopgen.model.money import Money
from shopgen.model.product import Availability, Offer, Sale
from shopgen.model.quantity import UnitPricing
from shopgen.reading.documents.product import OfferDocument, SaleDocument, UnitPriceDocument, VariantDocument
from shopgen.reading.moments import end_of_day, moment, window
from shopgen.reading.scope import Scope
from shopgen.reading.values import is_web_address, price, quantity

SKU_CHARACTERS = 50

_EXCEL = re.compile(r"\d[.,]\d+E\+\d+", re.IGNORECASE)
_AVAILABILITY = {each.value: each for each in Availability}
_READY = frozenset((Availability.IN_STOCK, Availability.LIMITED))


def offer(
    document: OfferDocument, sku: str, amount: Decimal | None, place: Field, scope: Scope, findings: Findings
) -> Offer:
    """The offer as typed; what is wrong is left out, with errors. `amount` None is a price that will be inherited."""
    if not _is_sku(sku):
        _refuse_sku(sku, place.at("sku"), findings)
    cost = None if amount is None else price(amount, scope.currency, place, "price", findings)
    return Offer(
        sku=sku,
        price=cost or Money(Decimal(0), scope.currency),
        mpn=document.mpn.strip(),
        availability=_availability(document),
        stock=document.stock,
        **_typed(document, place, scope, findings),
    )


def _typed(document: OfferDocument, place: Field, scope: Scope, findings: Findings) -> dict[str, Any]:
    """The optional parts that are typed. Most offers have few, and there are many offers."""
    found: dict[str, Any] = {}
    if document.gtin:
        found["gtin"] = gtin(document.gtin, place.at("gtin"), findings)
    if document.compare_at_price is not None:
        found["compare_at_price"] = price(
            document.compare_at_price, scope.currency, place, "compare_at_price", findings
        )
    if document.lowest_price_30d is not None:
        found["lowest_price_30d"] = price(
            document.lowest_price_30d, scope.currency, place, "lowest_price_30d", findings
        )
    if document.sale is not None:
        found["sale"] = _sale(document.sale, place.at("sale"), scope, findings)
    if document.available_from is not None:
        found["available_from"] = moment(document.available_from, scope.zone, place.at("available_from"), findings)
    if document.weight:
        found["weight"] = quantity(document.weight, place.at("weight"), findings)
    if document.unit_price is not None:
        found["unit_pricing"] = _unit_pricing(document.unit_price, place.at("unit_price"), findings)
    if document.payment_link:
        found["payment_link"] = _payment_link(document.payment_link, place.at("payment_link"), findings)
    return found


def inherited(own: Offer, above: Offer, document: VariantDocument, above_document: OfferDocument) -> Offer:
    """A variant's offer with what it leaves out taken from the product's.

    Reductions belong to the price that they reduce: a variant with a price of its own inherits none.
    """
    is_same_price = document.price is None or own.price == above.price
    reduced = above if is_same_price else own
    return replace(
        own,
        price=above.price if document.price is None else own.price,
        compare_at_price=own.compare_at_price or reduced.compare_at_price,
        lowest_price_30d=own.lowest_price_30d or reduced.lowest_price_30d,
        sale=own.sale or reduced.sale,
        availability=_inherited_availability(document, above_document),
        available_from=own.available_from or above.available_from,
        weight=own.weight or above.weight,
        unit_pricing=own.unit_pricing or above.unit_pricing,
    )


def without_false_reductions(checked: Offer, place: Field, findings: Findings) -> Offer:
    """The offer without a usual price or a sale price that would not be a reduction; a warning for each."""
    usual, sale = checked.compare_at_price, checked.sale
    if (usual is None and sale is None) or not checked.price.amount:
        return checked  # nothing is reduced; or it is free, or its price is wrong, which has been said
    if usual is not None and usual.amount <= checked.price.amount:
        findings.warning(
            "compare-at-price",
            f"the price before the reduction, {usual.plain}, is not above the price, {checked.price.plain}",
            place.at("compare_at_price"),
            "write the former, higher price, or remove the key",
        )
        usual = None
    if sale is not None and sale.price.amount >= checked.price.amount:
        findings.warning(
            "compare-at-price",
            f"the sale's price, {sale.price.plain}, is not below the price, {checked.price.plain}",
            place.at("sale", "price"),
            "write the lower price, or remove the sale",
        )
        sale = None
    if usual is checked.compare_at_price and sale is checked.sale:
        return checked
    return replace(checked, compare_at_price=usual, sale=sale)


def _is_sku(text: str) -> bool:
    """Whether `text` is 1 to 50 visible characters."""
    return 0 < len(text) <= SKU_CHARACTERS and text.isprintable() and " " not in text


def _refuse_sku(text: str, place: Field, findings: Findings) -> None:
    reason = "is longer than 50 characters" if len(text) > SKU_CHARACTERS else "has blanks or invisible characters"
    message = f"the SKU `{shown(text)}` {reason}" if text else "the SKU is empty"
    findings.error("bad-value", message, place, "use letters, digits, `-`, `_` and `.`")


def gtin(text: str, place: Field, findings: Findings) -> str:
    """The GTIN without hyphens and blanks; nothing, and a warning, when it cannot be one."""
    digits = text.replace("-", "").replace(" ", "")
    if not digits or is_gtin(digits):
        return digits
    if _EXCEL.fullmatch(digits):
        hint = "a spreadsheet has rounded it; copy it from the article and store the column as text"
    else:
        hint = "compare it with the bar code: 8, 12, 13 or 14 digits of which the last one checks the others"
    findings.warning("bad-gtin", f"`{shown(text)}` is not a GTIN", place, hint)
    return ""


def _sale(document: SaleDocument, place: Field, scope: Scope, findings: Findings) -> Sale | None:
    cost = price(document.price, scope.currency, place, "price", findings)
    opened = window(document.starts, end_of_day(document.ends), ("starts", "ends"), scope.zone, place, findings)
    return Sale(cost, opened) if cost else None


def _availability(document: OfferDocument) -> Availability:
    if document.availability is not None:
        return _AVAILABILITY[document.availability]
    return Availability.OUT_OF_STOCK if document.stock == 0 else Availability.IN_STOCK


def _inherited_availability(document: VariantDocument, above: OfferDocument) -> Availability:
    """The variant's own word; without one the product's, unless that promises what the variant's stock denies."""
    if document.availability is not None or above.availability is None:
        return _availability(document)
    word = _AVAILABILITY[above.availability]
    return _availability(document) if word in _READY and document.stock == 0 else word


def _unit_pricing(document: UnitPriceDocument, place: Field, findings: Findings) -> UnitPricing | None:
    measure = quantity(document.measure, place.at("measure"), findings)
    reference = quantity(document.reference, place.at("reference"), findings)
    if measure is None or reference is None:
        return None
    pricing = UnitPricing(measure, reference)
    if pricing.is_comparable:
        return pricing
    message = f"`{document.measure}` cannot be told in `{document.reference}`"
    findings.error("bad-value", message, place.at("reference"), "use units of one kind, such as `50 g` and `100 g`")
    return None


def _payment_link(text: str, place: Field, findings: Findings) -> str:
    """The address when it is an https URL; nothing, with an error, when something else is typed."""
    link = text.strip()
    if not link or (is_web_address(link) and link.startswith("https:")):
        return link
    findings.error("bad-value", f"`{shown(link)}` is not a payment address", place, "copy it whole: `https://…`")
    return ""
