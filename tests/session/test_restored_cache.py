"""A memory that comes from another machine, as CI restores it: other folder, other times, the same bytes."""

import os
import shutil
from pathlib import Path

import pytest

from support.workplace import Workplace

SHOP = """\
-- shop.yaml --
name: Glinka
base_url: https://glinka.example/
currency: EUR
languages: [en, pl]
theme: bare
-- catalog/mugs/moss.yaml --
title: Moss mug
sku: M-1
price: 24.00
description: A *mug*.
images: [{src: moss.png, alt: Mug}]
translations: {pl: {title: Kubek}}
-- catalog/mugs/ink.yaml --
title: Ink mug
sku: M-2
price: 26.00
-- catalog/images/moss.png: 8x10 --
-- content/news/2026-11-01-kiln.md --
---
title: Kiln
---
See [the mug](/products/moss/).
-- static/hello.txt --
Hello
"""
LONG_AGO = 1_600_000_000


@pytest.fixture
def before(tmp_path: Path) -> Workplace:
    """A shop on the machine that filled the cache."""
    workplace = Workplace(tmp_path / "runner/1", SHOP)
    workplace.build()
    return workplace


def checked_out(before: Workplace, root: Path, *restored: str) -> Workplace:
    """The same shop in a fresh folder, with what was `restored` of the last run; all times are others."""
    fresh = Workplace(root, SHOP)
    for name in restored:
        shutil.copytree(before.root / name, root / name, copy_function=shutil.copy)
    for number, path in enumerate(sorted(root.rglob("*"))):
        os.utime(path, (LONG_AGO + number, LONG_AGO + number))
    return fresh


@pytest.mark.parametrize("restored", [(".shopgen",), (".shopgen", "public")], ids=["cache", "cache and output"])
def test_nothing_is_made_again(before: Workplace, tmp_path: Path, restored: tuple[str, ...]) -> None:
    fresh = checked_out(before, tmp_path / "elsewhere/2", *restored)

    report = fresh.build()

    assert report.made == {}
    assert report.published is not None
    assert report.published.written == (() if "public" in restored else tuple(before.tree()))
    assert fresh.tree() == before.tree()


def test_only_what_changed_is_made(before: Workplace, tmp_path: Path) -> None:
    fresh = checked_out(before, tmp_path / "elsewhere/2", ".shopgen", "public")
    for workplace in (before, fresh):
        workplace.replace("catalog/mugs/moss.yaml", "24.00", "25.00")

    here, there = before.build(), fresh.build()

    assert there.made == here.made
    assert 0 < len(there.made) < len(there.manifest)
    assert fresh.tree() == before.tree() == fresh.clean_tree(tmp_path / "clean")


def test_the_second_run_there_has_nothing_to_do(before: Workplace, tmp_path: Path) -> None:
    fresh = checked_out(before, tmp_path / "elsewhere/2", ".shopgen", "public")
    fresh.build()

    again = fresh.build()

    assert (again.made, again.published is not None and again.published.written) == ({}, ())


def test_another_output_than_the_remembered_one_is_mended(before: Workplace, tmp_path: Path) -> None:
    fresh = checked_out(before, tmp_path / "elsewhere/2", ".shopgen", "public")
    page = fresh.output / "products/moss/index.html"
    page.write_bytes(page.read_bytes()[:-1] + b"?")
    (fresh.output / "hello.txt").unlink()

    report = fresh.build()

    assert report.made == {}
    assert report.published is not None
    assert report.published.written == ("hello.txt", "products/moss/index.html")
    assert fresh.tree() == before.tree()


def test_a_memory_of_a_later_state_of_the_shop_is_of_use_too(before: Workplace, tmp_path: Path) -> None:
    fresh = checked_out(before, tmp_path / "elsewhere/2")
    before.replace("catalog/mugs/moss.yaml", "24.00", "25.00")
    before.remove("content/news/2026-11-01-kiln.md")
    before.build()
    shutil.copytree(before.cache, fresh.cache)

    assert fresh.build().made == {}
    assert fresh.tree() == fresh.clean_tree(tmp_path / "clean")
