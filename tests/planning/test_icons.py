"""The shop's icon: one picture in all the forms that are asked for."""

import json
import re

from support.opened import values
from support.planned import Plan, Planned

SHOP = """\
-- shop.yaml --
name: Żółw & Co
base_url: https://g.example/b/
currency: EUR
languages: [en, pl]
icon: /content/icon.png
-- catalog/mug.yaml --
title: Mug
sku: M
price: 1.00
"""


def links(plan: Planned) -> list[tuple[str, str, str, str]]:
    site = plan.view("index.html", "site")
    assert site.icons == plan.view("pl/index.html", "site").icons
    return [(each.rel, bare(each.url), each.sizes, each.media_type) for each in site.icons]


def bare(url: str) -> str:
    return re.sub(r"-[0-9a-f]{12}\.", ".", url)


def manifest(plan: Planned) -> object:
    (text,) = values(plan.planning.plan, "site.webmanifest", "text")
    return json.loads(bare(text))


def test_a_photograph_becomes_every_icon(sound: Plan) -> None:
    plan = sound(f"{SHOP}-- content/icon.png: 600x600 --\n")
    assert links(plan) == [
        ("icon", "/b/favicon.ico", "16x16 32x32 48x48", ""),
        ("icon", "/b/images/icon-96.png", "96x96", "image/png"),
        ("apple-touch-icon", "/b/images/apple-touch-icon-180.png", "180x180", "image/png"),
    ]
    assert plan.of("favicon") == ["favicon.ico"]
    assert [bare(path) for path in plan.of("icon")] == [
        "images/apple-touch-icon-180.png",
        "images/icon-192.png",
        "images/icon-512.png",
        "images/icon-96.png",
    ]
    assert plan.view("index.html", "site").manifest_url == "/b/site.webmanifest"
    assert manifest(plan) == {
        "name": "Żółw & Co",
        "icons": [
            {"src": "/b/images/icon-192.png", "sizes": "192x192", "type": "image/png"},
            {"src": "/b/images/icon-512.png", "sizes": "512x512", "type": "image/png"},
        ],
        "start_url": "/b/",
        "display": "browser",
    }


def test_an_icon_is_never_enlarged(sound: Plan) -> None:
    plan = sound(f"{SHOP}-- content/icon.png: 40x40 --\n")
    assert links(plan) == [("icon", "/b/favicon.ico", "16x16 32x32", "")]
    assert plan.of("icon") == []


def test_a_drawing_is_an_icon_of_any_size(sound: Plan) -> None:
    drawing = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"/>'
    plan = sound(f"{SHOP.replace('icon.png', 'icon.svg')}-- content/icon.svg --\n{drawing}\n")
    assert links(plan) == [("icon", "/b/images/icon.svg", "any", "image/svg+xml")]
    assert manifest(plan)["icons"] == [{"src": "/b/images/icon.svg", "sizes": "any", "type": "image/svg+xml"}]


def test_icons_that_lie_in_static_stay_as_they_are(sound: Plan) -> None:
    own = "-- static/favicon.ico --\nmine\n-- static/site.webmanifest --\n{}\n"
    plan = sound(f"{SHOP}-- content/icon.png: 600x600 --\n{own}")
    assert plan.of("favicon") == []
    assert {"favicon.ico", "site.webmanifest"} <= set(plan.of("copy"))
    assert links(plan)[0][1] == "/b/favicon.ico"


def test_without_an_icon_there_are_none(sound: Plan) -> None:
    plan = sound(SHOP.replace("icon: /content/icon.png\n", ""))
    assert links(plan) == []
    assert plan.view("index.html", "site").manifest_url == ""
    assert "site.webmanifest" not in plan.jobs
