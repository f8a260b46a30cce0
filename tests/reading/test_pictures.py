"""Pictures are found and looked at once."""

import unicodedata
from pathlib import Path

from shopgen.core.disk import Disk
from shopgen.reading.memory import Memory
from shopgen.reading.shop import read_shop
from shopgen.reading.sources import scan
from support.inline import Read, Sound, lay, picture, report
from support.stores import store


def test_a_picture_has_the_facts_of_its_file(sound: Sound) -> None:
    shop = sound("""
-- catalog/mug.png: 40x50 --
-- catalog/mug.yaml --
title: Mug
sku: M
price: 1
images: [{src: mug.png, focus: 0% 100%}]
""")
    (found,) = shop.whole(shop.products["mug"]).pictures
    assert (found.path, found.width, found.height, found.has_alpha, found.focus) == (
        "catalog/mug.png",
        40,
        50,
        False,
        (0, 1000),
    )


def test_a_name_in_another_form_of_unicode_is_found(tmp_path: Path) -> None:
    root = lay(tmp_path, "-- catalog/mug.yaml --\ntitle: Mug\nsku: M\nprice: 1\nimages: [café.jpg]\n")
    (root / "catalog" / unicodedata.normalize("NFD", "café.jpg")).write_bytes(picture(4, 5))
    reading = read_shop(scan(Disk(), root), tmp_path / "none", Memory(), store())
    assert report(reading.findings) == ""


def test_a_wrong_ending_is_said_once(tmp_path: Path) -> None:
    root = lay(
        tmp_path,
        "-- catalog/mug.yaml --\ntitle: Mug\nsku: M\nprice: 1\nimages: [mug.png]\n"
        "-- catalog/cup.yaml --\ntitle: Cup\nsku: C\nprice: 1\nimages: [mug.png, cup.jpeg]\n",
    )
    (root / "catalog/mug.png").write_bytes(picture(4, 5))
    (root / "catalog/cup.jpeg").write_bytes(picture(4, 5))
    assert report(read_shop(scan(Disk(), root), tmp_path / "none", Memory(), store()).findings) == (
        "catalog/mug.png:1:1: warning[picture-extension]: the picture is JPEG, but its name ends in `.png`\n"
        "    rename it to `mug.jpg`\n"
    )


def test_a_picture_that_cannot_be_opened_is_an_error_where_it_is_shown(tmp_path: Path) -> None:
    root = lay(tmp_path, "-- catalog/mug.yaml --\ntitle: Mug\nsku: M\nprice: 1\nimages: [mug.jpg]\n")
    (root / "catalog/mug.jpg").write_bytes(picture(4, 5))
    sources = scan(Disk(), root)
    (root / "catalog/mug.jpg").unlink()
    assert report(read_shop(sources, tmp_path / "none", Memory(), store()).findings) == (
        "catalog/mug.yaml:4:10: error[file-unreadable]: `mug.jpg`: the file cannot be read: no such file or directory\n"
        "    check that it is there and may be read\n"
    )


def test_pictures_in_texts_are_those_of_the_shop(sound: Sound) -> None:
    shop = sound("""
-- catalog/images/a b.jpg: 4x5 --
-- content/images/c.jpg: 4x5 --
-- static/d.jpg: 4x5 --
-- catalog/mug.yaml --
title: Mug
sku: M
price: 1
description: "![a](a%20b.jpg)"
warnings: "![d](/d.jpg)"
-- catalog/mugs/_category.yaml --
title: Mugs
description: "![a](/catalog/images/a%20b.jpg#x)"
-- content/pages/about.md --
---
title: About
---
![c](c.jpg)
""")
    assert sorted(shop.pictures) == ["catalog/images/a b.jpg", "content/images/c.jpg", "static/d.jpg"]


def test_a_picture_in_a_description_has_the_place_of_the_description(read: Read) -> None:
    assert report(
        read("""
-- shop.yaml --
name: Glinka
base_url: https://glinka.example/
currency: EUR
languages: [en, pl]
-- catalog/mug.yaml --
title: Mug
sku: M
price: 1
description: "![a](a.jpg)"
-- catalog/mug.pl.yaml --
title: Kubek
description: "![a](a.jpg) [b](c.jpg)"
""").findings
    ) == (
        "catalog/mug.pl.yaml:2:14: error[picture-missing]: there is no picture `a.jpg`\n    put it at `catalog/a.jpg`\n"
        "catalog/mug.yaml:4:14: error[picture-missing]: there is no picture `a.jpg`\n    put it at `catalog/a.jpg`\n"
    )


def test_a_logo_and_energy_labels_are_pictures_of_the_shop(sound: Sound) -> None:
    shop = sound("""
-- shop.yaml --
name: Glinka
base_url: https://glinka.example/
currency: EUR
organisation: {logo: /content/logo.png}
-- content/logo.png: 4x5 --
-- catalog/images/label.png: 4x5 --
-- catalog/lamp.yaml --
title: Lamp
sku: L
price: 1
energy: {rating: A, label: label.png}
""")
    assert sorted(shop.pictures) == ["catalog/images/label.png", "content/logo.png"]
