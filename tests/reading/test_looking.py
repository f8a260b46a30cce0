"""The colours of pictures: found before they are used, kept by content, and never waited for by the preview."""

import errno
import os
from pathlib import Path

import pytest

from shopgen.core.disk import Disk, Place
from shopgen.reading import looking
from shopgen.reading.keeping import Keeper
from shopgen.reading.memory import Memory
from shopgen.reading.shop import read_shop
from shopgen.reading.sources import scan
from support.failing_disk import CountingDisk
from support.inline import lay, picture, report
from support.stores import store

pytestmark = pytest.mark.usefixtures("alone")

SHOP = """
-- catalog/mug.yaml --
title: Mug
sku: M
price: 1.00
images: [m.jpg]
-- catalog/m.jpg: 40x50 --
-- catalog/images/unused.png: 6x5 --
"""


def tones(root: Path, memory: Memory, processes: int = 1, looks: bool = True, disk: Disk | None = None) -> list[str]:
    sources = scan(disk or Disk(), root)
    reading = read_shop(sources, root / "none", memory, store(), processes=processes, looks=looks)
    assert report(finding for finding in reading.findings if finding.is_error) == ""
    assert reading.shop is not None
    wholes = map(reading.shop.whole, reading.shop.products.values())
    return [picture.tone for product in wholes for picture in product.pictures]


@pytest.fixture
def looked(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many bytes each picture had whose pixels were looked at."""
    seen: list[int] = []
    look = looking.looked_at
    monkeypatch.setattr(looking, "looked_at", lambda content: (seen.append(len(content)), look(content))[1])
    return seen


def test_a_picture_has_the_tone_of_its_pixels(tmp_path: Path) -> None:
    assert tones(lay(tmp_path, SHOP), Memory()) == ["blue"]


def test_without_looks_there_is_no_tone_until_somebody_looks(tmp_path: Path) -> None:
    root, memory = lay(tmp_path, SHOP), Memory()
    assert tones(root, memory, looks=False) == [""]
    assert tones(root, memory) == ["blue"]
    assert tones(root, memory, looks=False) == ["blue"]


def test_each_content_is_looked_at_once_wherever_it_lies(tmp_path: Path, looked: list[int]) -> None:
    root, memory = lay(tmp_path / "shop", SHOP), Memory()
    tones(root, memory)
    assert len(looked) == 2
    (root / "catalog/m.jpg").rename(root / "catalog/images/m.jpg")
    (root / "catalog/images/copy.jpg").write_bytes((root / "catalog/images/m.jpg").read_bytes())
    assert tones(root, memory) == ["blue"]
    assert len(looked) == 2


def test_another_process_looks_at_nothing_again(tmp_path: Path, looked: list[int]) -> None:
    root, memory = lay(tmp_path / "shop", SHOP), Memory()
    tones(root, memory)
    Keeper(Disk(), tmp_path / "kept", "toolchain").save(memory)
    assert tones(root, Keeper(Disk(), tmp_path / "kept", "toolchain").open()) == ["blue"]
    assert len(looked) == 2


def test_processes_find_what_one_finds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, looked: list[int]) -> None:
    monkeypatch.setattr(looking, "WORTH_PROCESSES", 2)
    assert tones(lay(tmp_path, SHOP), Memory(), processes=2) == ["blue"]
    assert looked == []  # not here


def test_what_breaks_at_its_pixels_has_no_tone(tmp_path: Path) -> None:
    root = lay(tmp_path, SHOP)
    (root / "catalog/m.jpg").write_bytes(picture(400, 500)[:-600])
    assert tones(root, Memory()) == [""]


class Hiccup(CountingDisk):
    """Cannot read the picture at first."""

    def read(self, path: Place) -> bytes:
        is_first = Path(path) not in self.named("read")
        content = super().read(path)
        if is_first and Path(path).name == "m.jpg":
            raise OSError(errno.EIO, "made to fail", str(path))
        return content


def test_a_picture_that_could_not_be_read_ahead_is_looked_at_when_it_is_used(tmp_path: Path) -> None:
    assert tones(lay(tmp_path, SHOP), Memory(), disk=Hiccup()) == ["blue"]


def test_what_a_process_that_died_was_to_look_at_is_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looking, "WORTH_PROCESSES", 2)
    monkeypatch.setattr(looking, "looked_at", lambda content: os._exit(1))
    assert tones(lay(tmp_path, SHOP), Memory(), processes=2) == ["blue"]
