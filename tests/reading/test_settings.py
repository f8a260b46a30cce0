"""What shop.yaml becomes."""

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Struct

from shopgen.core.disk import Disk
from shopgen.model.money import Money
from shopgen.model.product import Condition, Contact
from shopgen.model.settings import (
    AddressPatterns,
    MenuEntry,
    Organisation,
    ProductDefaults,
    ReturnPolicy,
    Settings,
    ShippingRate,
    Tax,
)
from shopgen.reading.memory import Memory
from shopgen.reading.settings_document import salvaged
from shopgen.reading.shop import Reading, read_shop
from shopgen.reading.sources import scan
from support.inline import Read, Sound, lay, report
from support.stores import store


class Pay(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    key: str


class Ask(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    email: str = ""


def with_checkout(root: Path, text: str) -> Reading:
    members = {"pay-now": Pay, "ask": Ask}
    return read_shop(scan(Disk(), lay(root, text)), root / "none", Memory(), store(), members)


def test_the_least_that_a_shop_needs(sound: Sound) -> None:
    assert sound("").settings == Settings(
        name="Glinka", base_url="https://glinka.example", languages=("en",), currency="EUR"
    )


def test_all_that_settings_can_say(sound: Sound) -> None:
    settings = sound(
        """
-- shop.yaml --
name: Glinka
base_url: http://localhost:8000/shop/
currency: PLN
languages: [pl, en]
tagline: Z gliny
description: {en: From clay, pl: Z gliny}
time_zone: Europe/Warsaw
prefix_default_language: true
unicode_slugs: true
theme: default
theme_options: {accent: red}
host: netlify
countries: [EU, "NO", PL]
tax: {included: false, note: {pl: netto}}
shipping:
  - name: Kurier
    countries: PL
    price: 12
    free_from: 200
    handling_days: {min: 1, max: 2}
returns: {days: 0, countries: [PL], page: /terms/}
organisation: {legal_name: Glinka s.c., country: PL, logo: /logo.svg}
social: https://social.example/@glinka
menus:
  main:
    - {title: {pl: Sklep, en: Shop}, link: /products/, entries: [{title: Kubki, link: /catalog/mugs/}]}
addresses: {product: /p/{slug}/}
product_defaults: {brand: Glinka, condition: used, responsible_person: {name: Ola}}
tags: {gift: {pl: Prezent}}
variants: {pages: false}
markdown: {html: true, engine: gfm}
products_per_page: 12
posts_per_page: 5
allowed_hosts: [Pay.Example]
-- themes/default/theme.yaml --
name: default
options: {accent: blue}
-- static/logo.svg --
<svg/>
""".replace("{slug}/}", '{slug}/"}').replace("product: /p", 'product: "/p')
    ).settings
    assert settings.countries[:3] == ("AT", "BE", "BG")
    assert settings.countries[-1] == "NO"
    assert len(settings.countries) == 28
    assert settings == Settings(
        name="Glinka",
        base_url="http://localhost:8000/shop",
        languages=("pl", "en"),
        currency="PLN",
        time_zone="Europe/Warsaw",
        tagline={"pl": "Z gliny"},
        description={"pl": "Z gliny", "en": "From clay"},
        prefix_default_language=True,
        unicode_slugs=True,
        theme_options={"accent": "red"},
        host="netlify",
        countries=settings.countries,
        tax=Tax(False, {"pl": "netto"}),
        shipping=(
            ShippingRate(
                {"pl": "Kurier"}, ("PL",), Money(Decimal("12.00"), "PLN"), Money(Decimal("200.00"), "PLN"), (1, 2)
            ),
        ),
        returns=ReturnPolicy(None, ("PL",), page="/terms/"),
        organisation=Organisation("Glinka s.c.", country="PL", logo="/logo.svg"),
        social=("https://social.example/@glinka",),
        menus={
            "main": (
                MenuEntry({"pl": "Sklep", "en": "Shop"}, "/products/", (MenuEntry({"pl": "Kubki"}, "/catalog/mugs/"),)),
            )
        },
        addresses=AddressPatterns(product="p/{slug}"),
        product_defaults=ProductDefaults("Glinka", Condition.USED, responsible_person=Contact("Ola")),
        tags={"gift": {"pl": "Prezent"}},
        products_per_page=12,
        posts_per_page=5,
        variant_pages=False,
        markdown_html=True,
        markdown_engine="gfm",
        allowed_hosts=("pay.example",),
    )


def test_a_folder_without_settings_is_no_shop(tmp_path: Path) -> None:
    reading = read_shop(scan(Disk(), tmp_path), tmp_path / "none", Memory(), store())
    assert reading.shop is None
    assert report(reading.findings) == (
        "shop.yaml:1:1: error[settings-missing]: there is no `shop.yaml` here\n"
        "    change to the shop's folder, or make a shop with `shopgen new shop`\n"
    )


def test_settings_that_cannot_be_read_give_no_shop(read: Read) -> None:
    assert read("-- shop.yaml --\nname: [\n").shop is None


def test_settings_with_a_wrong_value_give_a_shop_with_a_substitute(read: Read) -> None:
    shop = read("-- shop.yaml --\nname: Glinka\nbase_url: nowhere\ncurrency: EUR\n").shop
    assert shop is not None
    assert shop.settings.base_url == "https://shop.invalid"


@pytest.mark.parametrize("below", ["checkout:", "checkout: &named"])  # read in the quick way, and in the careful one
def test_checkout_options_come_in_the_order_typed(tmp_path: Path, below: str) -> None:
    reading = with_checkout(
        tmp_path,
        f"""
-- shop.yaml --
name: Glinka
base_url: https://glinka.example/
currency: EUR
{below}
  ask:
  pay-now: {{key: pk_1}}
""",
    )
    assert report(reading.findings) == ""
    assert reading.shop is not None
    assert list(reading.shop.settings.checkout.items()) == [("ask", Ask()), ("pay-now", Pay(key="pk_1"))]


def test_what_is_wrong_with_checkout_options_has_its_place(tmp_path: Path) -> None:
    reading = with_checkout(
        tmp_path,
        """
-- shop.yaml --
name: Glinka
base_url: https://glinka.example/
currency: EUR
checkout:
  pay-now: {keys: x}
  stripe: {}
""",
    )
    assert report(reading.findings) == (
        "shop.yaml:5:13: error[unknown-key]: `checkout.pay-now`: there is no key `keys` here\n"
        "    did you mean `key`?\n"
        "shop.yaml:6:3: error[unknown-key]: `checkout`: there is no key `stripe` here\n"
        "    remove it, or begin it with `x-` to keep it as a note\n"
    )


def test_a_checkout_member_may_need_options(tmp_path: Path) -> None:
    text = "-- shop.yaml --\nname: G\nbase_url: https://g.example/\ncurrency: EUR\ncheckout: {pay-now: }\n"
    assert report(with_checkout(tmp_path, text).findings) == (
        "shop.yaml:4:12: error[checkout-options]: `pay-now` needs options\n    write them below it\n"
    )


@pytest.mark.parametrize(
    ("text", "languages", "currency"),
    [
        ("languages: [pl, en]\ncurrency: 'PLN'", ("pl", "en"), "PLN"),
        ("languages:\n  - pl\n  - pt-BR\ncurrency: JPY", ("pl", "pt-BR"), "JPY"),
        ("languages: de", ("de",), "EUR"),
        ("nothing", "en", "EUR"),
    ],
)
def test_broken_settings_still_say_what_others_need(text: str, languages: str | tuple[str, ...], currency: str) -> None:
    found = salvaged(text)
    assert (found.languages, found.currency) == (languages, currency)


@given(st.text(max_size=200))
def test_anything_can_be_salvaged(text: str) -> None:
    assert salvaged(text).base_url == "https://shop.invalid"
