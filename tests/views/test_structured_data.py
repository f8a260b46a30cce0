"""What pages tell machines (JSON-LD)."""

import re
from typing import Any

from support.planned import Plan

SETTINGS = """\
-- shop.yaml --
name: Glinka
base_url: https://glinka.example/
currency: EUR
"""
MORE = """\
description: Clay things
social: https://social.example/glinka
organisation:
  legal_name: Glinka sp. z o.o.
  street: ul. Gliniana 1
  postal_code: 31-000
  city: Kraków
  country: PL
  email: a@glinka.example
  telephone: +48 12 345 67 89
  vat_id: PL123
  logo: /logo.svg
shipping:
  - {name: Courier, countries: [PL, DE], price: 12.00, free_from: 200.00, transit_days: {min: 1, max: 2}}
  - {name: Pick-up, countries: [], price: 0}
returns: {days: 30, countries: [PL, DE], fees: free, page: /products/}
-- static/logo.svg --
<svg/>
"""
MUG = """\
-- catalog/mugs/mug.yaml --
title: Mug
sku: MUG
price: 24.00
description: A *mug*.
"""
SELLER = {
    "@type": "OnlineStore",
    "@id": "https://glinka.example/#shop",
    "name": "Glinka",
    "url": "https://glinka.example/",
}
BARE_OFFER = {
    "@type": "Offer",
    "url": "https://glinka.example/products/mug/",
    "price": "24.00",
    "priceCurrency": "EUR",
    "availability": "https://schema.org/InStock",
    "itemCondition": "https://schema.org/NewCondition",
    "seller": SELLER,
}


def without(node: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in node.items() if name not in names}


def test_a_bare_product_says_only_what_is_known(sound: Plan) -> None:
    text = MUG.replace("mugs/", "").replace("description: A *mug*.\n", "")
    data = sound(text).data("products/mug/index.html")
    assert data["Product"] == {
        "@context": "https://schema.org",
        "@type": "Product",
        "name": "Mug",
        "url": "https://glinka.example/products/mug/",
        "sku": "MUG",
        "offers": BARE_OFFER,
    }


def test_a_product_has_what_a_merchant_listing_needs(sound: Plan) -> None:
    more = (
        "images: [m.jpg]\nbrand: Clay & Co\ngtin: '4006381333931'\nmpn: X1\ncondition: used\navailability: preorder\n"
        "available_from: 2026-12-24\nlowest_price_30d: 22.00\nunit_price: {measure: 250 g, reference: 1 kg}\n"
        "sale: {price: 20.00, ends: 2026-11-30}\n-- catalog/mugs/m.jpg: 900x900 --\n"
    )
    plan = sound(SETTINGS + MORE + MUG + more)
    images = plan.view("products/mug/index.html", "product").images
    assert [re.sub("-[0-9a-f]{12}", "", url) for url in images] == ["/images/m-900.jpg"] * 3
    assert len(set(images)) == 3
    assert plan.data("products/mug/index.html")["Product"] == {
        "@context": "https://schema.org",
        "@type": "Product",
        "name": "Mug",
        "description": "A mug.",
        "url": "https://glinka.example/products/mug/",
        "brand": {"@type": "Brand", "name": "Clay & Co"},
        "category": "Mugs",
        "image": [f"https://glinka.example{url}" for url in images],
        "sku": "MUG",
        "gtin": "4006381333931",
        "mpn": "X1",
        "offers": {
            **BARE_OFFER,
            "price": "20.00",
            "priceSpecification": [
                {
                    "@type": "UnitPriceSpecification",
                    "priceType": "https://schema.org/StrikethroughPrice",
                    "price": "24.00",
                    "priceCurrency": "EUR",
                },
                {
                    "@type": "UnitPriceSpecification",
                    "price": "20.00",
                    "priceCurrency": "EUR",
                    "referenceQuantity": {
                        "@type": "QuantitativeValue",
                        "value": "250",
                        "unitCode": "GRM",
                        "valueReference": {"@type": "QuantitativeValue", "value": "1", "unitCode": "KGM"},
                    },
                },
            ],
            "availability": "https://schema.org/PreOrder",
            "availabilityStarts": "2026-12-24T00:00:00+00:00",
            "itemCondition": "https://schema.org/UsedCondition",
            "priceValidUntil": "2026-12-01T00:00:00+00:00",
            "shippingDetails": [
                {
                    "@type": "OfferShippingDetails",
                    "hasShippingService": {"@id": "https://glinka.example/#delivery-1"},
                }
            ],
            "hasMerchantReturnPolicy": {"@id": "https://glinka.example/#returns"},
        },
    }


def test_what_is_free_is_no_offer(sound: Plan) -> None:
    assert "offers" not in sound(MUG.replace("24.00", "0")).data("products/mug/index.html")["Product"]


def test_what_is_downloaded_is_not_sent(sound: Plan) -> None:
    offer = sound(SETTINGS + MORE + MUG + "digital: true\n").data("products/mug/index.html")["Product"]["offers"]
    assert offer == BARE_OFFER


def test_an_energy_label_is_a_certification(sound: Plan) -> None:
    text = MUG + "energy: {rating: B, best: A, worst: G, eprel: '123456'}\n"
    assert sound(text).data("products/mug/index.html")["Product"]["hasCertification"] == {
        "@type": "Certification",
        "issuedBy": {"@type": "Organization", "name": "European_Commission"},
        "name": "EPREL",
        "certificationIdentification": "123456",
        "certificationRating": {"@type": "Rating", "ratingValue": "B", "bestRating": "A", "worstRating": "G"},
    }


VARIANTS = """\
images: [m.jpg, n.jpg]
options: [{name: Size, values: [S, L]}]
variants:
  - {sku: MUG-S, options: {Size: S}, image: n.jpg}
  - {sku: MUG-L, options: {Size: L}, price: 30.00, stock: 0}
-- catalog/mugs/m.jpg: 900x900 --
-- catalog/mugs/n.jpg: 900x901 --
"""


def test_a_product_with_variants_is_a_group_of_them_all(sound: Plan) -> None:
    plan = sound(MUG + VARIANTS)
    detail = plan.view("products/mug/index.html", "product")
    *second, first = (f"https://glinka.example{url}" for url in detail.images)
    assert (len(second), first) == (3, f"https://glinka.example{detail.pictures[1].full}")
    group = plan.data("products/mug/index.html")["ProductGroup"]
    assert without(group, "hasVariant") == {
        "@context": "https://schema.org",
        "@type": "ProductGroup",
        "name": "Mug",
        "description": "A mug.",
        "url": "https://glinka.example/products/mug/",
        "category": "Mugs",
        "productGroupID": "MUG",
        "image": [*second, first],
    }
    assert group["hasVariant"] == [
        {
            "@type": "Product",
            "name": "Mug, S",
            "url": "https://glinka.example/products/mug/s/",
            "image": second,
            "inProductGroupWithID": "MUG",
            "sku": "MUG-S",
            "offers": {**BARE_OFFER, "url": "https://glinka.example/products/mug/s/"},
        },
        {
            "@type": "Product",
            "name": "Mug, L",
            "url": "https://glinka.example/products/mug/l/",
            "image": second[:1],
            "inProductGroupWithID": "MUG",
            "sku": "MUG-L",
            "offers": {
                **BARE_OFFER,
                "url": "https://glinka.example/products/mug/l/",
                "price": "30.00",
                "availability": "https://schema.org/OutOfStock",
            },
        },
    ]


def test_a_variants_page_describes_it_and_names_its_group(sound: Plan) -> None:
    data = sound(MUG + VARIANTS).data("products/mug/l/index.html")["Product"]
    assert (data["name"], data["sku"], data["description"]) == ("Mug, L", "MUG-L", "A mug.")
    assert data["url"] == data["offers"]["url"] == "https://glinka.example/products/mug/l/"
    group = data["isVariantOf"]
    assert (group["@type"], group["productGroupID"], group["url"]) == (
        "ProductGroup",
        "MUG",
        "https://glinka.example/products/mug/",
    )
    assert "hasVariant" not in group


def test_the_home_page_describes_the_shop_once_for_all(sound: Plan) -> None:
    data = sound(SETTINGS + MORE + MUG).data("index.html")
    assert data["WebSite"] == {
        "@context": "https://schema.org",
        "@type": "WebSite",
        "name": "Glinka",
        "url": "https://glinka.example/",
        "inLanguage": "en",
    }
    regions = [{"@type": "DefinedRegion", "addressCountry": code} for code in ("PL", "DE")]

    def days(least: int, most: int) -> dict[str, Any]:
        span = {"@type": "QuantitativeValue", "minValue": least, "maxValue": most, "unitCode": "DAY"}
        return {"@type": "ServicePeriod", "duration": span}

    def conditions(amount: str, **value: str) -> dict[str, Any]:
        return {
            "@type": "ShippingConditions",
            "shippingDestination": regions,
            "shippingRate": {"@type": "MonetaryAmount", "value": amount, "currency": "EUR"},
            "transitTime": days(1, 2),
            "orderValue": {"@type": "MonetaryAmount", **value, "currency": "EUR"},
        }

    assert data["OnlineStore"] == {
        "@context": "https://schema.org",
        **SELLER,
        "legalName": "Glinka sp. z o.o.",
        "description": "Clay things",
        "logo": "https://glinka.example/logo.svg",
        "email": "a@glinka.example",
        "telephone": "+48 12 345 67 89",
        "vatID": "PL123",
        "address": {
            "@type": "PostalAddress",
            "streetAddress": "ul. Gliniana 1",
            "postalCode": "31-000",
            "addressLocality": "Kraków",
            "addressCountry": "PL",
        },
        "sameAs": ["https://social.example/glinka"],
        "hasShippingService": [
            {
                "@type": "ShippingService",
                "@id": "https://glinka.example/#delivery-1",
                "name": "Courier",
                "handlingTime": days(0, 1),
                "shippingConditions": [conditions("12.00", maxValue="200.00"), conditions("0", minValue="200.00")],
            }
        ],
        "hasMerchantReturnPolicy": {
            "@type": "MerchantReturnPolicy",
            "@id": "https://glinka.example/#returns",
            "merchantReturnLink": "https://glinka.example/products/",
            "applicableCountry": ["PL", "DE"],
            "returnPolicyCategory": "https://schema.org/MerchantReturnFiniteReturnWindow",
            "merchantReturnDays": 30,
            "returnMethod": "https://schema.org/ReturnByMail",
            "returnFees": "https://schema.org/FreeReturn",
        },
    }


def test_a_shop_that_says_nothing_of_itself_has_a_name(sound: Plan) -> None:
    assert sound(SETTINGS + MUG).data("index.html")["OnlineStore"] == {"@context": "https://schema.org", **SELLER}


def test_delivery_that_is_never_free_has_no_order_value(sound: Plan) -> None:
    data = sound(SETTINGS + "shipping: [{name: Post, countries: PL, price: 5.00}]\n" + MUG).data("index.html")
    (condition,) = data["OnlineStore"]["hasShippingService"][0]["shippingConditions"]
    assert "orderValue" not in condition


def returns(sound: Plan, typed: str) -> Any:
    plan = sound(f"{SETTINGS}returns: {typed}\n{MUG}")
    policy = plan.data("index.html")["OnlineStore"].get("hasMerchantReturnPolicy")
    offer = plan.data("products/mug/index.html")["Product"]["offers"]
    assert offer.get("hasMerchantReturnPolicy") == (policy and {"@id": policy["@id"]})
    return policy and without(policy, "@type", "@id")


def test_returns_that_are_not_taken(sound: Plan) -> None:
    assert returns(sound, "{days: 0, countries: PL}") == {
        "applicableCountry": ["PL"],
        "returnPolicyCategory": "https://schema.org/MerchantReturnNotPermitted",
    }


def test_returns_of_which_only_the_page_is_known(sound: Plan) -> None:
    assert returns(sound, "{page: /products/}") == {"merchantReturnLink": "https://glinka.example/products/"}
    assert returns(sound, "{days: 14}") is None


def test_returns_in_more_countries_than_may_be_named(sound: Plan) -> None:
    many = "EU, GB, CH, 'NO', US, CA, AU, JP, KR, CN, IN, BR, MX, AR, CL, ZA, EG, TR, IL, AE, SA, TH, VN, SG, UA"
    assert returns(sound, f"{{countries: [{many}], page: /products/}}") == {
        "merchantReturnLink": "https://glinka.example/products/"
    }


def test_breadcrumbs_are_numbered_and_the_last_has_no_address(sound: Plan) -> None:
    locale = "-- themes/default/locales/en.yaml --\nnav.home: Home\n"
    assert sound(locale + MUG).data("products/mug/index.html")["BreadcrumbList"] == {
        "@context": "https://schema.org",
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": 1, "name": "Home", "item": "https://glinka.example/"},
            {"@type": "ListItem", "position": 2, "name": "Mugs", "item": "https://glinka.example/catalog/mugs/"},
            {"@type": "ListItem", "position": 3, "name": "Mug"},
        ],
    }


def test_a_listing_names_its_products_in_order(sound: Plan) -> None:
    settings = f"{SETTINGS}products_per_page: 1\n"
    plan = sound(settings + MUG + "-- catalog/mugs/ash.yaml --\ntitle: Ash\nsku: A\nprice: 1\n")
    assert plan.data("catalog/mugs/index.html")["ItemList"] == {
        "@context": "https://schema.org",
        "@type": "ItemList",
        "name": "Mugs",
        "numberOfItems": 2,
        "itemListElement": [
            {"@type": "ListItem", "position": 1, "url": "https://glinka.example/products/ash/", "name": "Ash"}
        ],
    }


def test_an_empty_listing_is_only_a_place_in_the_tree(sound: Plan) -> None:
    plan = sound(MUG + "-- catalog/empty/_category.yaml --\ntitle: Empty\n")
    assert list(plan.data("catalog/empty/index.html")) == ["BreadcrumbList"]


POST = "-- content/news/2026-01-01-kiln.md --\n---\ntitle: Kiln\n{}\n---\nIt is hot.\n"


def test_a_post_by_the_shop(sound: Plan) -> None:
    assert sound(MUG + POST.format("")).data("news/kiln/index.html")["BlogPosting"] == {
        "@context": "https://schema.org",
        "@type": "BlogPosting",
        "headline": "Kiln",
        "description": "It is hot.",
        "url": "https://glinka.example/news/kiln/",
        "mainEntityOfPage": "https://glinka.example/news/kiln/",
        "inLanguage": "en",
        "datePublished": "2026-01-01T00:00:00+00:00",
        "dateModified": "2026-01-01T00:00:00+00:00",
        "author": SELLER,
        "publisher": SELLER,
    }


def test_a_post_by_people_with_a_picture(sound: Plan) -> None:
    text = POST.format("authors: [Anna, Jan]\nupdated: 2026-02-02\nimage: k.jpg")
    data = sound(f"{MUG}{text}-- content/news/k.jpg: 900x600 --\n").data("news/kiln/index.html")["BlogPosting"]
    assert data["author"] == [{"@type": "Person", "name": "Anna"}, {"@type": "Person", "name": "Jan"}]
    assert data["dateModified"] == "2026-02-02T00:00:00+00:00"
    assert data["image"][0].startswith("https://glinka.example/images/k-")


def test_other_pages_say_where_they_are_or_nothing(sound: Plan) -> None:
    plan = sound(MUG + POST.format("") + "-- content/pages/about.md --\n---\ntitle: About\n---\n")
    assert list(plan.data("about/index.html")) == ["BreadcrumbList"]
    assert list(plan.data("news/index.html")) == ["BreadcrumbList"]
    assert plan.data("404.html") == {}
