"""Who does the work: this process, or worker processes.

Workers are set up once with a kitchen and then receive batches; they touch no store.
"""

import gc
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from multiprocessing.synchronize import Event
from types import TracebackType
from typing import Any

from msgspec import Struct

from shopgen.engine.jobs import Job
from shopgen.engine.kitchen import Kitchen, Made


class Batch(Struct, frozen=True):
    """Jobs with the values that they need, complete in itself."""

    jobs: tuple[Job, ...]
    values: Mapping[str, object]


class ThisProcess(Executor):
    """Runs what is submitted at once, here."""

    def __enter__(self) -> "ThisProcess":
        self._collected = gc.isenabled()
        _collect_only_what_comes()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        gc.unfreeze()
        if not self._collected:
            gc.disable()

    def submit(self, task: Callable[..., Any], /, *args: Any, **kwargs: Any) -> "Future[Any]":
        future: Future[Any] = Future()
        try:
            future.set_result(task(*args, **kwargs))
        except Exception as problem:
            future.set_exception(problem)
        return future


class Workers(ProcessPoolExecutor):
    """Processes with a kitchen each. When the block that uses them fails, they stop after the job they are at."""

    def __init__(self, jobs: int, build: Callable[[], Kitchen], method: str) -> None:
        context = multiprocessing.get_context(method)
        self._stop = context.Event()
        super().__init__(jobs, mp_context=context, initializer=_open_worker, initargs=(build, self._stop))

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None:
            self._stop.set()
        self.shutdown(wait=True, cancel_futures=kind is not None)


_kitchen: Kitchen | None = None
_stopped: Callable[[], bool] = bool


def open_kitchen(build: Callable[[], Kitchen]) -> None:
    """Sets this process up to make batches."""
    global _kitchen
    _kitchen = build()


def _open_worker(build: Callable[[], Kitchen], stop: Event) -> None:  # pragma: no cover - runs in workers
    global _stopped
    _stopped = stop.is_set
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _collect_only_what_comes()
    threading.Thread(target=_die_with_parent, daemon=True).start()
    open_kitchen(build)


def _collect_only_what_comes() -> None:
    """Templates leave garbage in circles. What is there before them is kept until the end, and in a forked worker even
    to look at it would copy it."""
    gc.freeze()
    gc.enable()


def _die_with_parent() -> None:  # pragma: no cover - runs in workers
    """A forked worker holds the lock of its parent; one that outlived a killed parent would hold it for ever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def make_batch(batch: Batch) -> tuple[Made, ...]:
    """Makes all jobs of `batch` in this worker's kitchen; fewer when the run was given up."""
    if _kitchen is None:
        raise RuntimeError("the worker has no kitchen")
    return tuple(_kitchen.make(job, batch.values) for job in batch.jobs if not _stopped())


def executor(jobs: int, build: Callable[[], Kitchen]) -> Executor:
    """Workers with a kitchen each; this process alone when `jobs` is 1.

    Forking is quick and shares memory, but only safe before any thread runs; else workers are spawned.
    """
    if jobs == 1:
        open_kitchen(build)
        return ThisProcess()
    can_fork = "fork" in multiprocessing.get_all_start_methods() and threading.active_count() == 1
    return Workers(jobs, build, "fork" if can_fork else "spawn")
