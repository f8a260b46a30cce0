"""From many file events to few plans."""

from collections.abc import Callable, Set
from pathlib import Path
from queue import Empty
from threading import Event

import pytest

from shopgen.preview.changes import Changes

Save = tuple[float, str, str | None]
"""A moment, a file, and what is written into it then; None for a file that is removed."""


class Followed:
    """A folder whose files are known by content; records what `Changes` does with it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.is_good: Callable[[bytes | None], bool] = lambda content: True
        self.left: float | None = None
        self.refreshed: list[set[str]] = []
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
        return all(self.is_good(self._content(path)) for path in changed)

    def _content(self, path: str) -> bytes | None:
        try:
            return (self.root / path).read_bytes()
        except FileNotFoundError:
            return None

    def seconds_left(self) -> float | None:
        return self.left

    def settle(self) -> None: ...


class Saved:
    """What somebody saves in `root` and when. Waiting for it takes no time."""

    def __init__(self, root: Path, saves: list[Save], until: float) -> None:
        self.now = 0.0
        self._root = root
        self._saves = saves
        self._until = until
        self._here: list[str | None] = []

    def put(self, path: str | None, /) -> None:
        self._here.append(path)

    def get(self, *, timeout: float) -> str | None:
        if self._here:
            return self._here.pop(0)
        moment = self._saves[0][0] if self._saves else self._until
        if moment > self.now + timeout:
            self.now += timeout
            raise Empty
        self.now = max(self.now, moment)
        return self._save() if self._saves else None

    def _save(self) -> str:
        _, name, text = self._saves.pop(0)
        (self._root / name).unlink(missing_ok=True) if text is None else (self._root / name).write_text(text)
        return name


class Told:
    """`at` is when `followed` was told to have changed by an hour in which the files were saved so."""

    def __init__(self, followed: Followed, saves: list[Save], before: Callable[[Changes], object] = bool) -> None:
        self.at: list[float] = []
        saved = Saved(followed.root, saves, 3600)
        changes = Changes(followed, lambda: self.at.append(round(saved.now, 3)), saved, lambda: saved.now)
        before(changes)
        changes.run()


@pytest.fixture
def followed(tmp_path: Path) -> Followed:
    return Followed(tmp_path)


def test_the_first_of_many_is_told_at_once_and_the_rest_together(followed: Followed) -> None:
    told = Told(followed, [(7, name, name) for name in "abcde"])
    assert told.at == [7, 7.03]
    assert followed.refreshed == [{"a"}, {"b", "c", "d", "e"}]


def test_very_many_are_waited_for_longer(followed: Followed) -> None:
    told = Told(followed, [(7 + number / 100, f"{number}", "text") for number in range(60)])
    assert told.at == [7, 7.84]
    assert [len(changed) for changed in followed.refreshed] == [1, 59]


def test_who_never_stops_to_save_is_told_every_five_seconds(followed: Followed) -> None:
    told = Told(followed, [(number / 100, "a", f"{number}") for number in range(1200)])
    assert told.at == [0, 5, 5.01, 10.01, 10.02, 12.02]


def test_events_after_which_a_file_is_as_before_are_no_news(followed: Followed) -> None:
    told = Told(
        followed,
        [
            *[(0.0, "a", "1")] * 5,
            (1.0, "a", "1"),
            (1.0, "4913", None),  # vim makes and removes a file of this name before it saves
            (2.0, "a", None),
        ],
    )
    assert told.at == [0, 2]


def test_what_is_wrong_is_told_a_moment_later_and_not_when_it_was_half_written(followed: Followed) -> None:
    followed.is_good = lambda content: content != b"half"
    told = Told(followed, [(0, "a", "half"), (0.02, "a", "whole")])
    assert told.at == [0.12]
    assert followed.refreshed == [{"a"}, {"a"}]


def test_what_stays_wrong_is_told_once(followed: Followed) -> None:
    followed.is_good = lambda content: False
    told = Told(followed, [(0, "a", "wrong")])
    assert told.at == [0.1]
    assert followed.refreshed == [{"a"}]


def test_an_empty_file_is_waited_for(followed: Followed) -> None:
    told = Told(followed, [(0, "a.css", ""), (0.02, "a.css", "body {}")])
    assert told.at == [0.12]
    assert followed.refreshed == [{"a.css"}]


def test_an_empty_file_that_stays_empty_is_a_change(followed: Followed) -> None:
    told = Told(followed, [(0, "a.css", "")])
    assert told.at == [0.1]


def test_what_changed_before_the_first_event_is_found(followed: Followed) -> None:
    (followed.root / "a").write_text("a")
    told = Told(followed, [], Changes.put_all)
    assert told.at == [0.25]


def test_the_clock_changes_a_shop_too(followed: Followed) -> None:
    followed.left = 0.0
    told = Told(followed, [])
    assert told.at == [0.25]
    assert followed.refreshed == [set()]


def test_it_follows_while_others_go_on_and_ends_when_it_is_told_to(followed: Followed) -> None:
    told = Event()
    changes = Changes(followed, told.set)
    changes.start()
    (followed.root / "a").write_text("a")
    changes.put("a")
    assert told.wait(60)
    changes.stop()
    changes.join(60)
    assert not changes.is_alive()
