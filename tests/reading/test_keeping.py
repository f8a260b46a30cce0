"""A new process decodes only what changed."""

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopgen.core.disk import Disk, Place
from shopgen.engine.store import Store
from shopgen.reading import decoding, keeping, sources
from shopgen.reading.keeping import Keeper
from shopgen.reading.shop import Reading, read_shop
from shopgen.reading.sources import scan
from support.inline import lay

SHOP = """
-- catalog/images/a.jpg: 4x5 --
-- catalog/mugs/_category.yaml --
title: Mugs
-- catalog/mugs/moon.yaml --
title: Moon
sku: M
price: 1.50
images: [a.jpg]
description: "![x](a.jpg) <b>"
attributes: {Weight: 1, Age: 2}
publish_date: 2026-11-22T08:00+03:00
-- catalog/mugs/moon.pl.yaml --
title: Księżyc
-- catalog/mugs/sun.yaml --
title: Sun
sku: S
price: 1
gtin: 12
-- content/news/2026-11-22-a.md --
---
title: A
---
Text
"""
FEW = {"shop.yaml", "themes/default/theme.yaml"}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = lay(tmp_path / "shop", SHOP)
    (root / "shop.yaml").write_text((root / "shop.yaml").read_text() + "languages: [en, pl]\n")
    return root


@pytest.fixture
def decoded(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The paths of products, categories and texts that were decoded."""
    paths: list[str] = []
    real = decoding._decoded

    def counting(content: bytes, path: str, *rest: object) -> object:
        if path.startswith(("catalog/", "content/")):
            paths.append(path)
        return real(content, path, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(decoding, "_decoded", counting)
    return paths


def process(root: Path, toolchain: str = "now", disk: Disk | None = None) -> Reading:
    """What a process of its own reads, and keeps for the next."""
    disk = disk or Disk()
    keeper = Keeper(disk, root / ".shopgen/reading", toolchain)
    memory = keeper.open()
    wholes = Store(disk, root / ".shopgen/store")
    reading = read_shop(scan(disk, root), root / "none", memory, wholes)
    keeper.save(memory)
    wholes.save()
    return reading


def test_a_new_process_decodes_only_what_changed(root: Path, decoded: list[str]) -> None:
    first = process(root)
    assert len(decoded) == 5
    decoded.clear()
    assert process(root) == first
    assert decoded == []
    (root / "catalog/mugs/sun.yaml").write_text("title: Sun\nsku: S\nprice: 2\n")

    third = process(root)

    assert decoded == ["catalog/mugs/sun.yaml"]
    assert third.shop is not None
    assert str(third.shop.products["mugs/sun"].offer.price.amount) == "2.00"


def test_what_is_kept_comes_back_to_the_letter(root: Path) -> None:
    first, second = process(root), process(root)

    assert first.findings
    assert repr(first) == repr(second)


OFFSETS = st.sampled_from(["", "Z", " UTC", "+00:00", "+05:45", "-08", " +02:00", "-00:30"])
MOMENTS = st.builds(
    lambda day, time, offset: f"{day}T{time}{offset}" if time else f"{day}",
    st.dates(date(2, 1, 1), date(9998, 1, 1)),
    st.sampled_from(["", "00:30", "02:30", "03:00", "12:00:01.25", "23:59"]),
    OFFSETS,
) | st.sampled_from(["2026-03-29T02:30", "2026-10-25T02:30", "2026-10-25T02:30+01:00"])  # when clocks change
ZONES = st.sampled_from(["UTC", "Europe/Warsaw", "America/St_Johns", "Asia/Kathmandu"])


@given(st.lists(MOMENTS, min_size=7, max_size=7), ZONES)
def test_moments_come_back_in_their_zones(moments: list[str], zone: str) -> None:
    one, two, three, four, five, six, seven = moments
    shop = f"""
-- catalog/a.yaml --
title: A
sku: A
price: 10
publish_date: {one}
lastmod: {two}
available_from: {three}
sale: {{price: 5, starts: {four}}}
options: [{{name: Size, values: [S, L]}}]
variants:
- {{sku: A-1, options: {{Size: S}}}}
- {{sku: A-2, options: {{Size: L}}, price: 9, available_from: {five}, sale: {{price: 5, ends: {six}}}}}
-- content/news/a.md --
---
title: A
date: {seven}
lastmod: {one}
publish_date: {two}
---
"""
    with TemporaryDirectory() as folder:
        root = lay(Path(folder), shop)
        (root / "shop.yaml").write_text((root / "shop.yaml").read_text() + f"time_zone: {zone}\n")
        first, second = process(root), process(root)

        assert first.shop is not None
        assert first.shop.products
        assert first.shop.articles
        assert repr(first) == repr(second)


def test_no_file_is_read_that_is_as_old_as_before(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "RACY_NS", 0)
    read: list[str] = []

    class Watching(Disk):
        def read(self, path: Place) -> bytes:
            read.append(Path(path).name)
            return super().read(path)

    process(root, disk=Watching())
    read.clear()
    process(root, disk=Watching())

    assert "moon.pl.yaml" not in read
    assert "2026-11-22-a.md" not in read
    assert "a.jpg" not in read

    (root / "catalog/mugs/moon.pl.yaml").write_text("title: Luna\n")
    process(root)
    read.clear()
    process(root, disk=Watching())

    assert "moon.pl.yaml" not in read


def test_nothing_is_written_when_nothing_changed(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "RACY_NS", 0)
    process(root)
    before = (root / ".shopgen/reading").stat()
    process(root)

    assert (root / ".shopgen/reading").stat().st_ino == before.st_ino


def test_a_change_is_added_to_the_file_until_it_is_twice_as_long(root: Path, decoded: list[str]) -> None:
    file = root / ".shopgen/reading"
    process(root)
    whole = len(file.read_bytes())
    sizes = []
    for price in range(2, 20):
        before = file.read_bytes()
        (root / "catalog/mugs/sun.yaml").write_text(f"title: Sun\nsku: S\nprice: {price}\n")
        process(root)
        sizes.append(file.stat().st_size)
        assert (sizes[-1] < whole * 1.1) or file.read_bytes().startswith(before)
        decoded.clear()
        assert process(root).shop is not None
        assert decoded == []

    assert sizes[0] > whole
    assert max(sizes) <= 2 * whole
    assert sorted(sizes) != sizes, "and then it is written anew"


def test_a_change_that_was_not_added_to_its_end_is_forgotten(root: Path, decoded: list[str]) -> None:
    process(root)
    file = root / ".shopgen/reading"
    first = file.read_bytes()
    (root / "catalog/mugs/sun.yaml").write_text("title: Sun\nsku: S\nprice: 2\n")
    second = process(root)
    whole = file.read_bytes()
    assert whole.startswith(first)
    for cut in range(len(first) + 1, len(whole), 7):
        file.write_bytes(whole[:cut])
        decoded.clear()
        assert process(root) == second
        assert decoded == ["catalog/mugs/sun.yaml"]
        decoded.clear()
        assert process(root) == second
        assert decoded == []


def test_a_memory_of_another_program_is_none(root: Path, decoded: list[str]) -> None:
    process(root)
    decoded.clear()
    process(root, "another")

    assert len(decoded) == 5


def test_a_damaged_memory_is_none(root: Path, decoded: list[str]) -> None:
    first = process(root)
    file = root / ".shopgen/reading"
    whole = file.read_bytes()
    for at in range(0, len(whole), len(whole) // 20):
        for damaged in (whole[:at], whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :]):
            file.write_bytes(damaged)
            decoded.clear()
            assert process(root) == first
            assert len(decoded) == 5


def test_a_value_of_another_shape_is_none(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = process(root)
    monkeypatch.setattr(keeping, "_DECODERS", dict.fromkeys(keeping._DECODERS, keeping._DECODERS["seen"]))

    assert process(root) == first
