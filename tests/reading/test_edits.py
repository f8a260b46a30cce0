"""Whatever is edited between two readings, remembering changes nothing but the time they take."""

import os
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from shopgen.core.disk import Disk
from shopgen.reading.memory import Memory
from shopgen.reading.shop import read_shop
from shopgen.reading.sources import scan
from support.inline import files, picture
from support.stores import store

SHOP = files("""
-- shop.yaml --
name: Glinka
base_url: https://glinka.example/
currency: EUR
languages: [en, pl]
-- catalog/mugs/_category.yaml --
title: Mugs
-- catalog/mugs/moon.jpg: 8x10 --
-- catalog/mugs/moon.yaml --
title: Moon mug
sku: M-1
price: 24
images: [{src: moon.jpg, alt: Moon}]
related: [sun, S-1]
description: "![moon](moon.jpg)"
options: [{name: Size, values: [S, L]}]
variants: [{sku: M-S, options: {Size: S}, image: moon.jpg}]
-- catalog/mugs/sun.yaml --
title: Sun mug
sku: S-1
price: 20
-- catalog/mugs/sun.pl.yaml --
title: Słońce
-- content/news/2026-11-22-kiln.md --
---
title: Kiln
products: [M-1]
---
![moon](/catalog/mugs/moon.jpg)
-- content/pages/about.md --
---
title: About
---
-- static/app.js --
1
-- themes/default/templates/home.html --
home
-- themes/default/locales/en.yaml --
cart: Cart
""")
CHANGES = {
    "shop.yaml": [
        b"name: Glinka\nbase_url: https://glinka.example/\ncurrency: JPY\nlanguages: [pl]\ntime_zone: Asia/Tokyo\n",
        b"name: [",
    ],
    "catalog/mugs/moon.yaml": [
        SHOP["catalog/mugs/moon.yaml"].replace(b"24", b"25"),
        SHOP["catalog/mugs/moon.yaml"].replace(b"moon.jpg", b"star.jpg"),
        b"title: Moon\nsku: S-1\nprice: 1\nslug: x\n",
        b"title: Moon\nsku: S-1\nprice: one\n",
    ],
    "catalog/mugs/moon.jpg": [picture(10, 8), picture(8, 10, "PNG"), b"no picture"],
    "catalog/images/star.jpg": [picture(5, 5)],
    "catalog/mugs/sun.pl.yaml": [b"title: Sun\nsummary: S\n", b"x: 1\n"],
    "catalog/cups/sun.yaml": [b"title: Other sun\nsku: S-2\nprice: 3\n", b"title: Other sun\nsku: S-1\nprice: 3\n"],
    "catalog/mugs/_category.yaml": [b"title: Cups\nimage: moon.jpg\n"],
    "content/news/2026-11-22-kiln.md": [b"---\ntitle: Kiln\ndate: 2026-01-01\n---\nsk_live_012345678\n", b"Kiln\n"],
    "content/pages/about.md": [b"---\ntitle: About\ndraft: true\n---\n<b>\n"],
    "content/pages/about.pl.md": [b"---\ntitle: O nas\n---\n"],
    "static/app.js": [b"sk_live_012345678\n", b"2\n"],
    "themes/default/templates/home.html": [b"other\n"],
    "templates/home.html": [b"over\n"],
    "locales/en.yaml": [b"cart: Basket\n", b"cart: [\n"],
    "themes/default/theme.yaml": [b"name: default\noptions: {a: b}\n"],
}

EDITS = st.one_of(
    st.sampled_from([(path, content) for path, contents in CHANGES.items() for content in contents]),
    st.sampled_from([*SHOP, *CHANGES]).map(lambda path: (path, SHOP.get(path))),
    st.sampled_from(sorted(CHANGES)).map(lambda path: (path, None)),
)


def edit(root: Path, path: str, content: bytes | None) -> None:
    """Writes or removes a file; a change of the same size keeps its time of change too."""
    file = root / path
    if content is None:
        file.unlink(missing_ok=True)
        return
    before = file.stat() if file.exists() else None
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
    if before is not None and before.st_size == len(content):
        os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))


@settings(max_examples=60)
@given(st.lists(st.lists(EDITS, min_size=1, max_size=3), min_size=1, max_size=8))
def test_a_reading_with_memory_equals_one_without(rounds: list[list[tuple[str, bytes | None]]]) -> None:
    with TemporaryDirectory() as folder:
        root, memory = Path(folder), Memory()
        for path, content in SHOP.items():
            edit(root, path, content)
        for edits in [[], *rounds]:
            for path, content in edits:
                edit(root, path, content)
            remembered = read_shop(scan(Disk(), root), root / "none", memory, store())
            assert remembered == read_shop(scan(Disk(), root), root / "none", Memory(), store())
