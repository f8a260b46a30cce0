"""A theme with what it extends and what the shop lays over it."""

from pathlib import Path

from shopgen.core.disk import Disk
from shopgen.model.shop import PicturePreset
from shopgen.reading.memory import Memory
from shopgen.reading.shop import read_shop
from shopgen.reading.sources import scan
from support.inline import Sound, lay, report
from support.stores import store

INSTALLED = """
-- base/theme.yaml --
name: base
pictures:
  card: {widths: [640, 320], sizes: 50vw, aspect: "4:5", quality: {webp: 70}, formats: [webp, jpeg]}
  hero: {widths: [1280]}
options: {accent: blue, radius: "4"}
-- base/templates/home.html --
installed home
-- base/templates/page.html --
installed page
-- base/assets/theme.css --
css
-- base/locales/en.yaml --
cart: Cart
items: {one: one item, other: "{count} items"}
-- base/locales/pl.yaml --
cart: Koszyk
"""


def test_a_theme_lies_over_what_it_extends_and_the_shop_over_both(tmp_path: Path) -> None:
    themes = lay(tmp_path / "lib", INSTALLED)
    root = lay(
        tmp_path / "shop",
        """
-- shop.yaml --
name: Glinka
base_url: https://glinka.example/
currency: EUR
theme: mine
theme_options: {accent: red}
-- themes/mine/theme.yaml --
name: mine
extends: base
pictures: {hero: {widths: [800], fit: contain}}
options: {font: serif}
-- themes/mine/templates/page.html --
my page
-- themes/mine/locales/en.yaml --
items: Things
-- templates/partials/card.html --
shop card
-- templates/page.html --
shop page
-- assets/theme.css --
shop css
-- assets/.DS_Store --
-- locales/en.yaml --
cart: Basket
-- locales/pl.yml --
pay: Zapłać
""",
    )
    reading = read_shop(scan(Disk(), root), themes, Memory(), store())
    assert report(reading.findings) == ""
    assert reading.shop is not None
    theme = reading.shop.theme
    assert theme.name == "mine"
    assert theme.templates == {
        "home.html": "installed home\n",
        "page.html": "shop page\n",
        "partials/card.html": "shop card\n",
    }
    assert theme.origins == {
        "home.html": "@themes/base/templates/home.html",
        "page.html": "templates/page.html",
        "partials/card.html": "templates/partials/card.html",
    }
    assert theme.messages == {
        "en": {"cart": "Basket", "items": "Things"},
        "pl": {"cart": "Koszyk", "pay": "Zapłać"},
    }
    assert {name: file.source for name, file in theme.assets.items()} == {"theme.css": "assets/theme.css"}
    assert theme.presets == {
        "card": PicturePreset(
            (320, 640), "50vw", (4, 5), "cover", {"avif": 55, "webp": 70, "jpeg": 82}, ("webp", "jpeg")
        ),
        "hero": PicturePreset((800,), "100vw", None, "contain"),
    }
    assert theme.options == {"accent": "red", "radius": "4", "font": "serif"}


def test_a_theme_of_the_shop_comes_before_an_installed_one(tmp_path: Path) -> None:
    themes = lay(tmp_path / "lib", INSTALLED.replace("base", "default"))
    root = lay(tmp_path / "shop", "-- themes/default/templates/page.html --\nmine\n")
    shop = read_shop(scan(Disk(), root), themes, Memory(), store()).shop
    assert shop is not None
    assert shop.theme.templates == {"page.html": "mine\n"}


def test_plural_forms_have_keys_of_their_own(sound: Sound) -> None:
    shop = sound("""
-- themes/default/locales/pl.yaml --
items: {one: rzecz, few: rzeczy, many: rzeczy, other: rzeczy}
""")
    assert shop.theme.messages == {
        "pl": {"items.one": "rzecz", "items.few": "rzeczy", "items.many": "rzeczy", "items.other": "rzeczy"}
    }
