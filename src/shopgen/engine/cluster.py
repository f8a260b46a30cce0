"""A Dask cluster as an executor. All that shopgen knows of Dask is here; imported when a cluster is asked for."""

import logging
import threading
import time
import warnings
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, CancelledError, Future
from functools import partial
from types import TracebackType
from typing import Any

import dask
from distributed import Client, KilledWorker

from shopgen.core.failures import Failure, NetworkFailure
from shopgen.engine.executors import Distant

PATIENCE = 5.0
"""So many seconds may a scheduler take to answer, and to have its first worker."""

ALONE = 30.0
"""After so many seconds without any worker none will come back."""

LOOK = 1.0
SENT_AHEAD = 2
"""So many batches for each thread: the next one is there when one is done."""

_SILENT = {f"distributed{part}": logging.CRITICAL for part in ("", ".client", ".core", ".comm", ".batched", ".worker")}


class Cluster(Distant):
    """Does what is submitted once on some worker, and again on another when that one dies.

    A task of which Dask says that it kills workers ends with BrokenExecutor; all of them end with a Failure when the
    cluster is lost, or when a worker that joined is refused.
    """

    def __init__(self, address: str) -> None:
        """Raises NetworkFailure when there is no scheduler at `address`, or no worker with it."""
        self._address = address
        self._client = _connected(address)
        self._executor = self._client.get_executor(pure=False)
        self._failure: Failure | None = None
        self._welcomed: set[str] = set()
        self._ended = threading.Event()
        self._watch = threading.Thread(target=self._watch_workers, daemon=True)
        self.in_flight = SENT_AHEAD * sum(self._client.nthreads().values())

    def welcome(self, task: Callable[[], Any], judge: Callable[[str, Any], None]) -> None:
        self._greet = partial(self._ask, task, judge)
        judge(f"the scheduler at {self._address}", self._answer_of_scheduler(task))
        self._greet(set(self._client.nthreads()))
        self._watch.start()

    def submit(self, task: Callable[..., Any], /, *args: Any, **kwargs: Any) -> "Future[Any]":
        outcome: Future[Any] = Future()
        try:
            done = self._executor.submit(task, *args, **kwargs)
        except Exception:
            if self._failure is None and self._client.status == "running":
                raise
            raise self._failure or _lost(self._address) from None
        done.add_done_callback(partial(self._settle, outcome))
        return outcome

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Nobody waits any more for what is not done by now."""
        self._ended.set()
        if self._watch.is_alive():
            self._watch.join()
        self._executor.shutdown(wait=False)
        self._client.close()

    def _settle(self, outcome: "Future[Any]", done: "Future[Any]") -> None:
        problem = CancelledError() if done.cancelled() else done.exception()
        if problem is None:
            outcome.set_result(done.result())
        elif isinstance(problem, KilledWorker):
            outcome.set_exception(BrokenExecutor(str(problem)))
        elif isinstance(problem, CancelledError):
            outcome.set_exception(self._failure or _lost(self._address))
        else:
            outcome.set_exception(problem)

    def _answer_of_scheduler(self, task: Callable[[], Any]) -> Any:
        """It opens what is sent through it, and so needs all that its workers need."""
        try:
            return self._client.run_on_scheduler(task)
        except Exception as problem:
            return problem

    def _ask(self, task: Callable[[], Any], judge: Callable[[str, Any], None], workers: set[str]) -> None:
        answers = self._client.run(task, workers=list(workers), on_error="return") if workers else {}
        for address, answer in answers.items():
            if not isinstance(answer, OSError):  # who is gone cannot be wrong
                judge(f"the worker at {address}", answer)
        self._welcomed |= workers

    def _watch_workers(self) -> None:
        """Greets those that join, and gives up when nobody is left or the wrong one came."""
        try:
            self._greet_who_joins()
        except Failure as failure:
            self._failure = failure
        except Exception:
            self._failure = _lost(self._address)
        if self._failure is not None:
            self._executor.shutdown(wait=False)

    def _greet_who_joins(self) -> None:
        seen = time.monotonic()
        while not self._ended.wait(LOOK):
            there = set(self._client.nthreads())
            self._greet(there - self._welcomed)
            seen = time.monotonic() if there else seen
            if time.monotonic() - seen > ALONE:
                raise _empty(self._address)


def _connected(address: str) -> Client:
    for name, level in _SILENT.items():
        logging.getLogger(name).setLevel(level)
    try:
        with warnings.catch_warnings():
            dask.config.set({"distributed.admin.large-graph-warning-threshold": "1 TB"})  # pictures are large
            warnings.simplefilter("ignore")  # other versions are told of, and refused, in words of our own
            client = _answered(partial(Client, f"tcp://{address}", timeout=PATIENCE, set_as_default=False))
    except OSError:
        hint = "start it with `dask scheduler`, or build without --executor"
        raise NetworkFailure(f"no Dask scheduler answers at {address}", hint) from None
    try:
        client.wait_for_workers(1, timeout=PATIENCE)
    except TimeoutError:
        client.close()
        raise _empty(address) from None
    return client


def _answered(ask: Callable[[], Client]) -> Client:
    """What `ask` gives. Raises TimeoutError: Dask's own patience has no end with a server that never greets."""
    answer: Future[Client] = Future()

    def wait_for_it() -> None:
        try:
            answer.set_result(ask())
        except Exception as problem:
            answer.set_exception(problem)

    threading.Thread(target=wait_for_it, daemon=True).start()
    return answer.result(2 * PATIENCE)


def _empty(address: str) -> NetworkFailure:
    hint = f"start one with `dask worker tcp://{address} --nthreads 1`"
    return NetworkFailure(f"the Dask cluster at {address} has no workers", hint)


def _lost(address: str) -> NetworkFailure:
    return NetworkFailure(f"the connection with the Dask cluster at {address} was lost", "build again")
