"""Who does the work: this process, worker processes, or workers on other machines.

What is submitted is a function with everything it needs: workers know nothing and touch no store.
"""

from abc import abstractmethod
from collections.abc import Callable
from concurrent.futures import Executor, Future
from types import TracebackType
from typing import Any

from shopgen.engine.aside import can_fork
from shopgen.engine.garbage import collecting_what_comes


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


class Distant(Executor):
    """Workers that see no file of this machine. `in_flight` batches under way keep all of them at work."""

    in_flight: int

    @abstractmethod
    def welcome(self, task: Callable[[], Any], judge: Callable[[str, Any], None]) -> None:
        """Has everyone who will do the work answer `task`, those who join later too, and `judge` who answered what.

        An exception is an answer too. What `judge` raises ends the work.
        """


def executor(jobs: int) -> Executor:
    """Worker processes; this process alone when `jobs` is 1.

    Forking is quick and shares memory, but only safe before any thread runs; else workers are spawned.
    """
    if jobs == 1:
        return ThisProcess()
    from shopgen.engine.workers import Workers  # a build without pictures needs none, and they take long to load

    return Workers(jobs, "fork" if can_fork() else "spawn")
