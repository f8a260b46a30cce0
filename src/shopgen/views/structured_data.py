"""JSON-LD for each kind of page, built as objects from the page's view so that it can say nothing else than the page.

Properties after Google Search Central's merchant-listing, product-variants, breadcrumb, article and organization
pages and schema.org 30. What is not known is left out, never invented.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from shopgen.formats.markdown import plain_text
from shopgen.views.pages import ArticlePage, HomePage, ListingPage, NewsPage, PageView, PlainPage, ProductPage
from shopgen.views.product import OfferView, ProductDetail, VariantView
from shopgen.views.prose import PictureView
from shopgen.views.site import Link, Site

Node = dict[str, Any]

_AVAILABILITY = {
    "in_stock": "InStock",
    "limited": "LimitedAvailability",
    "out_of_stock": "OutOfStock",
    "preorder": "PreOrder",
    "backorder": "BackOrder",
    "discontinued": "Discontinued",
}
_CONDITION = {"new": "NewCondition", "refurbished": "RefurbishedCondition", "used": "UsedCondition"}
_RETURN_METHOD = {"by_mail": "ReturnByMail", "in_store": "ReturnInStore", "at_kiosk": "ReturnAtKiosk"}
_RETURN_FEES = {"free": "FreeReturn", "customer": "ReturnFeesCustomerResponsibility"}
DESCRIPTION_LENGTH = 5000


def structured_data(page: PageView) -> tuple[Node, ...]:
    """The page's JSON-LD documents; none for pages that search engines need not understand."""
    describe = _DESCRIPTIONS.get(type(page))
    return tuple({"@context": "https://schema.org", **node} for node in describe(page)) if describe else ()


def _home(page: HomePage) -> Iterator[Node]:
    site = page.site
    yield _filled({"@type": "WebSite", "name": site.name, "url": f"{site.origin}{site.home_url}"})
    yield _organisation(site)


def _organisation(site: Site) -> Node:
    told = site.organisation
    return _filled(
        {
            "@type": "OnlineStore",
            "name": site.name,
            "url": f"{site.base_url}/",
            "legalName": told.legal_name,
            "description": site.description,
            "logo": f"{site.origin}{told.logo}" if told.logo else "",
            "email": told.email,
            "telephone": told.telephone,
            "vatID": told.vat_id,
            "address": _filled(
                {
                    "@type": "PostalAddress",
                    "streetAddress": told.street,
                    "postalCode": told.postal_code,
                    "addressLocality": told.city,
                    "addressCountry": told.country,
                }
            )
            if told.street
            else None,
            "sameAs": list(site.social),
            "hasMerchantReturnPolicy": _returns(site),
        }
    )


def _product(page: ProductPage) -> Iterator[Node]:
    product = page.product
    if product.selected is not None:
        yield _variant(page.site, product, product.selected) | {"isVariantOf": _group(page.site, product)}
    elif product.variants:
        group = _group(page.site, product)
        group["hasVariant"] = [_variant(page.site, product, variant) for variant in product.variants]
        yield group
    else:
        yield _filled(
            {
                **_described(product, page.site),
                "@type": "Product",
                "image": _images(page.site, product.pictures),
                **_identified(product.offer),
                "offers": _offer(page.site, product, product.offer, product.absolute_url),
            }
        )
    yield from _breadcrumbs(page.site, page.breadcrumbs)


def _described(product: ProductDetail, site: Site) -> Node:
    return {
        "name": product.title,
        "description": plain_text(product.description.source)[:DESCRIPTION_LENGTH] or product.summary,
        "url": product.absolute_url,
        "brand": {"@type": "Brand", "name": product.brand.title} if product.brand else None,
        "category": product.category.title if product.category else "",
        "itemCondition": f"https://schema.org/{_CONDITION[product.condition]}",
    }


def _group(site: Site, product: ProductDetail) -> Node:
    described = _described(product, site)
    del described["itemCondition"]
    return _filled(
        {**described, "@type": "ProductGroup", "productGroupID": product.sku, "image": _images(site, product.pictures)}
    )


def _variant(site: Site, product: ProductDetail, variant: VariantView) -> Node:
    picture = (variant.gallery,) if variant.gallery else product.pictures[:1]
    return _filled(
        {
            "@type": "Product",
            "name": f"{product.title}, {variant.title}",
            "url": variant.absolute_url,
            "image": _images(site, picture),
            "inProductGroupWithID": product.sku,
            "itemCondition": f"https://schema.org/{_CONDITION[product.condition]}",
            **_identified(variant.offer),
            "offers": _offer(site, product, variant.offer, variant.absolute_url),
        }
    )


def _identified(offer: OfferView) -> Node:
    return {"sku": offer.sku, "gtin": offer.gtin, "mpn": offer.mpn}


def _offer(site: Site, product: ProductDetail, offer: OfferView, url: str) -> Node:
    return _filled(
        {
            "@type": "Offer",
            "url": url,
            "price": offer.price.amount,
            "priceCurrency": offer.price.currency,
            "priceSpecification": _struck(offer),
            "availability": f"https://schema.org/{_AVAILABILITY[offer.availability]}",
            "availabilityStarts": offer.available_from_iso,
            "itemCondition": f"https://schema.org/{_CONDITION[product.condition]}",
            "priceValidUntil": offer.sale_ends_iso,
            "shippingDetails": [] if product.is_digital else _shipping(site),
            "hasMerchantReturnPolicy": None if product.is_digital else _returns(site),
            "seller": {"@type": "Organization", "name": site.name},
        }
    )


def _struck(offer: OfferView) -> Node | None:
    if offer.compare_at is None:
        return None
    return {
        "@type": "UnitPriceSpecification",
        "priceType": "https://schema.org/StrikethroughPrice",
        "price": offer.compare_at.amount,
        "priceCurrency": offer.compare_at.currency,
    }


def _shipping(site: Site) -> list[Node]:
    return [
        {
            "@type": "OfferShippingDetails",
            "shippingDestination": [{"@type": "DefinedRegion", "addressCountry": code} for code in rate.country_codes],
            "shippingRate": {"@type": "MonetaryAmount", "value": rate.amount, "currency": site.currency},
            "deliveryTime": {
                "@type": "ShippingDeliveryTime",
                "handlingTime": _days(*rate.handling_days),
                "transitTime": _days(*rate.transit_days),
            },
        }
        for rate in site.shipping
        if rate.country_codes
    ]


def _days(least: int, most: int) -> Node:
    return {"@type": "QuantitativeValue", "minValue": least, "maxValue": most, "unitCode": "DAY"}


def _returns(site: Site) -> Node | None:
    policy = site.returns
    if policy is None or not policy.country_codes:
        return None
    if not policy.days:
        category = "https://schema.org/MerchantReturnNotPermitted"
        return {
            "@type": "MerchantReturnPolicy",
            "applicableCountry": list(policy.country_codes),
            "returnPolicyCategory": category,
        }
    return _filled(
        {
            "@type": "MerchantReturnPolicy",
            "applicableCountry": list(policy.country_codes),
            "returnPolicyCategory": "https://schema.org/MerchantReturnFiniteReturnWindow",
            "merchantReturnDays": policy.days,
            "returnMethod": f"https://schema.org/{_RETURN_METHOD[policy.method]}",
            "returnFees": f"https://schema.org/{_RETURN_FEES[policy.fees]}",
            "merchantReturnLink": f"{site.origin}{policy.url}" if policy.url else "",
        }
    )


def _listing(page: ListingPage) -> Iterator[Node]:
    if page.products:
        yield {
            "@type": "ItemList",
            "name": page.listing.title,
            "numberOfItems": page.listing.pager.total,
            "itemListElement": [
                {"@type": "ListItem", "position": place, "url": card.absolute_url, "name": card.title}
                for place, card in enumerate(page.products, 1)
            ],
        }
    yield from _breadcrumbs(page.site, page.breadcrumbs)


def _article(page: ArticlePage) -> Iterator[Node]:
    article = page.article
    yield _filled(
        {
            "@type": "BlogPosting",
            "headline": article.title,
            "description": article.summary,
            "url": article.absolute_url,
            "mainEntityOfPage": article.absolute_url,
            "inLanguage": article.language,
            "datePublished": article.date_iso,
            "dateModified": article.modified_iso or article.date_iso,
            "image": _images(page.site, (article.picture,) if article.picture else ()),
            "author": [{"@type": "Person", "name": name} for name in article.authors]
            or {"@type": "Organization", "name": page.site.name, "url": f"{page.site.base_url}/"},
            "publisher": {"@type": "Organization", "name": page.site.name, "url": f"{page.site.base_url}/"},
        }
    )
    yield from _breadcrumbs(page.site, page.breadcrumbs)


def _trail_only(page: NewsPage | PlainPage) -> Iterator[Node]:
    yield from _breadcrumbs(page.site, page.breadcrumbs)


def _breadcrumbs(site: Site, trail: tuple[Link, ...]) -> Iterator[Node]:
    if len(trail) < 2:
        return
    items = [
        {"@type": "ListItem", "position": place, "name": link.title, "item": f"{site.origin}{link.url}"}
        for place, link in enumerate(trail, 1)
    ]
    del items[-1]["item"]
    yield {"@type": "BreadcrumbList", "itemListElement": items}


def _images(site: Site, pictures: tuple[PictureView, ...]) -> list[str]:
    return [f"{site.origin}{picture.full}" for picture in pictures if picture.full]


def _filled(node: Mapping[str, Any]) -> Node:
    """The node without what is not known."""
    return {name: value for name, value in node.items() if value not in ("", None, [], {})}


_DESCRIPTIONS: Mapping[type, Callable[[Any], Iterator[Node]]] = {
    HomePage: _home,
    ProductPage: _product,
    ListingPage: _listing,
    ArticlePage: _article,
    NewsPage: _trail_only,
    PlainPage: _trail_only,
}
