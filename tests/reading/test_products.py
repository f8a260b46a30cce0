"""What a product's file becomes."""

from datetime import UTC, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from shopgen.core.diagnostics import Field
from shopgen.model.money import Money
from shopgen.model.product import (
    Availability,
    Condition,
    Contact,
    Energy,
    Offer,
    Option,
    OptionText,
    Product,
    ProductText,
    Sale,
    Variant,
)
from shopgen.model.quantity import Quantity, UnitPricing
from shopgen.model.text import Seo, Window
from support.inline import Read, Sound

TWO_LANGUAGES = """
-- shop.yaml --
name: Glinka
base_url: https://glinka.example/
currency: EUR
languages: [en, pl]
time_zone: Europe/Warsaw
product_defaults: {brand: Glinka, condition: used, tax_class: reduced, manufacturer: {name: Anna, country: PL}}
"""

WARSAW = ZoneInfo("Europe/Warsaw")


def euro(text: str) -> Money:
    return Money(Decimal(text), "EUR")


def test_the_least_that_a_product_needs(sound: Sound) -> None:
    shop = sound("""
-- catalog/mugs/moon_mug.yaml --
title: Moon mug
sku: "0012"
price: 24
""")
    place = Field("catalog/mugs/moon_mug.yaml")
    assert {key: shop.whole(each) for key, each in shop.products.items()} == {
        "mugs/moon_mug": Product(
            key="mugs/moon_mug",
            source="catalog/mugs/moon_mug.yaml",
            texts={"en": ProductText("Moon mug", "moon-mug", place=place)},
            offer=Offer("0012", euro("24.00")),
            categories=("mugs",),
        )
    }


def test_all_that_a_product_can_say(sound: Sound) -> None:
    shop = sound(
        TWO_LANGUAGES
        + """
-- catalog/images/front.jpg: 40x50 --
-- catalog/tea.yaml --
name: Tea
sku: T-1
price: 24.00
slug: green-tea
summary: Green.
description: "*Very* green."
brand: Leaf
condition: new
tags: [green, tea, green, " "]
categories: /teas/
images:
  - {src: front.jpg, alt: A cup, focus: 20% 35.5%}
ean: 4-006381-333931
mpn: X1
compare_at_price: 30
lowest_price_30d: 23
sale: {price: 20, starts: 2026-11-01, ends: 2026-11-30}
availability: preorder
available_from: 2026-12-24 10:00Z
stock: 0
weight: 0.5 KG
unit_price: {measure: 50 g, reference: 100 g}
payment_link: https://pay.example/t?a=1
attributes: {Harvest: spring, Grade: A}
warnings: Hot.
manufacturer: {name: Jan, address: Tokyo}
responsible_person: {name: Ola}
energy: {class: A, label: /label.svg}
tax_class: food
digital: true
featured: true
order: 3
seo: {title: T, description: D, noindex: true}
aliases: [/old/, /older/]
draft: true
publish_date: 2026-11-22
expiry_date: 2026-12-22 12:00
lastmod: 2026-11-20T08:00:00+02:00
-- catalog/teas/_category.yaml --
title: Teas
-- static/label.svg --
<svg/>
"""
    )
    product = shop.whole(shop.products["tea"])
    assert product.offer == Offer(
        sku="T-1",
        price=euro("24.00"),
        gtin="4006381333931",
        mpn="X1",
        compare_at_price=euro("30.00"),
        lowest_price_30d=euro("23.00"),
        sale=Sale(
            euro("20.00"),
            Window(datetime(2026, 11, 1, tzinfo=WARSAW), datetime(2026, 12, 1, tzinfo=WARSAW)),
        ),
        availability=Availability.PREORDER,
        available_from=datetime(2026, 12, 24, 10, tzinfo=UTC),
        stock=0,
        weight=Quantity(Decimal("0.5"), "kg"),
        unit_pricing=UnitPricing(Quantity(Decimal(50), "g"), Quantity(Decimal(100), "g")),
        payment_link="https://pay.example/t?a=1",
    )
    assert product.texts == {
        "en": ProductText(
            title="Tea",
            slug="green-tea",
            description="*Very* green.",
            summary="Green.",
            seo=Seo("T", "D", True),
            attributes=(("Harvest", "spring"), ("Grade", "A")),
            alts=("A cup",),
            warnings="Hot.",
            aliases=("/old/", "/older/"),
            place=Field("catalog/tea.yaml"),
        )
    }
    assert [(picture.path, picture.focus) for picture in product.pictures] == [("catalog/images/front.jpg", (200, 355))]
    assert product.brand == "Leaf"
    assert product.condition is Condition.NEW
    assert product.tags == ("green", "tea")
    assert product.categories == ("teas",)
    assert product.manufacturer == Contact("Jan", "Tokyo")
    assert product.responsible_person == Contact("Ola")
    assert product.energy == Energy("A", label="/label.svg")
    assert product.tax_class == "food"
    assert (product.is_digital, product.is_featured, product.is_draft, product.order) == (True, True, True, 3)
    assert product.window == Window(datetime(2026, 11, 22, tzinfo=WARSAW), datetime(2026, 12, 22, 12, tzinfo=WARSAW))
    assert product.modified == datetime(2026, 11, 20, 6, tzinfo=UTC)


def test_what_a_product_leaves_out_is_taken_from_the_shop(sound: Sound) -> None:
    shop = sound(TWO_LANGUAGES + "-- catalog/mug.yaml --\ntitle: Mug\nsku: M\nprice: 1\n")
    product = shop.whole(shop.products["mug"])
    assert product.brand == "Glinka"
    assert product.condition is Condition.USED
    assert product.tax_class == "reduced"
    assert product.manufacturer == Contact("Anna", country="PL")
    assert product.categories == ()


def test_a_translation_falls_back_to_the_default_language_word_by_word(sound: Sound) -> None:
    shop = sound(
        TWO_LANGUAGES
        + """
-- catalog/a.jpg: 4x5 --
-- catalog/b.jpg: 4x5 --
-- catalog/mug.yaml --
title: Mug
sku: M
price: 1
description: A mug.
summary: Short.
warnings: Hot.
attributes: {Material: clay}
images: [{src: a.jpg, alt: {en: Front, pl: Przód}}, {src: b.jpg, alt: Side}]
options: [{name: Glaze, values: [Moss, Ash]}]
variants:
  - {sku: M-1, options: {Glaze: Moss}}
translations:
  pl:
    title: Kubek księżycowy
    options: {Glaze: {name: Szkliwo, values: {Moss: Mech}}}
    seo: {title: Kubek}
-- catalog/mug.pl.yaml --
summary: Krótko.
alts: {b.jpg: Bok}
"""
    )
    assert shop.whole(shop.products["mug"]).texts["pl"] == ProductText(
        title="Kubek księżycowy",
        slug="kubek-ksiezycowy",
        description="A mug.",
        summary="Krótko.",
        seo=Seo("Kubek"),
        attributes=(("Material", "clay"),),
        options=(OptionText("Szkliwo", {"Moss": "Mech", "Ash": "Ash"}),),
        alts=("Przód", "Bok"),
        warnings="Hot.",
        place=Field("catalog/mug.yaml"),
    )


def test_unicode_slugs_keep_their_letters(sound: Sound) -> None:
    shop = sound("""
-- shop.yaml --
name: Glinka
base_url: https://glinka.example/
currency: EUR
unicode_slugs: true
-- catalog/kubek-księżyc.yaml --
title: Mug
sku: M
price: 1
-- catalog/mug.yaml --
title: Mug
sku: M2
price: 1
slug: źródło
""")
    assert [product.texts["en"].slug for product in shop.products.values()] == ["kubek-księżyc", "źródło"]


def test_products_stand_in_the_order_of_listings(sound: Sound) -> None:
    shop = sound("""
-- catalog/a.yaml --
title: zebra
sku: A
price: 1
-- catalog/b.yaml --
title: Apple
sku: B
price: 1
-- catalog/c.yaml --
title: Middle
sku: C
price: 1
order: -1
""")
    assert list(shop.products) == ["c", "b", "a"]


def test_relations_are_named_by_key_sku_or_file(sound: Sound) -> None:
    shop = sound("""
-- catalog/mugs/moon.yaml --
title: Moon
sku: M-1
price: 1
related: [S-L, star, mugs/moon, sun, /catalog/cups/star.yaml]
-- catalog/mugs/sun.yaml --
title: Sun
sku: S
price: 1
options: [{name: Size, values: [L]}]
variants: [{sku: S-L, options: {Size: L}}]
-- catalog/cups/star.yaml --
title: Star
sku: ST
price: 1
""")
    assert shop.products["mugs/moon"].related == ("mugs/sun", "cups/star")


def test_a_variant_inherits_what_it_leaves_out(sound: Sound) -> None:
    shop = sound("""
-- catalog/a.jpg: 4x5 --
-- catalog/b.jpg: 4x5 --
-- catalog/mug.yaml --
title: Mug
sku: M
price: 12
gtin: "4006381333931"
mpn: X
stock: 7
compare_at_price: 15
lowest_price_30d: 11
sale: {price: 9}
weight: 300 g
unit_price: {measure: 300 g, reference: 1 kg}
payment_link: https://pay.example/m
images: [a.jpg, b.jpg]
options:
  - {name: Size, values: [S, L]}
  - {name: Glaze, values: [Moss, Ash]}
variants:
  - {sku: M-1, options: {Glaze: Moss, Size: L}, image: b.jpg}
  - {sku: M-2, options: {Size: S, Glaze: Ash}, price: 14, weight: 200 g, stock: 0, image: [b.jpg, a.jpg]}
""")
    product = shop.whole(shop.products["mug"])
    weight, pricing = Quantity(Decimal(300), "g"), UnitPricing(Quantity(Decimal(300), "g"), Quantity(Decimal(1), "kg"))
    assert product.options == (Option("Size", ("S", "L")), Option("Glaze", ("Moss", "Ash")))
    assert product.variants == (
        Variant(
            ("L", "Moss"),
            Offer(
                sku="M-1",
                price=euro("12.00"),
                compare_at_price=euro("15.00"),
                lowest_price_30d=euro("11.00"),
                sale=Sale(euro("9.00"), Window()),
                weight=weight,
                unit_pricing=pricing,
            ),
            (1,),
        ),
        Variant(
            ("S", "Ash"),
            Offer(
                sku="M-2",
                price=euro("14.00"),
                availability=Availability.OUT_OF_STOCK,
                stock=0,
                weight=Quantity(Decimal(200), "g"),
                unit_pricing=pricing,
            ),
            (1, 0),
        ),
    )


def test_availability_is_the_own_word_then_what_stock_says(sound: Sound) -> None:
    shop = sound("""
-- catalog/mug.yaml --
title: Mug
sku: M
price: 12
availability: limited
options: [{name: Size, values: [S, M, L, XL]}]
variants:
  - {sku: M-1, options: {Size: S}}
  - {sku: M-2, options: {Size: M}, stock: 0}
  - {sku: M-3, options: {Size: L}, stock: 3}
  - {sku: M-4, options: {Size: XL}, availability: discontinued, stock: 3}
-- catalog/cup.yaml --
title: Cup
sku: C
price: 12
availability: preorder
options: [{name: Size, values: [S]}]
variants: [{sku: C-1, options: {Size: S}, stock: 0}]
-- catalog/bowl.yaml --
title: Bowl
sku: B
price: 12
stock: 0
""")
    words = {offer.sku: offer.availability.value for product in shop.products.values() for offer in product.offers}
    assert words == {
        "B": "out_of_stock",
        "C-1": "preorder",
        "M-1": "limited",
        "M-2": "out_of_stock",
        "M-3": "limited",
        "M-4": "discontinued",
    }


def test_something_stands_for_a_missing_picture(read: Read) -> None:
    shop = read("""
-- catalog/b.jpg: 4x5 --
-- catalog/mug.yaml --
title: Mug
sku: M
price: 12
images: [{src: a.jpg, alt: A}, {src: b.jpg, alt: B}]
options: [{name: Size, values: [S, L]}]
variants:
  - {sku: M-1, options: {Size: S}, image: a.jpg}
  - {sku: M-2, options: {Size: L}, image: b.jpg}
""").shop
    assert shop is not None
    product = shop.whole(shop.products["mug"])
    assert [(each.path, each.is_missing) for each in product.pictures] == [
        ("catalog/a.jpg", True),
        ("catalog/b.jpg", False),
    ]
    assert product.texts["en"].alts == ("A", "B")
    assert [variant.pictures for variant in product.variants] == [(0,), (1,)]


def test_a_product_with_an_error_is_left_out(read: Read) -> None:
    shop = read("-- catalog/mug.yaml --\ntitle: Mug\nsku: M\nprice: 1.234\n").shop
    assert shop is not None
    assert dict(shop.products) == {}
