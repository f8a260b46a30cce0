"""Jobs through an executor: in batches, a few under way at a time, and with a culprit when a worker dies."""

from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait

from shopgen.core.diagnostics import Diagnostic, Field, Severity
from shopgen.core.digests import Digest
from shopgen.core.failures import EnvironmentFailure
from shopgen.engine.batches import made_of
from shopgen.engine.bundle import Bundle
from shopgen.engine.jobs import Job
from shopgen.engine.kitchen import Made, Recipe
from shopgen.engine.larder import Larder
from shopgen.engine.routes import BYTES_IN_FLIGHT, Kitchenware, Route, route

DEATHS = 10
"""So many dead workers are no longer the fault of single outputs."""

_Jobs = tuple[Job, ...]


def work(
    jobs: Iterable[Job],
    larder: Larder,
    ware: Kitchenware,
    open_workers: Callable[[], Executor],
    seconds: dict[str, float] | None = None,
) -> Generator[Made, None, None]:
    """Each job made or failed, as it comes. `jobs` are asked for as there is room, so they may still be in planning.

    How long each output took is noted in `seconds`, by path. A worker that dies costs the one output that it died of;
    of what was under way with it each is made again alone. Raises EnvironmentFailure when workers keep dying, or would
    make something else than this process.
    """
    crew = _Crew(jobs, larder, ware, seconds)
    deaths = 0
    while True:
        with open_workers() as executor:
            try:
                yield from crew.fly(route(executor, ware, larder))
            except BrokenExecutor:
                deaths += 1
                if deaths > DEATHS:
                    raise EnvironmentFailure("worker processes keep dying", "run again with `--jobs 1`") from None
            else:
                return
        yield from crew.culprit()


class _Crew:
    """Batches under way. `suspects` are those of which one may have killed a worker: they go one at a time."""

    def __init__(
        self, jobs: Iterable[Job], larder: Larder, ware: Kitchenware, seconds: dict[str, float] | None
    ) -> None:
        self._larder = larder
        self._seconds = seconds
        self._bundle = ware.kitchen.bundle
        self._times = 1
        self._batches = self._together(jobs, ware.recipes)
        self._waiting: deque[_Jobs] = deque()
        self._suspects: deque[_Jobs] = deque()
        self._under_way: dict[Future[bytes | None], tuple[_Jobs, int]] = {}

    def fly(self, route: Route) -> Iterator[Made]:
        """Everything there is. Raises BrokenExecutor when a worker died."""
        self._times = route.batches
        while self._suspects or self._under_way:
            if not self._under_way:
                self._send(route, self._suspects)
            yield from self._landed(route, None)
        has_more = True
        while has_more or self._under_way:
            has_room = has_more and self._has_room(route)
            if has_room:
                has_more = self._next(route)
            yield from self._landed(route, 0 if has_room and has_more else None)

    def culprit(self) -> Iterator[Made]:
        """What killed the worker when only one job was there; else all that were become suspects."""
        lost = [job for future, (batch, _) in self._under_way.items() if _is_broken(future) for job in batch]
        self._waiting.extend(batch for future, (batch, _) in self._under_way.items() if not _is_broken(future))
        self._under_way.clear()
        if len(lost) == 1:
            yield _died(lost[0])
        else:
            self._suspects.extend((job,) for job in lost)

    def _has_room(self, route: Route) -> bool:
        size = sum(size for _, size in self._under_way.values())
        return len(self._under_way) < route.in_flight and size < BYTES_IN_FLIGHT

    def _next(self, route: Route) -> bool:
        if not self._waiting:
            batch = next(self._batches, None)
            if batch is None:
                return False
            self._waiting.append(batch)
        self._send(route, self._waiting)
        return True

    def _send(self, route: Route, batches: deque[_Jobs], bundle: Bundle | None = None) -> None:
        """The first of `batches`, which stays there when the executor is broken."""
        future, size = route.send(batches[0], bundle)
        self._under_way[future] = (batches[0], size)
        self._larder.let_go(batches.popleft())

    def _landed(self, route: Route, patience: float | None) -> Iterator[Made]:
        """What has come back within `patience` seconds; at least one batch without a limit."""
        if not self._under_way:
            return
        finished, _ = wait(self._under_way, patience, FIRST_COMPLETED)
        for future in finished:
            content = future.result()
            batch, _ = self._under_way.pop(future)
            if content is None:
                self._waiting.appendleft(batch)
                self._send(route, self._waiting, self._bundle)
            else:
                yield from made_of(content, self._seconds)

    def _together(self, jobs: Iterable[Job], recipes: Mapping[str, Recipe]) -> Iterator[_Jobs]:
        """Jobs of one company together, as soon as there are enough of them."""
        companies: dict[tuple[str, Digest], list[Job]] = {}
        for job in jobs:
            recipe = recipes[job.recipe]
            company = recipe.company(job)
            together = companies.setdefault(company, [])
            together.append(job)
            if len(together) >= recipe.batch * self._times:
                yield tuple(companies.pop(company))
        for together in companies.values():
            yield tuple(together)


def _is_broken(future: "Future[bytes | None]") -> bool:
    return future.done() and not future.cancelled() and isinstance(future.exception(), BrokenExecutor)


def _died(job: Job) -> Made:
    message = f"the process that made `{job.path}` died: it ran out of memory, or a library broke"
    finding = Diagnostic(Severity.ERROR, "worker-died", message, Field(job.origin), "make what it is made of smaller")
    return Made(job.path, failure=finding)
