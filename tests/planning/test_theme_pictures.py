"""What the default theme makes of pictures."""

import re
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from shopgen.formats.tones import TONES
from support.workplace import Workplace

ROOT = Path(__file__).parents[2]
SHOP = """\
-- shop.yaml --
name: G
base_url: https://g.example/
currency: EUR
theme: default
-- catalog/mugs/mug.yaml --
title: Mug
sku: M
price: 1.00
featured: true
images: [{src: m.jpg, alt: M}, {src: n.jpg, alt: N}]
description: "![Inside](n.jpg)"
-- catalog/mugs/pot.yaml --
title: Pot
sku: P
price: 1.00
images: [{src: n.jpg, alt: N}]
-- catalog/mugs/m.jpg: 90x70 --
-- catalog/mugs/n.jpg: 90x71 --
-- content/news/2026-01-02-later.md --
---
title: Without a picture
---
Cold.
-- content/news/2026-01-01-kiln.md --
---
title: Kiln
image: {src: k.jpg, alt: K}
---
Hot.
-- content/news/k.jpg: 90x60 --
"""


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, LexborHTMLParser]:
    workplace = Workplace(tmp_path_factory.mktemp("shop"), SHOP)
    report = workplace.build()
    assert not report.has_errors, report.findings
    return {path: LexborHTMLParser(text) for path, text in workplace.tree().items() if path.endswith(".html")}


def test_every_tone_has_its_class_in_the_stylesheet() -> None:
    css = (ROOT / "themes/default/assets/theme.css").read_text()
    named = dict(re.findall(r"\.tone-(\w+) \{ background: (#\w{6}); \}", css))
    assert named == {name: "#{:02x}{:02x}{:02x}".format(*colour) for name, colour in TONES.items()}


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("index.html", "m-"),
        ("products/index.html", "m-"),
        ("catalog/mugs/index.html", "m-"),
        ("products/mug/index.html", "m-"),
        ("news/index.html", "k-"),
        ("news/kiln/index.html", "k-"),
    ],
)
def test_one_picture_a_page_is_fetched_first_and_it_is_the_first(
    pages: dict[str, LexborHTMLParser], path: str, name: str
) -> None:
    images = pages[path].css("main img")
    assert [image.attributes.get("fetchpriority") for image in images] == ["high", *[None] * (len(images) - 1)]
    assert "loading" not in images[0].attributes
    assert f"/images/{name}" in (images[0].attributes["src"] or "")


def test_every_photograph_has_sources_a_size_a_tone_and_a_text(pages: dict[str, LexborHTMLParser]) -> None:
    seen = 0
    for path, page in pages.items():
        for image in page.css("main img"):
            seen += 1
            told = image.attributes
            assert image.parent is not None
            types = [source.attributes["type"] for source in image.parent.css("source")]
            assert (image.parent.tag, types[-1]) == ("picture", "image/webp"), path
            assert types in (["image/avif", "image/webp"], ["image/webp"])
            assert told["class"] == "tone-blue"
            assert {"src", "alt", "width", "height"} <= told.keys()
            assert "style" not in told
    assert seen > 12
