"""Folders below catalog/ become categories."""

from shopgen.core.diagnostics import Field
from shopgen.model.category import Category, CategoryText, Sort
from shopgen.model.text import Seo
from support.inline import Sound


def test_every_folder_with_something_in_it_is_a_category(sound: Sound) -> None:
    shop = sound("""
-- catalog/images/a.jpg: 4x5 --
-- catalog/tea-ware/images/b.jpg: 4x5 --
-- catalog/tea-ware/images/notes.yaml --
not a product
-- catalog/tea-ware/black_tea/pot.yaml --
title: Pot
sku: P
price: 1
-- catalog/empty/_category.yaml --
order: -1
-- catalog/_category.yaml --
title: All
-- content/pages/a.md --
---
title: A
---
![a](/catalog/images/a.jpg) ![b](/catalog/tea-ware/images/b.jpg)
""")
    assert {key: (each.parent, each.texts["en"].title, each.source) for key, each in shop.categories.items()} == {
        "empty": ("", "Empty", "catalog/empty/_category.yaml"),
        "tea-ware/black_tea": ("tea-ware", "Black tea", "catalog/tea-ware/black_tea"),
        "tea-ware": ("", "Tea ware", "catalog/tea-ware"),
    }
    assert shop.products["tea-ware/black_tea/pot"].categories == ("tea-ware/black_tea",)


def test_all_that_a_category_can_say(sound: Sound) -> None:
    shop = sound("""
-- shop.yaml --
name: Glinka
base_url: https://glinka.example/
currency: EUR
languages: [en, pl, de]
-- catalog/mugs/top.jpg: 4x5 --
-- catalog/mugs/_category.yaml --
name: Mugs
slug: our-mugs
summary: Short.
description: Long.
seo: {title: T}
image: {src: top.jpg, alt: {en: Shelf, de: Regal}}
order: 2
sort: price_up
aliases: [/cups/]
translations: {de: {title: Becher}}
-- catalog/mugs/_category.pl.yaml --
title: Kubki
description: Długo.
alt: Półka
""")
    place = Field("catalog/mugs/_category.yaml")
    assert dict(shop.categories) == {
        "mugs": Category(
            key="mugs",
            source="catalog/mugs/_category.yaml",
            texts={
                "en": CategoryText("Mugs", "our-mugs", "Long.", "Short.", Seo("T"), "Shelf", ("/cups/",), place),
                "pl": CategoryText(
                    "Kubki", "kubki", "Długo.", "Short.", alt="Półka", place=Field("catalog/mugs/_category.pl.yaml")
                ),
                "de": CategoryText("Becher", "becher", "Long.", "Short.", alt="Regal", place=place),
            },
            picture=shop.categories["mugs"].picture,
            order=2,
            sort=Sort.PRICE_UP,
        )
    }


def test_a_dot_in_a_name_is_no_language(sound: Sound) -> None:
    shop = sound("""
-- catalog/mug.xl.yaml --
title: Large mug
sku: M-XL
price: 1
-- catalog/cup.lg.yaml --
title: Large cup
sku: C-L
price: 1
""")
    assert {key: product.texts["en"].slug for key, product in shop.products.items()} == {
        "cup.lg": "cup-lg",
        "mug.xl": "mug-xl",
    }
