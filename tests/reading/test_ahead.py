"""However many processes read a shop, the same comes out."""

import os
import signal
from itertools import islice
from pathlib import Path

import pytest

from shopgen.core.disk import Disk, Place
from shopgen.engine import aside
from shopgen.engine.borrowed import AnyStore
from shopgen.engine.store import Store
from shopgen.reading import ahead, sources
from shopgen.reading.keeping import Keeper
from shopgen.reading.memory import Memory
from shopgen.reading.shop import Reading, read_shop
from shopgen.reading.sources import scan
from support.inline import lay, report
from support.stores import store

pytestmark = pytest.mark.usefixtures("alone")

SHOP = """
-- catalog/images/a.jpg: 4x5 --
-- catalog/images/b.png: 6x5 --
-- catalog/mugs/_category.yaml --
title: Mugs
-- catalog/mugs/moon.yaml --
title: Moon
sku: M
price: 1.50
images: [a.jpg, {src: b.png, alt: {en: B, pl: Be}}]
description: "![x](a.jpg) <b>"
attributes: {Weight: 1, Age: 2}
related: [S]
publish_date: 2026-11-22T08:00+03:00
-- catalog/mugs/moon.pl.yaml --
title: Księżyc
-- catalog/mugs/sun.yaml --
title: Sun
sku: S
price: 1
gtin: 12
publish_date: 2026-11-22
-- catalog/mugs/wrong.yaml --
title: Wrong
sku: S W
price: x
-- catalog/mugs/broken.yaml --
title: "
-- catalog/mugs/lost.yaml --
title: Lost
sku: L
price: 1
images: [none.jpg, c.jpg]
-- catalog/images/c.jpg --
no picture
-- content/news/2026-11-22-a.md --
---
title: A
date: 2026-11-22 10:00 +01:00
---
Text ![](/catalog/images/d.jpg) <i>
-- catalog/images/d.jpg: 3x3 --
-- content/news/b.md --
# Title

Text
-- content/pages/c.md --
---
title: C
---
[x](javascript:alert)
"""


class Reaper(Disk):
    """Kills every process but the one it was made in when that reads a product."""

    def __init__(self) -> None:
        self._parent = os.getpid()

    def read(self, path: Place) -> bytes:
        if os.getpid() != self._parent and Path(path).parent.name == "mugs":
            os.kill(os.getpid(), signal.SIGKILL)
        return super().read(path)


class Counter(Disk):
    """Notes which files were read by the process it was made in."""

    def __init__(self) -> None:
        self.names: list[str] = []

    def read(self, path: Place) -> bytes:
        self.names.append(Path(path).name)
        return super().read(path)


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(ahead, "WORTH_PROCESSES", 2)
    root = lay(tmp_path / "shop", SHOP)
    (root / "catalog/images/b.png").rename(root / "catalog/images/b.jpg")
    (root / "catalog/mugs/moon.yaml").write_text(
        (root / "catalog/mugs/moon.yaml").read_text().replace("b.png", "b.jpg")
    )
    (root / "shop.yaml").write_text(
        (root / "shop.yaml").read_text() + "languages: [en, pl]\ntime_zone: Europe/Warsaw\n"
    )
    return root


def read(
    root: Path,
    processes: int,
    memory: Memory | None = None,
    disk: Disk | None = None,
    wholes: AnyStore | None = None,
) -> Reading:
    known = Memory() if memory is None else memory
    return read_shop(scan(disk or Disk(), root), root / "none", known, wholes or store(), processes=processes)


@pytest.mark.parametrize("processes", [2, 3, 4, 30])
def test_the_number_of_processes_changes_nothing(root: Path, processes: int) -> None:
    alone = read(root, 1)
    together = read(root, processes)

    assert repr(together) == repr(alone)
    assert "picture-extension" in report(alone.findings)
    assert alone.shop is not None
    assert list(alone.shop.products) == ["mugs/lost", "mugs/moon", "mugs/sun"]
    assert len(alone.left_out) > 1


def test_a_process_reads_no_more_than_its_share(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "RACY_NS", 0)
    helped = ahead._heaps
    monkeypatch.setattr(ahead, "_heaps", lambda *work: islice(helped(*work), 1))  # nobody helps the other
    disk = Counter()
    read(root, 2, disk=disk)

    assert "moon.pl.yaml" in disk.names
    assert not {"2026-11-22-a.md", "b.md", "c.md"} & set(disk.names)


def test_a_process_that_is_killed_costs_nothing_but_time(root: Path) -> None:
    assert repr(read(root, 4, disk=Reaper())) == repr(read(root, 1))


def test_where_nothing_can_be_forked_this_process_reads_all(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    alone = read(root, 1)
    monkeypatch.delattr(aside.os, "fork")

    assert repr(read(root, 4)) == repr(alone)


def test_a_shop_with_few_unknown_files_is_read_by_one_process(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "RACY_NS", 0)
    memory = Memory()
    first = read(root, 4, memory)
    (root / "catalog/mugs/sun.yaml").write_text("title: Sun\nsku: S\nprice: 2\n")
    forked: list[int] = []

    def fork() -> int:
        forked.append(1)
        raise OSError

    monkeypatch.setattr(aside.os, "fork", fork)
    second = read(root, 4, memory)

    assert not forked
    assert second != first
    assert repr(second) == repr(read(root, 1))


def test_what_others_read_is_kept_for_the_next_run(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "RACY_NS", 0)
    keeper = Keeper(Disk(), tmp_path / "kept", "now")
    memory = keeper.open()
    wholes = Store(Disk(), tmp_path / "store")
    first = read(root, 4, memory, wholes=wholes)
    keeper.save(memory)
    wholes.save()
    disk = Counter()
    kept = Keeper(Disk(), tmp_path / "kept", "now").open()
    second = read(root, 1, kept, disk, Store(Disk(), tmp_path / "store"))

    assert repr(second) == repr(first)
    assert not {"moon.pl.yaml", "2026-11-22-a.md", "b.md", "c.md", "a.jpg"} & set(disk.names)
