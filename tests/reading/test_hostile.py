"""Nothing that can be typed raises, and every finding says where it is and what to do."""

import random
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from shopgen.core.codes import CODES
from shopgen.core.diagnostics import Span
from shopgen.core.disk import Disk
from shopgen.model.brief import brief_of
from shopgen.reading.memory import Memory
from shopgen.reading.shop import Reading, read_shop
from shopgen.reading.sources import scan
from support.inline import files, lay, picture
from support.stores import store

SHOP = """
-- shop.yaml --
name: Glinka
base_url: https://glinka.example/
currency: EUR
languages: [en, pl]
countries: [EU, "NO"]
time_zone: Europe/Warsaw
theme_options: {accent: red}
menus: {main: [{title: {en: Shop}, link: /}]}
shipping: [{name: Post, countries: PL, price: 3.50}]
addresses: {product: "p/{slug}"}
organisation: {legal_name: G, country: PL}
-- catalog/mugs/_category.yaml --
title: Mugs
image: moon.jpg
translations: {pl: {title: Kubki}}
-- catalog/mugs/moon.jpg: 8x10 --
-- catalog/mugs/moon.yaml --
title: Moon mug
sku: M-1
price: 24.00
gtin: "4006381333931"
weight: 320 g
unit_price: {measure: 320 g, reference: 1 kg}
compare_at_price: 30
sale: {price: 20, starts: 2026-11-22, ends: 2026-11-30}
images: [{src: moon.jpg, alt: {en: Mug, pl: Kubek}, focus: 50% 30%}]
options: [{name: Glaze, values: [Moss, Ash]}]
variants:
  - {sku: M-1-M, options: {Glaze: Moss}, price: 25, image: moon.jpg}
  - {sku: M-1-A, options: {Glaze: Ash}, stock: 0}
related: [M-2]
description: |
  A *mug* with ![a picture](moon.jpg) and [a link](/about/).
translations: {pl: {title: Kubek, options: {Glaze: {name: Szkliwo, values: {Moss: Mech}}}}}
-- catalog/mugs/sun.yaml --
title: Sun mug
sku: M-2
price: 20
energy: {rating: A}
-- catalog/mugs/sun.pl.yaml --
title: Słońce
-- content/news/2026-11-22-kiln.md --
---
title: Kiln
products: [M-1]
image: {src: ../../catalog/mugs/moon.jpg, alt: Kiln}
---
Hot ![x](/catalog/mugs/moon.jpg)
-- content/news/2026-11-22-kiln.pl.md --
---
title: Piec
date: 2026-11-22 10:00
---
-- themes/default/theme.yaml --
name: default
options: {accent: blue}
pictures: {card: {widths: [320], aspect: "4:5"}}
-- themes/default/locales/en.yaml --
items: {one: one, other: more}
"""
TYPED = [path for path, content in files(SHOP).items() if not path.endswith(".jpg")]
# what is said about syntax itself, or about keys that are only left out
HINTLESS = {"unknown-key", "boolean-word", "yaml-syntax"}
FRAGMENTS = [
    *("\x00", "\x1b[31m", "\u202e", "\ufeff", "\U0001f642", "\ud7ff", "\t", "\r\n", "---\n", "...\n", "+++\n"),
    *("{", "}", "[", "]", "&a ", "*a", "<<: *a\n", "!!python/object:os.system ", "%TAG ! x\n", "|", ">-", "? ", ": "),
    *("null", "~", "yes", "NaN", "-1", "1e999", "9" * 400, "2024-02-30", "../../../etc/passwd", "<script>", "]]>"),
    *("en", "EUR", "JPY", "{slug}", "https://", "@", "sk_live_0123456789", "[" * 100, "a" * 600, "- ", "  ", "\n\n"),
]


def check(reading: Reading) -> None:
    """What holds for every reading whatever was typed."""
    for finding in reading.findings:
        assert finding.code in CODES
        assert finding.message.splitlines() == [finding.message]
        assert isinstance(finding.place, Span)
        assert finding.place.line >= 1
        assert finding.place.column >= 1
        assert all(isinstance(other.place, Span) for other in finding.related)
        assert finding.message[:1] not in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
        assert finding.hint or finding.code in HINTLESS
    if reading.shop is not None:
        default = reading.shop.settings.default_language
        for product in reading.shop.products.values():
            whole = reading.shop.whole(product)
            assert product.texts[default].slug
            assert all(len(text.alts) == len(whole.pictures) for text in whole.texts.values())
            assert brief_of(whole, product.whole) == replace(
                product, categories=whole.categories, related=whole.related
            )
            assert set(product.categories) <= reading.shop.categories.keys()
            assert set(product.related) <= reading.shop.products.keys() - {product.key}


def read(shop: dict[str, bytes]) -> Reading:
    with TemporaryDirectory() as folder:
        root = Path(folder)
        for path, content in shop.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_bytes(content)
        reading = read_shop(scan(Disk(), root), root / "none", Memory(), store())
        assert reading == read_shop(scan(Disk(), root), root / "none", Memory(), store())
        return reading


def test_the_shop_that_is_broken_below_is_sound() -> None:
    assert [finding.code for finding in read(files(SHOP)).findings] == []


@settings(max_examples=150)
@given(st.data())
def test_any_file_may_be_broken_anywhere(data: st.DataObject) -> None:
    shop = files(SHOP)
    for _ in range(data.draw(st.integers(1, 3))):
        path = data.draw(st.sampled_from(TYPED))
        text = shop[path].decode(errors="replace")
        start = data.draw(st.integers(0, len(text)))
        end = min(len(text), start + data.draw(st.integers(0, 12)))
        inserted = data.draw(st.sampled_from(FRAGMENTS) | st.text(max_size=8))
        shop[path] = (text[:start] + inserted + text[end:]).encode(errors="replace")
    check(read(shop))


@settings(max_examples=60)
@given(st.sampled_from(TYPED), st.binary(max_size=60))
def test_any_file_may_be_anything(path: str, content: bytes) -> None:
    check(read({**files(SHOP), path: content}))


@pytest.mark.parametrize("path", TYPED)
def test_every_value_may_be_any_other(path: str) -> None:
    """Each line's value in turn becomes something of another kind."""
    lines = files(SHOP)[path].decode().split("\n")
    values = ["", "~", "[a, {b: c}]", "{a: {b: [c]}}", "'x'", "-1", "[[[]]]", "true"]
    for number, line in enumerate(lines):
        key, colon, _ = line.partition(":")
        if colon:
            value = values[number % len(values)]
            broken = "\n".join([*lines[:number], f"{key}: {value}", *lines[number + 1 :]])
            check(read({**files(SHOP), path: broken.encode()}))


def test_twenty_mistakes_are_told_at_once() -> None:
    """Promise E2: all errors of a run, each with its file, line and column, a hint, and none that another caused."""
    shop = """
-- shop.yaml --
name: Glinka
base_url: https://glinka.example/
currency: EUR
time_zone: Warsaw
-- catalog/a.yaml --
title: A
sku: A
price: 1,50
-- catalog/b.yaml --
titel: B
sku: B
price: 1
-- catalog/c.yaml --
title: C
price: 1
-- catalog/d.yaml --
title: D
sku: D
price: 1
images: [missing.jpg]
-- catalog/e.yaml --
title: E
sku: E
price: 1
related: [nobody]
-- catalog/f.yaml --
title: F
sku: E
price: 1
-- catalog/g.yaml --
title: G
sku: G
title: H
price: 1
-- catalog/h.yaml --
title: H
sku: H
price: 1
weight: 3 stones
-- catalog/i.yaml --
title: I
sku: I
price: 1
publish_date: 2024-02-30
-- catalog/j.yaml --
title: [J
-- catalog/k.yaml --
title: K
sku: K
price: 1
options: [{name: Size, values: [S]}]
variants: [{sku: K-1, options: {Size: M}}]
-- catalog/l.yaml --
title: L
sku: L
price: 1
slug: a b
-- catalog/m.yaml --
title: M
sku: M
price: 1
categories: [nowhere]
-- catalog/n.yaml --
title: N
sku: N
price: 1
payment_link: pay.example
-- content/news/a.md --
---
title: A
---
-- content/news/2026-11-22-b.md --
---
title: B
-- content/news/2026-11-22-c.md --
---
title: C
products: [A, B, nobody]
---
-- content/pages/a.md --
---
title: A
---
![a](a.jpg)
-- content/pages/b.md --
---
title: B
slug: ../b
---
-- static/con --
x
"""
    reading = read(files(shop))
    check(reading)
    assert [(finding.place, finding.code) for finding in reading.findings if finding.is_error] == [
        (Span(path, line, column, length), code)
        for path, line, column, length, code in [
            ("catalog/a.yaml", 3, 8, 4, "bad-amount"),
            ("catalog/b.yaml", 1, 1, 5, "unknown-key"),
            ("catalog/c.yaml", 1, 1, 1, "missing-key"),
            ("catalog/d.yaml", 4, 10, 11, "picture-missing"),
            ("catalog/e.yaml", 4, 11, 6, "unknown-reference"),
            ("catalog/f.yaml", 2, 6, 1, "duplicate-sku"),
            ("catalog/g.yaml", 3, 1, 5, "yaml-duplicate-key"),
            ("catalog/h.yaml", 4, 9, 8, "bad-value"),
            ("catalog/i.yaml", 4, 15, 10, "bad-date"),
            ("catalog/j.yaml", 1, 8, 1, "yaml-syntax"),
            ("catalog/k.yaml", 5, 39, 1, "variant-options"),
            ("catalog/l.yaml", 4, 7, 3, "address-refused"),
            ("catalog/m.yaml", 4, 14, 7, "unknown-reference"),
            ("catalog/n.yaml", 4, 15, 11, "bad-value"),
            ("content/news/2026-11-22-b.md", 1, 1, 3, "front-matter"),
            ("content/news/2026-11-22-c.md", 3, 18, 6, "unknown-reference"),
            ("content/news/a.md", 1, 1, 1, "missing-key"),
            ("content/pages/a.md", 4, 6, 1, "picture-missing"),
            ("content/pages/b.md", 3, 7, 4, "address-refused"),
            ("shop.yaml", 4, 12, 6, "bad-value"),
            ("static/con", 1, 1, 1, "file-name"),
        ]
    ]


@pytest.mark.parametrize("seed", range(5))
def test_pictures_may_be_anything(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    content = bytearray(picture(40, 50))
    for _ in range(20):
        content[chance.randrange(len(content))] = chance.randrange(256)
    root = lay(tmp_path, SHOP)
    (root / "catalog/mugs/moon.jpg").write_bytes(content[: chance.randrange(len(content))])
    check(read_shop(scan(Disk(), root), tmp_path / "none", Memory(), store()))
