"""Who does the work: this process, worker processes, or workers on other machines.

What is submitted is a function with everything it needs: workers know nothing and touch no store.
"""

import gc
import multiprocessing
import os
import signal
import threading
from abc import abstractmethod
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing.synchronize import Event
from types import TracebackType
from typing import Any


class ThisProcess(Executor):
    """Runs what is submitted at once, here."""

    def __enter__(self) -> "ThisProcess":
        self._collecting = collecting_what_comes()
        self._collecting.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._collecting.__exit__(kind, problem, trace)

    def submit(self, task: Callable[..., Any], /, *args: Any, **kwargs: Any) -> "Future[Any]":
        future: Future[Any] = Future()
        try:
            future.set_result(task(*args, **kwargs))
        except Exception as problem:
            future.set_exception(problem)
        return future


class Workers(ProcessPoolExecutor):
    """Processes, started at once: this one may have threads when the first job comes, and must not be forked then.

    When the block that uses them fails, they stop after the job they are at.
    """

    def __init__(self, jobs: int, method: str) -> None:
        context = multiprocessing.get_context(method)
        self._stop = context.Event()
        super().__init__(jobs, mp_context=context, initializer=_open_worker, initargs=(self._stop,))
        self.submit(is_given_up)

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None:
            self._stop.set()
        self.shutdown(wait=True, cancel_futures=kind is not None)


class Distant(Executor):
    """Workers that see no file of this machine. `in_flight` batches under way keep all of them at work."""

    in_flight: int

    @abstractmethod
    def welcome(self, task: Callable[[], Any], judge: Callable[[str, Any], None]) -> None:
        """Has everyone who will do the work answer `task`, those who join later too, and `judge` who answered what.

        An exception is an answer too. What `judge` raises ends the work.
        """


_stopped: Callable[[], bool] = bool


def is_given_up() -> bool:
    """Whether nobody waits any more for what this process does."""
    return _stopped()


def _open_worker(stop: Event) -> None:  # pragma: no cover - runs in workers
    global _stopped
    _stopped = stop.is_set
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _collect_only_what_comes()
    threading.Thread(target=_die_with_parent, daemon=True).start()


@contextmanager
def collecting_what_comes() -> Iterator[None]:
    """Has Python look for garbage, but only among what is made inside."""
    is_enabled = gc.isenabled()
    _collect_only_what_comes()
    try:
        yield
    finally:
        gc.unfreeze()
        if not is_enabled:
            gc.disable()


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


def executor(jobs: int) -> Executor:
    """Worker processes; this process alone when `jobs` is 1.

    Forking is quick and shares memory, but only safe before any thread runs; else workers are spawned.
    """
    if jobs == 1:
        return ThisProcess()
    can_fork = "fork" in multiprocessing.get_all_start_methods() and threading.active_count() == 1
    return Workers(jobs, "fork" if can_fork else "spawn")
