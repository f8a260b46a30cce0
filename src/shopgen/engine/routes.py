"""How batches come to whoever does the work: near, where the files can be read, or on another machine."""

import sys
from collections.abc import Callable, Mapping
from concurrent.futures import Executor, Future
from functools import partial
from typing import Any

from msgspec import Struct

import shopgen
from shopgen.core.failures import EnvironmentFailure
from shopgen.engine.batches import Build, batch_of, files_of, make_batch, make_here, open_kitchen
from shopgen.engine.bundle import Bundle
from shopgen.engine.executors import Distant, ThisProcess
from shopgen.engine.jobs import Job
from shopgen.engine.kitchen import Kitchen, Recipe
from shopgen.engine.larder import Larder
from shopgen.engine.refusal import Refused

IN_FLIGHT = 16
BYTES_IN_FLIGHT = 256 * 1024 * 1024
"""What is sent lies in memory here, and in that of a cluster's scheduler, until it has been made."""

FAR_BATCHES = 4
"""So many batches go together to another machine, because the trip takes longer."""

Sent = tuple["Future[bytes | None]", int]
"""What will come back, and how many bytes went."""


class Kitchenware(Struct, frozen=True):
    """This process's own kitchen, and how a worker builds the like of it from a bundle."""

    kitchen: Kitchen
    build: Build

    @property
    def recipes(self) -> Mapping[str, Recipe]:
        return self.kitchen.recipes


class Route:
    """To executors that read files where they lie."""

    in_flight = IN_FLIGHT
    batches = 1

    def __init__(self, executor: Executor, ware: Kitchenware, larder: Larder) -> None:
        self._executor = executor
        self._ware = ware
        self._larder = larder

    def send(self, jobs: tuple[Job, ...], bundle: Bundle | None = None) -> Sent:
        """Raises BrokenExecutor when nobody is there."""
        return self._submit(batch_of(jobs, self._larder.of(jobs), self._ware.kitchen), bundle)

    def _submit(self, content: bytes, bundle: Bundle | None) -> Sent:
        return self._executor.submit(make_batch, self._ware.build, content, bundle), len(content)


class HereRoute(Route):
    """To this process, which makes what is sent at once, in its own kitchen."""

    def send(self, jobs: tuple[Job, ...], bundle: Bundle | None = None) -> Sent:
        return self._executor.submit(make_here, self._ware.kitchen, jobs, self._larder.of(jobs)), 0


class FarRoute(Route):
    """To workers that get everything by value. What is not worth the trip is made in this process."""

    batches = FAR_BATCHES

    def __init__(self, executor: Distant, ware: Kitchenware, larder: Larder) -> None:
        """Raises EnvironmentFailure for workers that would make other bytes than this machine."""
        super().__init__(executor, ware, larder)
        self._here = HereRoute(ThisProcess(), ware, larder)
        executor.welcome(partial(introduce, ware.build, ware.kitchen.bundle), judge(ware.kitchen))
        self.in_flight = max(IN_FLIGHT, executor.in_flight)

    def send(self, jobs: tuple[Job, ...], bundle: Bundle | None = None) -> Sent:
        kitchen = self._ware.kitchen
        if not kitchen.recipes[jobs[0].recipe].travels:
            return self._here.send(jobs, bundle)
        values = self._larder.of(jobs)
        try:
            files = files_of(jobs, values, kitchen)
        except Refused:
            return self._here.send(jobs, bundle)  # which says for each of them whether it is refused
        return self._submit(batch_of(jobs, values, kitchen, files), bundle)


def route(executor: Executor, ware: Kitchenware, larder: Larder) -> Route:
    match executor:
        case Distant():
            return FarRoute(executor, ware, larder)
        case ThisProcess():
            return HereRoute(executor, ware, larder)
        case _:
            return Route(executor, ware, larder)


def introduce(build: Build, bundle: Bundle) -> dict[str, str]:
    """What a worker makes outputs with, once it has the bundle."""
    return _told(open_kitchen(build, bundle))


def judge(kitchen: Kitchen) -> Callable[[str, Any], None]:
    """Refuses the answers of `introduce` from workers that would make something else than `kitchen`."""
    mine = _told(kitchen.toolchain)

    def check(who: str, theirs: Any) -> None:
        if theirs == mine:
            return
        hint = "install the same Python, shopgen and libraries there as here"
        if not isinstance(theirs, dict):
            raise EnvironmentFailure(f"{who} has no shopgen that can be used: {theirs}", hint)
        other = next(name for name in mine if theirs.get(name) != mine[name])
        message = f"{who} has {other} {theirs.get(other)}, and this machine has {mine[other]}"
        raise EnvironmentFailure(message, hint)

    return check


def _told(toolchain: str) -> dict[str, str]:
    return {
        "Python": "{}.{}".format(*sys.version_info),
        "shopgen": shopgen.__version__,
        "the toolchain": toolchain[:12],
    }
