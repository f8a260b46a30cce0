"""JSON-LD of products, after Google Search Central's merchant-listing and product-variants pages."""

from functools import lru_cache

from shopgen.formats.markdown import plain_text
from shopgen.views.nodes import SCHEMA, Node, filled, images, policy, seller, services
from shopgen.views.product import EnergyView, MeasureView, OfferView, ProductDetail, VariantView
from shopgen.views.site import Site

DESCRIPTION_LENGTH = 5000

_AVAILABILITY = {
    "in_stock": "InStock",
    "limited": "LimitedAvailability",
    "out_of_stock": "OutOfStock",
    "preorder": "PreOrder",
    "backorder": "BackOrder",
    "discontinued": "Discontinued",
}
_CONDITION = {"new": "NewCondition", "refurbished": "RefurbishedCondition", "used": "UsedCondition"}
_UNITS = {
    "mg": "MGM",
    "g": "GRM",
    "kg": "KGM",
    "oz": "ONZ",
    "lb": "LBR",
    "ml": "MLT",
    "cl": "CLT",
    "l": "LTR",
    "mm": "MMT",
    "cm": "CMT",
    "m": "MTR",
    "in": "INH",
    "sqm": "MTK",
    "cbm": "MTQ",
    "ct": "C62",
}
"""UN/CEFACT Recommendation 20 codes of the units in `model.quantity.UNITS`."""


def product_data(site: Site, product: ProductDetail) -> Node:
    """A product; on its page with variants the group of them all, on a variant's page that variant."""
    if product.selected is not None:
        described = {**_described(product), **_variant(site, product, product.selected)}
        return filled({**described, "isVariantOf": _group(site, product)})
    if product.variants:
        variants = [_variant(site, product, variant) for variant in product.variants]
        return filled({**_group(site, product), "hasVariant": variants})
    return filled(
        {
            "@type": "Product",
            **_described(product),
            "image": images(site, product.images),
            **_identified(product.offer),
            "offers": _offer(site, product, product.offer, product.absolute_url),
        }
    )


def _described(product: ProductDetail) -> Node:
    return {
        "name": product.title,
        "description": _words(product.description.source) or product.summary,
        "url": product.absolute_url,
        "brand": {"@type": "Brand", "name": product.brand.title} if product.brand else None,
        "category": product.category.title if product.category else "",
        "hasCertification": _certified(product.energy) if product.energy else None,
    }


@lru_cache(maxsize=16)
def _words(source: str) -> str:
    """The beginning of a description. Pages of one product's variants come one after the other, and share it."""
    return plain_text(source)[:DESCRIPTION_LENGTH]


def _group(site: Site, product: ProductDetail) -> Node:
    return filled(
        {
            "@type": "ProductGroup",
            **_described(product),
            "productGroupID": product.sku,
            "image": images(site, product.images),
        }
    )


def _variant(site: Site, product: ProductDetail, variant: VariantView) -> Node:
    return filled(
        {
            "@type": "Product",
            "name": f"{product.title}, {variant.title}",
            "url": variant.absolute_url,
            "image": images(site, variant.images or product.images[:1]),
            "inProductGroupWithID": product.sku,
            **_identified(variant.offer),
            "offers": _offer(site, product, variant.offer, variant.absolute_url),
        }
    )


def _identified(offer: OfferView) -> Node:
    return {"sku": offer.sku, "gtin": offer.gtin, "mpn": offer.mpn}


def _offer(site: Site, product: ProductDetail, offer: OfferView, url: str) -> Node | None:
    """The offer; None for what is free, which is no merchant listing."""
    if not offer.price.amount.strip("0."):
        return None
    return filled(
        {
            "@type": "Offer",
            "url": url,
            "price": offer.price.amount,
            "priceCurrency": offer.price.currency,
            "priceSpecification": [node for node in (_struck(offer), _per_unit(offer)) if node],
            "availability": SCHEMA + _AVAILABILITY[offer.availability],
            "availabilityStarts": offer.available_from_iso,
            "itemCondition": SCHEMA + _CONDITION[product.condition],
            "priceValidUntil": offer.sale_ends_iso,
            "shippingDetails": [] if product.is_digital else services(site),
            "hasMerchantReturnPolicy": None if product.is_digital else policy(site),
            "seller": seller(site),
        }
    )


def _struck(offer: OfferView) -> Node | None:
    """The price before a reduction."""
    if offer.compare_at is None:
        return None
    return {
        "@type": "UnitPriceSpecification",
        "priceType": f"{SCHEMA}StrikethroughPrice",
        "price": offer.compare_at.amount,
        "priceCurrency": offer.compare_at.currency,
    }


def _per_unit(offer: OfferView) -> Node | None:
    """The price for as much as is sold, and the amount for which prices are compared."""
    if offer.unit_measure is None or offer.unit_reference is None:
        return None
    return {
        "@type": "UnitPriceSpecification",
        "price": offer.price.amount,
        "priceCurrency": offer.price.currency,
        "referenceQuantity": {**_quantity(offer.unit_measure), "valueReference": _quantity(offer.unit_reference)},
    }


def _quantity(measure: MeasureView) -> Node:
    return {"@type": "QuantitativeValue", "value": measure.value, "unitCode": _UNITS[measure.unit]}


def _certified(energy: EnergyView) -> Node:
    """An EU energy label: by its number in the product database, else by its rating."""
    rating = {"ratingValue": energy.rating, "bestRating": energy.best, "worstRating": energy.worst}
    return filled(
        {
            "@type": "Certification",
            "issuedBy": {"@type": "Organization", "name": "European_Commission"},
            "name": "EPREL",
            "certificationIdentification": energy.eprel,
            "certificationRating": {"@type": "Rating", **rating},
        }
    )
