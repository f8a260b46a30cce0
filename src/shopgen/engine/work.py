"""Jobs through an executor: in batches, a few under way at a time, and with a culprit when a worker dies."""

from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait

from msgspec import Struct

from shopgen.core.diagnostics import Diagnostic, Field, Severity
from shopgen.core.failures import EnvironmentFailure
from shopgen.engine.batches import Build, batch_of, made_of, make_batch
from shopgen.engine.jobs import Job
from shopgen.engine.kitchen import Bundle, Kitchen, Made, Recipe
from shopgen.engine.larder import Larder

IN_FLIGHT = 16
DEATHS = 10
"""So many dead workers are no longer the fault of single outputs."""

_Jobs = tuple[Job, ...]
_UnderWay = dict["Future[bytes | None]", _Jobs]


class Kitchenware(Struct, frozen=True):
    """This process's own kitchen, and how a worker builds the like of it from a bundle."""

    kitchen: Kitchen
    build: Build

    @property
    def recipes(self) -> Mapping[str, Recipe]:
        return self.kitchen.recipes


def work(
    jobs: Iterable[Job],
    larder: Larder,
    ware: Kitchenware,
    open_workers: Callable[[], Executor],
    seconds: dict[str, float] | None = None,
) -> Generator[Made, None, None]:
    """Each job made or failed, as it comes. `jobs` are asked for as there is room, so they may still be in planning.

    How long each output took is noted in `seconds`, by path. A worker that dies costs the one output that it died of;
    what was under way then is made again one by one. Raises EnvironmentFailure when workers keep dying.
    """
    crew = _Crew(larder, ware, _batches(jobs, ware.recipes), seconds)
    deaths = 0
    while True:
        with open_workers() as executor:
            try:
                yield from crew.fly(executor)
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
        self, larder: Larder, ware: Kitchenware, batches: Iterator[_Jobs], seconds: dict[str, float] | None
    ) -> None:
        self._larder = larder
        self._seconds = seconds
        self._ware = ware
        self._batches = batches
        self._waiting: deque[_Jobs] = deque()
        self._suspects: deque[_Jobs] = deque()
        self._under_way: _UnderWay = {}

    def fly(self, executor: Executor) -> Iterator[Made]:
        """Everything there is. Raises BrokenExecutor when a worker died."""
        while self._suspects or self._under_way:
            if not self._under_way:
                self._submit(executor, self._suspects)
            yield from self._landed(executor, None)
        has_more = True
        while has_more or self._under_way:
            has_room = has_more and len(self._under_way) < IN_FLIGHT
            if has_room:
                has_more = self._next(executor)
            yield from self._landed(executor, 0 if has_room and has_more else None)

    def culprit(self) -> Iterator[Made]:
        """What killed the worker when only one job was under way; else all of them become suspects."""
        lost = [job for batch in self._under_way.values() for job in batch]
        self._under_way.clear()
        if len(lost) == 1:
            yield _died(lost[0])
        else:
            self._suspects.extend((job,) for job in lost)

    def _next(self, executor: Executor) -> bool:
        if not self._waiting:
            batch = next(self._batches, None)
            if batch is None:
                return False
            self._waiting.append(batch)
        self._submit(executor, self._waiting)
        return True

    def _submit(self, executor: Executor, batches: deque[_Jobs], bundle: Bundle | None = None) -> None:
        """The first of `batches`, which stays there when the executor is broken."""
        content = batch_of(batches[0], self._larder.of(batches[0]), self._ware.kitchen)
        self._under_way[executor.submit(make_batch, self._ware.build, content, bundle)] = batches[0]
        self._larder.let_go(batches.popleft())

    def _landed(self, executor: Executor, patience: float | None) -> Iterator[Made]:
        """What has come back within `patience` seconds; at least one batch without a limit."""
        if not self._under_way:
            return
        finished, _ = wait(self._under_way, patience, FIRST_COMPLETED)
        for future in finished:
            content = future.result()
            batch = self._under_way.pop(future)
            if content is None:
                self._submit(executor, deque([batch]), self._ware.kitchen.bundle)
            else:
                yield from made_of(content, self._seconds)


def _batches(jobs: Iterable[Job], recipes: Mapping[str, Recipe]) -> Iterator[_Jobs]:
    """Jobs of one recipe together, as they come."""
    by_recipe: dict[str, list[Job]] = {}
    for job in jobs:
        together = by_recipe.setdefault(job.recipe, [])
        together.append(job)
        if len(together) >= recipes[job.recipe].batch:
            yield tuple(by_recipe.pop(job.recipe))
    for together in by_recipe.values():
        yield tuple(together)


def _died(job: Job) -> Made:
    message = f"the process that made `{job.path}` died: it ran out of memory, or a library broke"
    finding = Diagnostic(Severity.ERROR, "worker-died", message, Field(job.origin), "make what it is made of smaller")
    return Made(job.path, failure=finding)
