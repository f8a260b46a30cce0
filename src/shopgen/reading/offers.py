"""What is sold and for how much: the keys that a product and its variants share, and what variants inherit."""

import re
from decimal import Decimal
from urllib.parse import urlsplit

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
from shopgen.reading.values import price, quantity

SKU_CHARACTERS = 50

_EXCEL = re.compile(r"\d[.,]\d+E\+\d+", re.IGNORECASE)
_READY = frozenset((Availability.IN_STOCK, Availability.LIMITED))


def offer(
    document: OfferDocument, sku: str, amount: Decimal | None, place: Field, scope: Scope, findings: Findings
) -> Offer | None:
    """The offer as typed; None, with errors, when its SKU or its price is not one. `amount` None is a price
    that will be inherited.

    Optional parts that are wrong come with their findings and are left out.
    """
    is_sku = check_sku(sku, place.at("sku"), findings)
    cost = Money(Decimal(0), scope.currency) if amount is None else _price(amount, place.at("price"), scope, findings)
    if cost is None or not is_sku:
        return None
    return Offer(
        sku=sku,
        price=cost,
        gtin=gtin(document.gtin, place.at("gtin"), findings),
        mpn=document.mpn.strip(),
        compare_at_price=_price(document.compare_at_price, place.at("compare_at_price"), scope, findings),
        lowest_price_30d=_price(document.lowest_price_30d, place.at("lowest_price_30d"), scope, findings),
        sale=_sale(document.sale, place.at("sale"), scope, findings),
        availability=_availability(document),
        available_from=moment(document.available_from, scope.zone, place.at("available_from"), findings),
        stock=document.stock,
        weight=quantity(document.weight, place.at("weight"), findings),
        unit_pricing=_unit_pricing(document.unit_price, place.at("unit_price"), findings),
        payment_link=_payment_link(document.payment_link, place.at("payment_link"), findings),
    )


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


def check_sku(sku: str, place: Field, findings: Findings) -> bool:
    """Whether `sku` can be one: 1 to 50 visible characters without blanks. An error when it cannot."""
    if 0 < len(sku) <= SKU_CHARACTERS and sku.isprintable() and not any(map(str.isspace, sku)):
        return True
    reason = "is longer than 50 characters" if len(sku) > SKU_CHARACTERS else "has blanks or invisible characters"
    message = f"the SKU `{shown(sku)}` {reason}" if sku else "the SKU is empty"
    findings.error("bad-value", message, place, "use letters, digits, `-`, `_` and `.`")
    return False


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


def _price(amount: Decimal | None, place: Field, scope: Scope, findings: Findings) -> Money | None:
    return None if amount is None else price(amount, scope.currency, place, findings)


def _sale(document: SaleDocument | None, place: Field, scope: Scope, findings: Findings) -> Sale | None:
    if document is None:
        return None
    cost = _price(document.price, place.at("price"), scope, findings)
    opened = window(document.starts, end_of_day(document.ends), ("starts", "ends"), scope.zone, place, findings)
    return Sale(cost, opened) if cost else None


def _availability(document: OfferDocument) -> Availability:
    if document.availability is not None:
        return Availability(document.availability)
    return Availability.OUT_OF_STOCK if document.stock == 0 else Availability.IN_STOCK


def _inherited_availability(document: VariantDocument, above: OfferDocument) -> Availability:
    """The variant's own word; without one the product's, unless that promises what the variant's stock denies."""
    if document.availability is not None or above.availability is None:
        return _availability(document)
    word = Availability(above.availability)
    return _availability(document) if word in _READY and document.stock == 0 else word


def _unit_pricing(document: UnitPriceDocument | None, place: Field, findings: Findings) -> UnitPricing | None:
    if document is None:
        return None
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
    if not link or is_https(link):
        return link
    findings.error("bad-value", f"`{shown(link)}` is not a payment address", place, "copy it whole: `https://…`")
    return ""


def is_https(text: str) -> bool:
    """Whether `text` is an absolute https URL without blanks, controls or credentials."""
    try:
        parts = urlsplit(text)
        host = parts.hostname if parts.port != 0 else None
    except ValueError:
        return False
    is_plain = text.isprintable() and not any(mark in text for mark in ' "<>\\^`{|}')
    return parts.scheme == "https" and bool(host) and is_plain and "@" not in parts.netloc
