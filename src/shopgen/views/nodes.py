"""What all JSON-LD is built of: nodes without what is not known, absolute addresses, and the shop's own node."""

from collections.abc import Mapping
from typing import Any

from shopgen.views.site import ReturnsView, ShippingView, Site

Node = dict[str, Any]

SCHEMA = "https://schema.org/"
MAX_COUNTRIES = 50
"""So many countries one return policy may name (Google Search Central, return-policy)."""

_RETURN_METHOD = {"by_mail": "ReturnByMail", "in_store": "ReturnInStore", "at_kiosk": "ReturnAtKiosk"}
_RETURN_FEES = {"free": "FreeReturn", "customer": "ReturnFeesCustomerResponsibility"}


def filled(node: Mapping[str, Any]) -> Node:
    """The node without what is not known; nothing at all when only its type is left."""
    known = {name: value for name, value in node.items() if value not in ("", None, [], {})}
    return known if set(known) - {"@type", "@id"} else {}


def absolute(site: Site, url: str) -> str:
    """An address of the site with its host; one that has a host already, or none, as it is."""
    return f"{site.origin}{url}" if url.startswith("/") else url


def images(site: Site, urls: tuple[str, ...]) -> list[str]:
    return [absolute(site, url) for url in urls]


def seller(site: Site) -> Node:
    """The shop where it is named on other pages; its full node is on the home page."""
    return {"@type": "OnlineStore", "@id": f"{site.base_url}/#shop", "name": site.name, "url": f"{site.base_url}/"}


def organisation(site: Site) -> Node:
    """The shop with its address, and how it delivers and takes back, once for all that it sells."""
    told = site.organisation
    address = {
        "@type": "PostalAddress",
        "streetAddress": told.street,
        "postalCode": told.postal_code,
        "addressLocality": told.city,
        "addressCountry": told.country,
    }
    return filled(
        {
            **seller(site),
            "legalName": told.legal_name,
            "description": site.description,
            "logo": absolute(site, told.logo),
            "email": told.email,
            "telephone": told.telephone,
            "vatID": told.vat_id,
            "address": filled(address),
            "sameAs": list(site.social),
            "hasShippingService": [
                _service(site, number, rate) for number, rate in enumerate(site.shipping) if rate.country_codes
            ],
            "hasMerchantReturnPolicy": _policy(site, site.returns) if site.returns else None,
        }
    )


def services(site: Site) -> list[Node]:
    """The ways of delivery, by reference."""
    return [
        {"@type": "OfferShippingDetails", "hasShippingService": {"@id": _service_id(site, number)}}
        for number, rate in enumerate(site.shipping)
        if rate.country_codes
    ]


def policy(site: Site) -> Node | None:
    """How goods are taken back, by reference."""
    return {"@id": _policy_id(site)} if site.returns and _policy(site, site.returns) else None


def _service_id(site: Site, number: int) -> str:
    return f"{site.base_url}/#delivery-{number + 1}"


def _policy_id(site: Site) -> str:
    return f"{site.base_url}/#returns"


def _service(site: Site, number: int, rate: ShippingView) -> Node:
    free = rate.free_from_amount
    paid = {"orderValue": {"@type": "MonetaryAmount", "maxValue": free, "currency": site.currency}} if free else {}
    conditions = [_conditions(site, rate, rate.amount) | paid]
    if free:
        least = {"orderValue": {"@type": "MonetaryAmount", "minValue": free, "currency": site.currency}}
        conditions.append(_conditions(site, rate, "0") | least)
    return {
        "@type": "ShippingService",
        "@id": _service_id(site, number),
        "name": rate.name,
        "handlingTime": _period(*rate.handling_days),
        "shippingConditions": conditions,
    }


def _conditions(site: Site, rate: ShippingView, amount: str) -> Node:
    return {
        "@type": "ShippingConditions",
        "shippingDestination": [{"@type": "DefinedRegion", "addressCountry": code} for code in rate.country_codes],
        "shippingRate": {"@type": "MonetaryAmount", "value": amount, "currency": site.currency},
        "transitTime": _period(*rate.transit_days),
    }


def _period(least: int, most: int) -> Node:
    days = {"@type": "QuantitativeValue", "minValue": least, "maxValue": most, "unitCode": "DAY"}
    return {"@type": "ServicePeriod", "duration": days}


def _policy(site: Site, returns: ReturnsView) -> Node:
    """Where and how long goods are taken back, or at least the page that tells it; empty when neither is known."""
    countries = returns.country_codes if len(returns.country_codes) <= MAX_COUNTRIES else ()
    node: Node = {
        "@type": "MerchantReturnPolicy",
        "@id": _policy_id(site),
        "merchantReturnLink": absolute(site, returns.url),
    }
    if countries and not returns.days:
        node |= _where(countries, "MerchantReturnNotPermitted")
    elif countries:
        node |= {
            **_where(countries, "MerchantReturnFiniteReturnWindow"),
            "merchantReturnDays": returns.days,
            "returnMethod": SCHEMA + _RETURN_METHOD[returns.method],
            "returnFees": SCHEMA + _RETURN_FEES[returns.fees],
        }
    return filled(node)


def _where(countries: tuple[str, ...], category: str) -> Node:
    return {"applicableCountry": list(countries), "returnPolicyCategory": SCHEMA + category}
