"""A second reading decodes only what changed."""

from pathlib import Path

import pytest

from shopgen.core.disk import Disk
from shopgen.reading import decoding
from shopgen.reading.memory import Memory
from shopgen.reading.shop import read_shop
from shopgen.reading.sources import scan
from support.inline import lay, report
from support.stores import store

SHOP = """
-- catalog/images/a.jpg: 4x5 --
-- catalog/mugs/moon.yaml --
title: Moon
sku: M
price: 1
images: [a.jpg]
related: [S]
description: "![x](a.jpg) <b>"
-- catalog/mugs/sun.yaml --
title: Sun
sku: S
price: 1
-- content/news/2026-11-22-a.md --
---
title: A
---
-- themes/default/templates/home.html --
home
-- themes/default/locales/en.yaml --
cart: Cart
"""


def test_nothing_is_forgotten_that_the_last_reading_asked_for() -> None:
    memory = Memory()
    memory.put(("a",), 1)
    memory.put(("b",), 2)
    memory.sweep()
    assert memory.get(("a",)) == 1
    assert memory.get(("c",)) is None
    assert len(memory) == 2
    memory.sweep()
    assert memory.get(("b",)) is None
    assert len(memory) == 1


def test_what_another_process_learnt_is_at_rest_until_it_is_saved_or_replaced() -> None:
    memory = Memory()
    memory.learn({("a",): b"1", ("b",): b"2", ("c",): b"3"}, lambda key, frozen: int(frozen))
    assert memory.get(("a",)) == 1
    assert memory.get(("b",)) == 2
    memory.put(("b",), 22)
    memory.sweep()
    assert sorted(memory.new()) == sorted(memory.kept()) == [("a",), ("b",)]
    assert [memory.at_rest((name,), frozen) for name in "ab"] == [b"1", b"frozen 22"]
    memory.mark_saved()
    assert list(memory.new()) == []
    assert memory.at_rest(("a",), frozen) == b"frozen 1"
    assert memory.get(("a",)) == 1


def test_what_is_let_go_is_opened_again_when_somebody_asks() -> None:
    memory = Memory()
    memory.put(("b",), 2)
    memory.learn({("a",): b"1"}, lambda key, frozen: int(frozen))
    assert memory.get(("a",)) == 1
    memory.sweep()
    memory.let_go()
    assert sorted(memory.new()) == sorted(memory.kept()) == [("a",), ("b",)]
    assert [memory.at_rest((name,), frozen) for name in "ab"] == [b"1", b"frozen 2"]
    assert (memory.get(("a",)), memory.get(("b",))) == (1, 2)


def frozen(value: object) -> bytes:
    return f"frozen {value}".encode()


def test_only_what_changed_is_decoded_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = lay(tmp_path, SHOP)
    decoded: list[str] = []
    real = decoding._decoded

    def counting(content: bytes, path: str, *rest: object) -> object:
        decoded.append(path)
        return real(content, path, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(decoding, "_decoded", counting)
    memory, wholes = Memory(), store()
    first = read_shop(scan(Disk(), root), tmp_path / "none", memory, wholes)
    assert len(decoded) == 7
    decoded.clear()
    second = read_shop(scan(Disk(), root), tmp_path / "none", memory, wholes)
    assert decoded == []
    assert second == first
    (root / "catalog/mugs/sun.yaml").write_text("title: Sun\nsku: S\nprice: 2\n")
    third = read_shop(scan(Disk(), root), tmp_path / "none", memory, wholes)
    assert decoded == ["catalog/mugs/sun.yaml"]
    assert first.shop is not None
    assert third.shop is not None
    assert third.shop.products["mugs/moon"] is first.shop.products["mugs/moon"]
    assert third.shop.products["mugs/sun"] != first.shop.products["mugs/sun"]
    assert third == read_shop(scan(Disk(), root), tmp_path / "none", Memory(), store())


def test_a_change_of_settings_reaches_products(tmp_path: Path) -> None:
    root = lay(tmp_path, SHOP)
    memory, wholes = Memory(), store()
    read_shop(scan(Disk(), root), tmp_path / "none", memory, wholes)
    settings = root / "shop.yaml"
    settings.write_text(settings.read_text().replace("EUR", "JPY"))
    second = read_shop(scan(Disk(), root), tmp_path / "none", memory, wholes)
    assert second.shop is not None
    assert second.shop.products["mugs/moon"].offer.price.currency == "JPY"


@pytest.mark.parametrize(
    "line",
    [
        "name: Another",
        "languages: [pl]",
        "time_zone: America/New_York",
        "unicode_slugs: true",
        "currency: JPY",
        "product_defaults: {brand: Ours}",
        "product_defaults: {condition: used, tax_class: books}",
        "product_defaults: {manufacturer: {name: We}}",
        "tags: {new: {en: New}}",
        "addresses: {product: '{slug}'}",
        "markdown: {html: true}",
    ],
)
def test_with_other_settings_all_is_as_if_it_were_read_for_the_first_time(tmp_path: Path, line: str) -> None:
    text = SHOP + "-- catalog/źółw.yaml --\ntitle: Żółw\nsku: Z\nprice: 1\npublish_date: 2026-01-01\ntags: [new]\n"
    root = lay(tmp_path, text)
    memory, wholes = Memory(), store()
    read_shop(scan(Disk(), root), tmp_path / "none", memory, wholes)
    settings = root / "shop.yaml"
    rest = [old for old in settings.read_text().splitlines() if old.split(":")[0] != line.split(":")[0]]
    settings.write_text("\n".join([*rest, line, ""]))

    again = read_shop(scan(Disk(), root), tmp_path / "none", memory, wholes)

    assert again.shop is not None
    assert repr(again) == repr(read_shop(scan(Disk(), root), tmp_path / "none", Memory(), store()))


def test_a_new_picture_reaches_the_product_that_misses_it(tmp_path: Path) -> None:
    root = lay(tmp_path, SHOP)
    picture = (root / "catalog/images/a.jpg").read_bytes()
    (root / "catalog/images/a.jpg").unlink()
    memory, wholes = Memory(), store()
    first = read_shop(scan(Disk(), root), tmp_path / "none", memory, wholes)
    assert "picture-missing" in report(first.findings)
    (root / "catalog/images/a.jpg").write_bytes(picture)
    second = read_shop(scan(Disk(), root), tmp_path / "none", memory, wholes)
    assert "picture-missing" not in report(second.findings)
    assert second == read_shop(scan(Disk(), root), tmp_path / "none", Memory(), store())


def test_a_secret_in_a_static_file_is_found_in_every_reading(tmp_path: Path) -> None:
    root = lay(tmp_path, "-- static/app.js --\nsk_live_0123456789\n-- static/photo.bin --\nsk_live_0123456789\n")
    memory, wholes = Memory(), store()
    for _ in range(2):
        reading = read_shop(scan(Disk(), root), tmp_path / "none", memory, wholes)
        assert [finding.code for finding in reading.findings] == ["secret"]
