"""From many file events to few plans."""

import time
from collections.abc import Callable, Iterator, Set
from pathlib import Path

import pytest

from shopgen.preview.changes import Changes


class Followed:
    """A folder whose files are known by content; records what `Changes` does with it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.is_good = True
        self.left: float | None = None
        self.refreshed: list[set[str]] = []
        self.told = 0
        self._known: dict[str, bytes | None] = {}

    def news(self, paths: Set[str] | None) -> Set[str]:
        asked = {*(path.name for path in self.root.iterdir()), *self._known} if paths is None else paths
        return {path for path in asked if self._content(path) != self._known.get(path)}

    def is_half_written(self, path: str) -> bool:
        return self._content(path) == b""

    def refresh(self, changed: Set[str]) -> bool:
        self._known.update({path: self._content(path) for path in changed})
        self.refreshed.append(set(changed))
        self.left = None
        return self.is_good

    def _content(self, path: str) -> bytes | None:
        try:
            return (self.root / path).read_bytes()
        except FileNotFoundError:
            return None

    def tell(self) -> None:
        self.told += 1

    def seconds_left(self) -> float | None:
        return self.left

    def settle(self) -> None: ...


@pytest.fixture
def followed(tmp_path: Path) -> Followed:
    return Followed(tmp_path)


@pytest.fixture
def changes(followed: Followed) -> Iterator[Changes]:
    changes = Changes(followed, followed.tell)
    yield changes
    changes.stop()


def quiet(calls: Callable[[], int]) -> int:
    """How many there are once no more come."""
    time.sleep(0.4)
    return calls()


def test_the_first_of_many_is_told_at_once_and_the_rest_together(followed: Followed, changes: Changes) -> None:
    for name in "abcde":
        (followed.root / name).write_text(name)
        changes.put(name)
    changes.start()
    assert quiet(lambda: followed.told) == 2
    assert followed.refreshed == [{"a"}, {"b", "c", "d", "e"}]


def test_events_after_which_a_file_is_as_before_are_no_news(followed: Followed, changes: Changes) -> None:
    changes.start()
    (followed.root / "a").write_text("1")
    for _ in range(5):
        changes.put("a")
    assert quiet(lambda: followed.told) == 1
    changes.put("a")
    changes.put("4913")  # vim makes and removes a file of this name before it saves
    assert quiet(lambda: followed.told) == 1
    (followed.root / "a").unlink()
    changes.put("a")
    assert quiet(lambda: followed.told) == 2


def test_what_is_wrong_is_told_a_moment_later_and_not_when_it_was_half_written(
    followed: Followed, changes: Changes
) -> None:
    changes.start()
    followed.is_good = False
    (followed.root / "a").write_text("half")
    changes.put("a")
    time.sleep(0.02)
    assert followed.told == 0
    followed.is_good = True
    (followed.root / "a").write_text("whole")
    changes.put("a")
    assert quiet(lambda: followed.told) == 1
    assert len(followed.refreshed) == 2


def test_what_stays_wrong_is_told_once(followed: Followed, changes: Changes) -> None:
    changes.start()
    followed.is_good = False
    (followed.root / "a").write_text("wrong")
    changes.put("a")
    assert quiet(lambda: followed.told) == 1
    assert len(followed.refreshed) == 1


def test_an_empty_file_is_waited_for(followed: Followed, changes: Changes) -> None:
    changes.start()
    (followed.root / "a.css").write_text("")
    changes.put("a.css")
    time.sleep(0.02)
    (followed.root / "a.css").write_text("body {}")
    changes.put("a.css")
    assert quiet(lambda: followed.told) == 1
    assert followed.refreshed == [{"a.css"}]


def test_an_empty_file_that_stays_empty_is_a_change(followed: Followed, changes: Changes) -> None:
    changes.start()
    (followed.root / "a.css").write_text("")
    changes.put("a.css")
    assert quiet(lambda: followed.told) == 1


def test_what_changed_before_the_first_event_is_found(followed: Followed, changes: Changes) -> None:
    (followed.root / "a").write_text("a")
    changes.start()
    changes.put_all()
    assert quiet(lambda: followed.told) == 1


def test_the_clock_changes_a_shop_too(followed: Followed, changes: Changes) -> None:
    followed.left = 0.0
    changes.start()
    assert quiet(lambda: followed.told) == 1
    assert followed.refreshed == [set()]
