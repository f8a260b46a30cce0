"""Where the time of a run goes, by stage. One stage runs at a time; one inside another stops the outer meanwhile."""

import os
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import islice
from typing import TypeVar

from msgspec import Struct

Item = TypeVar("Item")

REST = "rest"
"""The stage of everything that is in no other."""


class Lap(Struct, frozen=True):
    """Seconds on the clock, and seconds of processors in this process and in those that it waited for."""

    wall: float = 0
    cpu: float = 0


class Stopwatch:
    """Runs from the moment at which it is made."""

    is_running = True

    def __init__(self) -> None:
        self._laps: dict[str, Lap] = {}
        self._stage = REST
        self._began = _now()

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """What is done inside counts as `name`."""
        outer = self._switch(name)
        try:
            yield
        finally:
            self._switch(outer)

    def through(self, name: str, items: Iterable[Item]) -> Iterator[Item]:
        """The same items; the time that it takes to get each counts as `name`."""
        iterator = iter(items)
        while True:
            with self.stage(name):
                found = tuple(islice(iterator, 1))
            if not found:
                return
            yield found[0]

    def laps(self) -> Mapping[str, Lap]:
        """What was counted so far, by stage, in the order in which the stages began."""
        self._switch(self._stage)
        return dict(self._laps)

    def _switch(self, stage: str) -> str:
        """Begins `stage`; the one that ran until now."""
        outer, now = self._stage, _now()
        lap = self._laps.get(outer, Lap())
        self._laps[outer] = Lap(lap.wall + now.wall - self._began.wall, lap.cpu + now.cpu - self._began.cpu)
        self._laps.setdefault(stage, Lap())
        self._stage, self._began = stage, now
        return outer


class Unwatched(Stopwatch):
    """Counts nothing and costs nothing."""

    is_running = False

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        yield

    def through(self, name: str, items: Iterable[Item]) -> Iterator[Item]:
        return iter(items)


def _now() -> Lap:
    children = os.times()
    cpu = time.process_time() + children.children_user + children.children_system
    return Lap(time.perf_counter(), cpu)
