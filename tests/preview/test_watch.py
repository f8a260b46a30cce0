"""From many file events to few changes."""

import time
from collections.abc import Set
from pathlib import Path

import pytest

from shopgen.core.disk import Disk
from shopgen.preview.watch import Changes, Watch


class Follower:
    """Records what `Changes` does; `is_good` is what a refresh finds."""

    def __init__(self, root: Path) -> None:
        disk = Disk()
        self.is_good = True
        self.refreshed = 0
        self.told: list[set[str]] = []
        self.changes = Changes(
            self._refresh, lambda paths: self.told.append(set(paths)), lambda p: disk.stamp(root / p)
        )
        self.changes.start()

    def _refresh(self, changed: Set[str]) -> bool:
        self.refreshed += 1
        return self.is_good

    def quiet(self) -> list[set[str]]:
        """What was told, once nothing more comes."""
        time.sleep(0.25)
        return self.told


@pytest.fixture
def follower(tmp_path: Path):
    found = Follower(tmp_path)
    yield found
    found.changes.stop()


def test_the_first_of_many_is_told_at_once_and_the_rest_together(tmp_path: Path, follower: Follower) -> None:
    for name in "abcde":
        (tmp_path / name).write_text(name)
    for name in "abcde":
        follower.changes.put(name)
    assert follower.quiet() == [{"a"}, {"b", "c", "d", "e"}]
    assert follower.refreshed == 2


def test_several_events_of_one_save_are_one_change(tmp_path: Path, follower: Follower) -> None:
    (tmp_path / "a").write_text("1")
    for _ in range(5):
        follower.changes.put("a")
    assert follower.quiet() == [{"a"}]
    follower.changes.put("a")
    assert follower.quiet() == [{"a"}]
    (tmp_path / "a").write_text("22")
    follower.changes.put("a")
    assert follower.quiet() == [{"a"}, {"a"}]


def test_an_error_is_told_when_it_is_quiet(tmp_path: Path, follower: Follower) -> None:
    follower.is_good = False
    (tmp_path / "a").write_text("half")
    follower.changes.put("a")
    time.sleep(0.01)
    assert follower.told == []
    assert follower.quiet() == [{"a"}]


def test_an_empty_file_is_waited_for(tmp_path: Path, follower: Follower) -> None:
    (tmp_path / "a.css").write_text("")
    follower.changes.put("a.css")
    time.sleep(0.01)
    (tmp_path / "a.css").write_text("body {}")
    follower.changes.put("a.css")
    assert follower.quiet() == [{"a.css"}]


@pytest.mark.parametrize("poll", [None, 0.05])
def test_only_files_of_the_shop_are_seen(tmp_path: Path, poll: float | None) -> None:
    seen: list[str] = []
    (tmp_path / "catalog").mkdir()
    (tmp_path / "public").mkdir()
    watch = Watch(tmp_path, seen.append, poll)
    watch.start()
    try:
        time.sleep(0.2)
        for path in (
            "catalog/a.yaml",
            "catalog/.a.yaml.swp",
            "catalog/a.yaml~",
            "public/b.html",
            "notes.txt",
            "shop.yaml",
        ):
            (tmp_path / path).write_text("a")
        (tmp_path / "catalog" / "new").mkdir()
        time.sleep(0.3)
        (tmp_path / "catalog" / "new" / "c.yaml").write_text("a")
        (tmp_path / "catalog" / "a.yaml").replace(tmp_path / "catalog" / "moved.yaml")
        time.sleep(0.4)
    finally:
        watch.stop()
    files = {path for path in seen if Path(path).suffix}
    assert files == {"catalog/a.yaml", "catalog/moved.yaml", "catalog/new/c.yaml", "shop.yaml"}
