"""Worker processes on this machine."""

import multiprocessing
import os
import signal
import threading
from concurrent.futures import ProcessPoolExecutor
from multiprocessing.synchronize import Event
from types import TracebackType

from shopgen.engine.garbage import collect_only_what_comes
from shopgen.engine.stopping import is_given_up, stop_when


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


def _open_worker(stop: Event) -> None:  # pragma: no cover - runs in workers
    stop_when(stop.is_set)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    collect_only_what_comes()
    threading.Thread(target=_die_with_parent, daemon=True).start()


def _die_with_parent() -> None:  # pragma: no cover - runs in workers
    """A forked worker holds the lock of its parent; one that outlived a killed parent would hold it for ever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
