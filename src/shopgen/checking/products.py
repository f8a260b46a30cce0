"""Rules about what a product tells."""

from datetime import datetime

from shopgen.core.diagnostics import Field, Findings
from shopgen.model.product import Offer, Product
from shopgen.model.settings import Settings


def product_has_description(product: Product, settings: Settings, findings: Findings) -> None:
    if not product.texts[settings.default_language].description.strip():
        place = Field(product.source, ("description",))
        hint = "add `description` with what a customer would ask"
        findings.warning("missing-text", "the product has no description", place, hint)


def manufacturer_is_named(product: Product, findings: Findings) -> None:
    """Regulation (EU) 2023/988, Article 19: an offer names its maker and an address."""
    maker = product.manufacturer
    if product.is_digital or (maker is not None and (maker.address or maker.email or maker.url)):
        return
    message = "the product does not name its manufacturer with an address, which the EU asks for"
    hint = "add `manufacturer` here, or once for all products under `product_defaults` in `shop.yaml`"
    findings.warning("missing-text", message, Field(product.source, ("manufacturer",)), hint)


def reductions_tell_the_lowest_price(product: Product, clock: datetime, findings: Findings) -> None:
    """Directive 98/6/EC, Article 6a: beside a reduced price stands the lowest one of the 30 days before."""
    place = Field(product.source)
    if not product.variants:
        _tells_the_lowest_price(product.offer, place, clock, findings)
    reported = False
    for number, variant in enumerate(product.variants):
        if _shares_reduction(variant.offer, product.offer):
            if not reported:
                _tells_the_lowest_price(variant.offer, place, clock, findings)
            reported = True
        else:
            _tells_the_lowest_price(variant.offer, place.at("variants", number), clock, findings)


def _shares_reduction(offer: Offer, above: Offer) -> bool:
    """Whether the reduction is the product's, which is then to be corrected there, once."""
    return offer.compare_at_price == above.compare_at_price and offer.sale == above.sale


def _tells_the_lowest_price(offer: Offer, place: Field, clock: datetime, findings: Findings) -> None:
    sale = offer.sale
    is_on_sale = sale is not None and (sale.window.closes is None or clock < sale.window.closes)
    if offer.lowest_price_30d is None and (offer.compare_at_price is not None or is_on_sale):
        findings.warning(
            "lowest-price-missing",
            "the reduced price lacks the lowest price of the last 30 days",
            place.at("sale" if is_on_sale else "compare_at_price"),
            "add `lowest_price_30d`",
        )
