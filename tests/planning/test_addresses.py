"""Where everything lives."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopgen.model.settings import Settings
from shopgen.planning.addresses import Addresses, Entity
from support.planned import Plan

SHOP = """\
-- catalog/mugs/moss.yaml --
title: Moss mug
sku: M
price: 24.00
brand: Glinka
tags: gift
-- content/news/2026-11-01-kiln.md --
---
title: Kiln
tags: tea
---
-- content/pages/about.md --
---
title: About
---
"""
TWINS = """\
-- content/news/2026-11-01-kiln.pl.md --
---
title: Piec
tags: tea
---
-- content/pages/about.pl.md --
---
title: O nas
---
"""


def settings(more: str) -> str:
    return f"-- shop.yaml --\nname: Glinka\nbase_url: https://glinka.example/\ncurrency: EUR\n{more}\n"


def test_pages_live_where_people_expect_them(sound: Plan) -> None:
    assert sound(SHOP).pages() == [
        "404.html",
        "about/index.html",
        "brands/glinka/index.html",
        "catalog/mugs/index.html",
        "index.html",
        "news/index.html",
        "news/kiln/index.html",
        "news/tags/tea/index.html",
        "products/index.html",
        "products/moss/index.html",
        "tags/gift/index.html",
    ]


def test_the_shop_may_choose_every_pattern(sound: Plan) -> None:
    patterns = """addresses:
  product: p/{slug}
  products: all
  category: c/{path}
  brand: b/{slug}
  tag: t/{slug}
  article: blog/{slug}
  news: blog
  news_tag: blog/t/{slug}
  page: info/{slug}
"""
    assert sound(settings(patterns) + SHOP).pages() == [
        "404.html",
        "all/index.html",
        "b/glinka/index.html",
        "blog/index.html",
        "blog/kiln/index.html",
        "blog/t/tea/index.html",
        "c/mugs/index.html",
        "index.html",
        "info/about/index.html",
        "p/moss/index.html",
        "t/gift/index.html",
    ]


def test_other_languages_live_below_their_tag(sound: Plan) -> None:
    pages = sound(settings("languages: [en, pt-BR]") + SHOP).pages()
    assert [page for page in pages if page.startswith("pt-br/")] == [
        "pt-br/404.html",
        "pt-br/brands/glinka/index.html",
        "pt-br/catalog/mugs/index.html",
        "pt-br/index.html",
        "pt-br/products/index.html",
        "pt-br/products/moss/index.html",
        "pt-br/tags/gift/index.html",
    ]


def test_the_default_language_may_have_a_prefix_and_the_root_leads_there(sound: Plan) -> None:
    plan = sound(settings("languages: [en, pl]\nprefix_default_language: true") + SHOP)
    assert [page for page in plan.pages() if not page.startswith(("en/", "pl/"))] == ["404.html", "index.html"]
    assert plan.jobs["index.html"].recipe == "redirect"
    assert plan.view("index.html", "target") == "https://glinka.example/en/"
    assert "en/404.html" in plan.jobs


def test_a_base_path_is_in_addresses_and_not_in_files(sound: Plan) -> None:
    text = SHOP.replace("title: About\n---", "title: About\n---\n[a](/products/moss/) [b](/shop/products/moss)")
    plan = sound(settings("").replace("example/", "example/shop/") + text)
    assert plan.head("products/moss/index.html").canonical == "https://glinka.example/shop/products/moss/"
    assert plan.view("about/index.html", "page").body.links == {
        "/products/moss/": "/shop/products/moss/",
        "/shop/products/moss": "/shop/products/moss/",
    }


def test_unicode_slugs_are_percent_encoded_in_addresses(sound: Plan) -> None:
    text = SHOP.replace("title: About", "title: About\nslug: łóżko\nsummary: x")
    plan = sound(settings("unicode_slugs: true") + text)
    assert plan.head("łóżko/index.html").canonical == "https://glinka.example/%C5%82%C3%B3%C5%BCko/"


def test_categories_live_below_each_other(sound: Plan) -> None:
    shop = """\
-- catalog/clay/_category.yaml --
title: Clay
slug: ceramics
-- catalog/clay/mugs/moss.yaml --
title: Moss
sku: M
price: 24.00
"""
    pages = sound(shop).pages()
    assert [page for page in pages if page.startswith("catalog/")] == [
        "catalog/ceramics/index.html",
        "catalog/ceramics/mugs/index.html",
    ]


def test_variants_live_below_their_product(sound: Plan) -> None:
    shop = """\
-- shop.yaml --
name: Glinka
base_url: https://glinka.example/
currency: EUR
languages: [en, pl]
-- catalog/moss.yaml --
title: Moss
sku: M
price: 24.00
options:
  - name: Size
    values: [250 ml, 0.5 l, "+++"]
variants:
  - {sku: M-1, options: {Size: 250 ml}}
  - {sku: M-2, options: {Size: 0.5 l}}
  - {sku: M-3, options: {Size: "+++"}}
translations:
  pl:
    title: Mech
    options:
      Size: {name: Rozmiar, values: {250 ml: mały}}
"""
    assert [page for page in sound(shop).pages() if "products/m" in page] == [
        "pl/products/mech/0-5-l/index.html",
        "pl/products/mech/index.html",
        "pl/products/mech/m-3/index.html",
        "pl/products/mech/maly/index.html",
        "products/moss/0-5-l/index.html",
        "products/moss/250-ml/index.html",
        "products/moss/index.html",
        "products/moss/m-3/index.html",
    ]


def test_two_things_at_one_address_are_an_error_with_both_places(plan: Plan) -> None:
    text = "-- shop.yaml --\nname: G\nbase_url: https://g.example/\ncurrency: EUR\nlanguages: [en, pl]\n" + SHOP
    text += "-- catalog/bowls/rice.yaml --\ntitle: Rice\nsku: R\nprice: 2\nslug: MOSS\n"
    assert plan(text).report == (
        "catalog/bowls/rice.yaml:4:7: error[address-taken]: `/products/MOSS/` is wanted twice: by\n"
        "        `catalog/mugs/moss.yaml` and by `catalog/bowls/rice.yaml`\n"
        "    give one of them another name or `slug`\n"
        "    the other one is here: catalog/mugs/moss.yaml:1:1\n"
    )


@pytest.mark.parametrize("typed", ["brand: '🙂'", "tags: ['!!!']"])
def test_a_name_of_which_nothing_can_stand_in_an_address_is_an_error(plan: Plan, typed: str) -> None:
    report = plan(f"-- catalog/moss.yaml --\ntitle: Moss\nsku: M\nprice: 2\n{typed}\n").report
    place, _, message = report.partition(": ")
    assert place.startswith("catalog/moss.yaml:4:")
    assert message == (
        "error[address-refused]: nothing of its name can stand in an address\n"
        "    give it a name or `slug` of letters, digits and hyphens\n"
    )


def test_an_address_too_long_for_file_systems_is_an_error_once(plan: Plan) -> None:
    slug = "a" * 99
    text = "-- shop.yaml --\nname: G\nbase_url: https://g.example/\ncurrency: EUR\nlanguages: [en, pl]\n"
    text += f"-- catalog/{'b' * 90}/{'c' * 90}/{'d' * 90}/moss.yaml --\ntitle: Moss\nsku: M\nprice: 2\nslug: {slug}\n"
    report = " ".join(plan(text).report.split())
    assert "cannot be an address: the path is longer than 240 characters" in report
    assert report.count("error[") == 1


def test_a_static_file_in_the_way_of_a_page_is_an_error_with_both_places(plan: Plan) -> None:
    assert plan(SHOP + "-- static/about/index.html --\nmine\n").report == (
        "content/pages/about.md:1:1: error[address-taken]: `about/index.html` is wanted twice: by\n"
        "        `static/about/index.html` and by `content/pages/about.md`\n"
        "    give one of them another name or `slug`\n"
        "    the other one is here: static/about/index.html:1:1\n"
    )


def test_a_static_file_where_pictures_go_is_an_error(plan: Plan) -> None:
    more = "-- static/images --\nx\n-- catalog/a.jpg: 60x60 --\n-- catalog/a.yaml --\ntitle: A\nsku: A\nprice: 1\n"
    lines = plan(f"{SHOP}{more}images: [a.jpg]\n").report.splitlines()
    assert lines[0].startswith("catalog/a.jpg:1:1: error[address-taken]: `images/a-60-")
    assert lines[-1] == "    the other one is here: static/images:1:1"


@given(st.lists(st.from_regex(r"[a-zżź0-9]{1,8}", fullmatch=True), min_size=1, max_size=4), st.sampled_from(["", "/b"]))
def test_every_address_is_found_as_it_is_written_in_pages(parts: list[str], base: str) -> None:
    addresses = Addresses(Settings("G", f"https://g.example{base}", ("en", "pl"), "EUR"))
    entity = Entity("page", "x")
    addresses.add(entity, "pl", "/".join(parts))
    assert addresses.find(addresses.url(entity, "pl")) == (entity, "pl")
    assert addresses.find("/".join(["pl", *parts])) == (entity, "pl")
    assert addresses.find(f"/pl/{'/'.join(parts)}/index.html") == (entity, "pl")
    assert addresses.find("/pl/") is None


def test_a_page_named_like_the_base_path_is_found() -> None:
    addresses = Addresses(Settings("G", "https://g.example/shop", ("en",), "EUR"))
    addresses.add(Entity("home"), "en", "")
    addresses.add(Entity("page", "shop"), "en", "shop")
    assert addresses.find("/shop/") == (Entity("page", "shop"), "en")
    assert addresses.find("/shop/shop/") == (Entity("page", "shop"), "en")
    assert addresses.find("/") == (Entity("home"), "en")


def test_the_place_of_the_list_of_images_is_taken(plan: Plan) -> None:
    assert plan(SHOP + "-- static/ShopGen-Images.json --\nmine\n").report == (
        "static/ShopGen-Images.json:1:1: error[address-taken]: `ShopGen-Images.json` is wanted by\n"
        "        `static/ShopGen-Images.json`, and the list of all images lies there\n"
        "    give it another name\n"
    )
