"""From many file events to few plans: the first of a burst acts at once, the rest when it is quiet."""

from collections.abc import Callable, Set
from queue import Empty, Queue
from threading import Thread
from time import monotonic
from typing import Protocol

QUIET_SECONDS = 0.03
HALF_WRITTEN_SECONDS = 0.1
MANY = 50
QUIET_SECONDS_AFTER_MANY = 0.25
"""A program that writes many files pauses now and then, and nobody waits for the first of them."""

MOMENT_SECONDS = 0.25
"""When nothing was saved for so long, there is time for what the next edit would else wait for."""

LONGEST_BURST_SECONDS = 5.0
LONGEST_SLEEP_SECONDS = 30.0
"""The clock of the system may be set, and a computer may sleep: how long to wait is asked again this often."""

Tell = Callable[[], None]


class Shop(Protocol):
    """What follows the changes of files."""

    def news(self, paths: Set[str] | None) -> Set[str]:
        """The files at and below `paths`, or of the whole shop, that are otherwise than they were last read."""

    def is_half_written(self, path: str) -> bool:
        """Whether somebody seems to be about to write the file."""

    def refresh(self, changed: Set[str]) -> bool:
        """Plans anew after the files `changed` were saved; returns whether the shop is without errors."""

    def seconds_left(self) -> float | None:
        """How long nothing changes by the clock alone; None for ever."""

    def settle(self) -> None:
        """Called when there is time."""


class Arrivals(Protocol):
    """The paths of files as they are saved, and None once there will be no more."""

    def put(self, path: str | None, /) -> None:
        """Has a path arrive."""

    def get(self, *, timeout: float) -> str | None:
        """The next that has arrived; raises Empty when none does for `timeout` seconds."""


class Changes(Thread):
    """Refreshes `shop` for what is `put`, and tells that it changed.

    What is wrong is told only after a moment: a file may be half written.
    """

    def __init__(
        self,
        shop: Shop,
        tell: Tell,
        arrivals: Arrivals | None = None,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        """`clock` gives the seconds that the timeouts of `arrivals` are counted in."""
        super().__init__(daemon=True, name="shopgen changes")
        self._shop = shop
        self._tell = tell
        self._queue = arrivals or Queue[str | None]()
        self._clock = clock
        self._is_to_look_everywhere = False

    def put(self, path: str) -> None:
        self._queue.put(path)

    def put_all(self) -> None:
        """Looks everywhere in a moment: something may have changed before the first event could come."""
        self._is_to_look_everywhere = True

    def stop(self) -> None:
        self._queue.put(None)

    def run(self) -> None:
        is_settled = False
        while True:
            try:
                first = self._queue.get(timeout=self._patience() if is_settled else MOMENT_SECONDS)
            except Empty:
                self._follow_the_clock()
                if not is_settled:
                    self._settle()
                is_settled = True
                continue
            if first is None:
                return
            self._follow(first)
            is_settled = False

    def _settle(self) -> None:
        if self._is_to_look_everywhere:
            self._is_to_look_everywhere = False
            for path in self._shop.news(None):
                self._queue.put(path)
        self._shop.settle()

    def _follow(self, first: str) -> None:
        changed = self._shop.news({first})
        if not changed:
            return
        is_good = not any(map(self._shop.is_half_written, changed)) and self._shop.refresh(changed)
        if is_good:
            self._tell()
        more = self._shop.news(self._gathered(QUIET_SECONDS if is_good else HALF_WRITTEN_SECONDS) | changed)
        if more:
            self._shop.refresh(more)
        if more or not is_good:
            self._tell()

    def _gathered(self, quiet: float) -> set[str]:
        """What changes until nothing does for `quiet` seconds."""
        paths: set[str] = set()
        deadline = self._clock() + LONGEST_BURST_SECONDS
        while self._clock() < deadline:
            try:
                path = self._queue.get(timeout=quiet if len(paths) < MANY else QUIET_SECONDS_AFTER_MANY)
            except Empty:
                break
            if path is None:
                self._queue.put(None)
                break
            paths.add(path)
        return paths

    def _patience(self) -> float:
        left = self._shop.seconds_left()
        return LONGEST_SLEEP_SECONDS if left is None else max(0.0, min(left, LONGEST_SLEEP_SECONDS))

    def _follow_the_clock(self) -> None:
        if self._shop.seconds_left() == 0:
            self._shop.refresh(set())
            self._tell()
