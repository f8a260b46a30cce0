"""Who does the work: this process, or worker processes.

Workers are set up once with a kitchen and then receive batches; they touch no store.
"""

import multiprocessing
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import Executor, Future, ProcessPoolExecutor
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

    def submit(self, task: Callable[..., Any], /, *args: Any, **kwargs: Any) -> "Future[Any]":
        future: Future[Any] = Future()
        try:
            future.set_result(task(*args, **kwargs))
        except Exception as problem:
            future.set_exception(problem)
        return future


_kitchen: Kitchen | None = None


def open_kitchen(build: Callable[[], Kitchen]) -> None:
    """Sets this process up as a worker."""
    global _kitchen
    _kitchen = build()


def make_batch(batch: Batch) -> tuple[Made, ...]:
    """Makes all jobs of `batch` in this worker's kitchen."""
    if _kitchen is None:
        raise RuntimeError("the worker has no kitchen")
    return tuple(_kitchen.make(job, batch.values) for job in batch.jobs)


def executor(jobs: int, build: Callable[[], Kitchen]) -> Executor:
    """Workers with a kitchen each; this process alone when `jobs` is 1.

    Forking is quick and shares memory, but only safe before any thread runs; else workers are spawned.
    """
    if jobs == 1:
        open_kitchen(build)
        return ThisProcess()
    can_fork = "fork" in multiprocessing.get_all_start_methods() and threading.active_count() == 1
    context = multiprocessing.get_context("fork" if can_fork else "spawn")
    return ProcessPoolExecutor(jobs, mp_context=context, initializer=open_kitchen, initargs=(build,))
