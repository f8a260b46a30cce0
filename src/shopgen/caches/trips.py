"""Many questions to one cache: a few at a time, for a limited time, and none any more once it is of no use."""

import time
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from itertools import islice
from typing import TypeVar

from shopgen.caches.protocol import Cache, Patience, Trouble
from shopgen.engine.elsewhere import Wanted

AT_ONCE = 12
AHEAD = 2 * AT_ONCE
"""So many answers are under way, or wait in memory for their turn."""

BORNE = 8
"""After so many troubles nothing more is asked."""

Open = Callable[[float], Cache]
"""Opens the cache, by the moment until which somebody waits for it. Raises Trouble."""

_Task = Callable[[Cache], bytes | None]
_Ask = Callable[[_Task], "Future[bytes | None]"]
_Answer = TypeVar("_Answer")


class Trips:
    """Asks a cache, which is open only meanwhile, and remembers what went wrong.

    Threads have ended when a call is over, but for those that wait for a cache which is of no use any more.
    """

    def __init__(self, open_cache: Open, patience: Patience) -> None:
        self._open = open_cache
        self._patience = patience
        self._left = 0.0
        self._troubles: Counter[tuple[str, str]] = Counter()
        self.is_over = False

    @property
    def trouble(self) -> Trouble | None:
        """What went wrong most often; None when nothing did."""
        return Trouble(*self._troubles.most_common(1)[0][0]) if self._troubles else None

    def fetch(self, wanted: Sequence[Wanted]) -> Iterator[bytes | None]:
        """For each, in its turn, its bytes; None where the cache lacks them or is of no use any more."""
        return self._answers(len(wanted), (partial(_got, each, self._until()) for each in wanted))

    def store(self, made: Iterable[tuple[Wanted, bytes]], count: int) -> int:
        """Gives the cache `count` pictures; how many it took."""
        tasks = (partial(_put, each, content, self._until()) for each, content in made)
        return sum(answer is not None for answer in self._answers(count, tasks))

    def _answers(self, count: int, tasks: Iterator[_Task]) -> Iterator[bytes | None]:
        self._left = self._patience.for_all(count)
        with self._opened(count) as ask:
            under_way: deque[Future[bytes | None]] = deque()
            for _ in range(count):
                if ask is not None and not self.is_over:
                    under_way.extend(map(ask, islice(tasks, AHEAD - len(under_way))))
                yield self._answer(under_way.popleft()) if under_way else None

    @contextmanager
    def _opened(self, count: int) -> Iterator[_Ask | None]:
        """Gives what hands a task over to a thread; None when the cache is of no use."""
        pool, cache = ThreadPoolExecutor(AT_ONCE), None
        try:
            if count and not self.is_over:
                cache = self._waited(pool.submit(self._open, self._until()))
            yield None if cache is None else partial(_asked, pool, cache)
        except BaseException:
            self.is_over = True
            raise
        finally:
            if cache is not None:
                cache.close()
            pool.shutdown(wait=not self.is_over, cancel_futures=True)

    def _answer(self, future: "Future[bytes | None]") -> bytes | None:
        return None if self.is_over and not future.done() else self._waited(future)

    def _waited(self, future: "Future[_Answer]") -> "_Answer | None":
        """What comes; None for trouble. Only the time that this takes is counted: somebody may work between two."""
        began = time.monotonic()
        try:
            return future.result(max(0.0, self._left))
        except TimeoutError:
            self._note(Trouble("is too slow to answer"), is_last=True)
        except Trouble as problem:
            self._note(problem, is_last=self._troubles.total() + 1 >= BORNE)
        finally:
            self._left -= time.monotonic() - began
        return None

    def _note(self, trouble: Trouble, is_last: bool) -> None:
        self._troubles[trouble.what, trouble.hint] += 1
        self.is_over = self.is_over or is_last

    def _until(self) -> float:
        return time.monotonic() + self._left


def _asked(pool: ThreadPoolExecutor, cache: Cache, task: _Task) -> "Future[bytes | None]":
    return pool.submit(task, cache)


def _got(wanted: Wanted, until: float, cache: Cache) -> bytes | None:
    return cache.get(wanted, until)


def _put(wanted: Wanted, content: bytes, until: float, cache: Cache) -> bytes:
    cache.put(wanted, content, until)
    return b""
