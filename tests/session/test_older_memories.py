"""A memory of an earlier format is of no more use once there is one of this format; nobody else's things are."""

import shutil
from pathlib import Path

import pytest

from shopgen.core.disk import Disk
from shopgen.engine.memory import FORMAT
from shopgen.memories import throw_away_older
from support.failing_disk import CountingDisk
from support.workplace import Workplace

MUG = "-- catalog/mugs/moss.yaml --\ntitle: Moss mug\nsku: M-1\nprice: 24.00\n"


@pytest.fixture
def workplace(tmp_path: Path) -> Workplace:
    """A shop with a memory of every format: what a build and a preview leave there, and a run that was killed."""
    workplace = Workplace(tmp_path / "shop", MUG)
    preview = workplace.session(is_preview=True)
    preview.make("index.html", preview.plan())
    preview.save()
    workplace.build()
    memory = workplace.cache / FORMAT
    large = memory / "store" / "large" / "ab" / ("c" * 38)
    large.parent.mkdir(parents=True)
    for file in (large, memory / "images", memory / "store" / f".shopgen-{'0' * 16}"):
        file.write_bytes(b"...")
    for number in (*range(1, int(FORMAT)), int(FORMAT) + 1):
        shutil.copytree(memory, workplace.cache / str(number))
    workplace.replace("catalog/mugs/moss.yaml", "24.00", "25.00")
    return workplace


def numbered(workplace: Workplace) -> list[str]:
    return sorted(path.name for path in workplace.cache.iterdir() if path.name.isdigit())


def test_a_build_removes_those_before_its_own(workplace: Workplace) -> None:
    workplace.build()
    assert numbered(workplace) == [FORMAT, str(int(FORMAT) + 1)]
    assert workplace.build().made == {}


def test_a_build_with_errors_leaves_them(workplace: Workplace) -> None:
    before = numbered(workplace)
    workplace.replace("catalog/mugs/moss.yaml", "25.00", "many")
    assert workplace.build().has_errors
    assert numbered(workplace) == before


@pytest.mark.parametrize("path", ["1/notes.txt", "1/store/packs/notes.txt", "1/preview/deep/ledger", "1/Ledger"])
def test_what_somebody_put_among_it_stays(workplace: Workplace, path: str) -> None:
    file = workplace.cache / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("mine")
    workplace.build()
    assert file.read_text() == "mine"
    assert [each for each in (workplace.cache / "1").rglob("*") if each.is_file()] == [file]


@pytest.mark.parametrize("path", ["3/ledger", "2/2025.xlsx", "03/store/index", "1x/store/index"])
def test_folders_with_a_number_may_be_somebody_elses(tmp_path: Path, path: str) -> None:
    workplace = Workplace(tmp_path / "shop", MUG)
    file = workplace.cache / path
    file.parent.mkdir(parents=True)
    file.write_text("mine")
    workplace.build()
    assert file.read_text() == "mine"


def test_a_link_is_not_followed(workplace: Workplace, tmp_path: Path) -> None:
    shutil.move(workplace.cache / "1", tmp_path / "elsewhere")
    (workplace.cache / "1").symlink_to(tmp_path / "elsewhere")
    workplace.build()
    assert (tmp_path / "elsewhere" / "ledger").is_file()


def test_what_cannot_be_removed_is_no_reason_to_fail(workplace: Workplace) -> None:
    class Stubborn(CountingDisk):
        def remove(self, path: str | Path) -> None:
            if (workplace.cache / "1") in Path(path).parents:
                raise PermissionError(13, "Permission denied", str(path))
            super().remove(path)

    assert not workplace.session(Stubborn()).build().has_errors
    assert numbered(workplace) == ["1", FORMAT, str(int(FORMAT) + 1)]


def test_a_cache_that_has_gone_is_no_reason_to_fail(tmp_path: Path) -> None:
    throw_away_older(Disk(), tmp_path / "gone")
