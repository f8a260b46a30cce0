"""What links and pictures in texts lead to."""

import pytest

from shopgen.planning.targets import Targets
from support.planned import Plan

SHOP = """\
-- shop.yaml --
name: Glinka
base_url: https://glinka.example/
currency: EUR
languages: [en, pl]
addresses: {page: "info/{slug}"}
-- catalog/mugs/moss.yaml --
title: Moss
sku: M
price: 24.00
options: [{name: Size, values: [S]}]
variants: [{sku: M-S, options: {Size: S}}]
-- catalog/mugs/moss.pl.yaml --
title: Mech
description: Kubek.
-- catalog/mugs/_category.yaml --
title: Mugs
-- content/news/2026-11-01-kiln.md --
---
title: Kiln
---
-- content/pages/about.pl.md --
---
title: O nas
---
-- static/files/care guide.pdf --
%PDF
-- content/pages/about.md --
---
title: About
---
"""


@pytest.mark.parametrize(
    ("target", "url"),
    [
        ("/products/moss/", "/products/moss/"),
        ("/products/moss", "/products/moss/"),
        ("products/moss/index.html", "/products/moss/"),
        ("/products/moss/?from=news#care", "/products/moss/?from=news#care"),
        ("/pl/products/mech/", "/pl/products/mech/"),
        ("/catalog/mugs/moss.yaml", "/products/moss/"),
        ("../../catalog/mugs/moss.yaml#care", "/products/moss/#care"),
        ("/catalog/mugs/moss.pl.yaml", "/pl/products/mech/"),
        ("/catalog/mugs/_category.yaml", "/catalog/mugs/"),
        ("../news/2026-11-01-kiln.md", "/news/kiln/"),
        ("about.pl.md", "/pl/info/o-nas/"),
        ("sku:M", "/products/moss/"),
        ("sku:M-S", "/products/moss/s/"),
        ("sku:M#care", "/products/moss/#care"),
        ("/files/care%20guide.pdf#page=2", "/files/care%20guide.pdf#page=2"),
        ("/static/files/care%20guide.pdf", "/files/care%20guide.pdf"),
        ("/news/rss.xml", "/news/rss.xml"),
        ("/sitemap.xml", "/sitemap.xml"),
        ("/", "/"),
        ("#top", "#top"),
        ("?x=1", "?x=1"),
    ],
)
def test_links_lead_where_they_are_meant_to(sound: Plan, target: str, url: str) -> None:
    assert sound(f"{SHOP}[x]({target})\n").view("info/about/index.html", "page").body.links == {target: url}


def test_links_lead_to_the_readers_language(sound: Plan) -> None:
    text = SHOP.replace("title: O nas\n---", "title: O nas\n---\n[a](/products/moss/) [b](about.md) [c](/news/kiln/)")
    assert sound(text).view("pl/info/o-nas/index.html", "page").body.links == {
        "/products/moss/": "/pl/products/mech/",
        "about.md": "/pl/info/o-nas/",
        "/news/kiln/": "/news/kiln/",
    }


@pytest.mark.parametrize(
    "target", ["https://x.example/", "mailto:a@x.example", "tel:+48", "//x.example/", "javascript:x"]
)
def test_links_out_of_the_shop_are_none_of_ours(sound: Plan, target: str) -> None:
    plan = sound(f"{SHOP}[x]({target})\n")
    assert plan.view("info/about/index.html", "page").body.links == {}


def test_a_link_to_nothing_is_an_error_at_its_place(plan: Plan) -> None:
    assert plan(f"{SHOP}Text.\n\nSee [x](/products/mos/).\n").report == (
        "content/pages/about.md:6:9: error[link-missing]: `/products/mos/` leads to nothing in the shop\n"
        "    did you mean `/products/moss/`?\n"
    )


def test_a_link_to_nothing_may_be_a_warning(plan: Plan) -> None:
    text = SHOP.replace("currency", "missing_links: warning\ncurrency")
    assert plan(f"{text}[x](sku:NO)\n").report == (
        "content/pages/about.md:4:5: warning[link-missing]: `sku:NO` leads to nothing in the shop\n"
        "    link to a file of the shop or to an address in it\n"
    )


@pytest.mark.parametrize("target", ["../../../x", "/../x", "about", "<>"])
def test_a_link_out_of_the_folder_leads_to_nothing(plan: Plan, target: str) -> None:
    assert plan(f"{SHOP}[x]({target})\n").report.startswith("content/pages/about.md:4:5: error[link-missing]")


def test_a_text_shown_in_two_languages_is_reported_once(plan: Plan) -> None:
    shop = SHOP.split("-- content")[0].replace("options", "description: '[a](/x/) [b](/x/)'\noptions", 1)
    shop = shop.replace("description: Kubek.\n", "")
    assert plan(shop).report.count("error[") == 1


def test_many_missing_links_are_not_all_guessed_at(plan: Plan) -> None:
    lines = "".join(f"[x](/products/mos{number}/)\n" for number in range(52))
    assert plan(SHOP + lines).report.count("did you mean") == 50


def test_pictures_in_texts_are_resolved(sound: Plan) -> None:
    text = f"{SHOP}![Kiln](kiln%20one.jpg) ![](https://x.example/a.jpg)\n-- content/images/kiln one.jpg: 700x500 --\n"
    pictures = sound(text).view("info/about/index.html", "page").body.pictures
    assert list(pictures) == ["kiln%20one.jpg"]
    assert pictures["kiln%20one.jpg"].full.startswith("/images/kiln-one-700-")


MENUS = """\
-- shop.yaml --
name: Glinka
base_url: https://glinka.example/
currency: EUR
languages: [en, pl]
menus:
  main:
    - title: {en: Mug, pl: Kubek}
      link: sku:M
      entries:
        - {title: About, link: /content/pages/about.md}
        - {title: Far, link: https://x.example/}
    - {title: All, link: /products/}
-- catalog/moss.yaml --
title: Moss
sku: M
price: 24.00
-- content/pages/about.md --
---
title: About
---
"""


def test_menus_lead_by_address_file_sku_and_out(sound: Plan) -> None:
    plan = sound(MENUS)

    def menu(path: str) -> list[object]:
        return [
            (link.title, link.url, [(child.title, child.url, child.is_external) for child in link.children])
            for link in plan.view(path, "site").menus["main"]
        ]

    below = [("About", "/about/", False), ("Far", "https://x.example/", True)]
    assert menu("index.html") == [("Mug", "/products/moss/", below), ("All", "/products/", [])]
    assert menu("pl/index.html") == [("Kubek", "/pl/products/moss/", below), ("All", "/pl/products/", [])]


def test_a_menu_entry_to_nowhere_is_an_error_at_its_place(plan: Plan) -> None:
    assert plan(MENUS.replace("/content/pages/about.md}", "/content/pages/abut.md}")).report == (
        "shop.yaml:10:32: error[link-missing]: `/content/pages/abut.md` leads to nothing in the shop\n"
        "    link to a file of the shop or to an address in it\n"
    )


def test_a_menu_entry_that_runs_something_is_refused(plan: Plan) -> None:
    report = plan(MENUS.replace("https://x.example/", "javascript:x()")).report
    assert report.startswith("shop.yaml:11:30: error[link-refused]: `javascript:x()` is not an address")
    assert report.count("error[") == 1


def test_a_link_in_many_texts_is_looked_for_once(sound: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[str] = []
    look = Targets.thing
    monkeypatch.setattr(Targets, "thing", lambda self, *asked: (looked.append(asked[0]), look(self, *asked))[1])
    text = "".join(
        f"-- catalog/{folder}/{folder}-{name}.yaml --\ntitle: {name}\nsku: {folder}-{name}\nprice: 1\n"
        "description: See [about](/info/about/) and [this](_category.yaml).\n"
        for folder in ("bowls", "pans")
        for name in ("a", "b", "c")
    )
    text += "".join(f"-- catalog/{folder}/_category.yaml --\ntitle: {folder}\n" for folder in ("bowls", "pans"))
    plan = sound(SHOP + text)
    assert plan.view("products/pans-c/index.html", "product").description.links["_category.yaml"] == "/catalog/pans/"
    in_each_language = ["/info/about/", "_category.yaml", "_category.yaml"]
    assert sorted(looked) == sorted(in_each_language * 2)
