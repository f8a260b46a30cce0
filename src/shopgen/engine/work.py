"""Jobs through an executor: in batches, a few under way at a time, and with a culprit when a worker dies."""

from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait

from shopgen.core.diagnostics import Diagnostic, Field, Severity
from shopgen.core.failures import EnvironmentFailure
from shopgen.engine.executors import Batch, make_batch
from shopgen.engine.jobs import Job
from shopgen.engine.kitchen import Made, Recipe

IN_FLIGHT = 16
DEATHS = 10
"""So many dead workers are no longer the fault of single outputs."""

_Jobs = tuple[Job, ...]
_UnderWay = dict["Future[tuple[Made, ...]]", _Jobs]


def work(
    jobs: Iterable[Job],
    values: Mapping[str, object],
    recipes: Mapping[str, Recipe],
    open_workers: Callable[[], Executor],
) -> Generator[Made, None, None]:
    """Each job made or failed, as it comes. A worker that dies costs the one output that it died of.

    What was under way when that happens is made again one by one. Raises EnvironmentFailure when workers keep dying.
    """
    waiting = deque(_batches(jobs, recipes))
    suspects: deque[_Jobs] = deque()
    deaths = 0
    while waiting or suspects:
        under_way: _UnderWay = {}
        with open_workers() as executor:
            try:
                yield from _fly(executor, suspects, values, 1, under_way)
                yield from _fly(executor, waiting, values, IN_FLIGHT, under_way)
            except BrokenExecutor:
                lost = [job for batch in under_way.values() for job in batch]
                deaths += 1
                if deaths > DEATHS:
                    raise EnvironmentFailure("worker processes keep dying", "run again with `--jobs 1`") from None
                if len(lost) == 1:
                    yield _died(lost[0])
                else:
                    suspects.extend((job,) for job in lost)


def _fly(
    executor: Executor, batches: deque[_Jobs], values: Mapping[str, object], limit: int, under_way: _UnderWay
) -> Iterator[Made]:
    """Takes from `batches` until all are done, with at most `limit` of them `under_way`."""
    while batches or under_way:
        if batches and len(under_way) < limit:
            chosen = batches[0]
            needed = {item.name: values[item.name] for job in chosen for item in job.ingredients}
            under_way[executor.submit(make_batch, Batch(chosen, needed))] = batches.popleft()
        patience = 0 if batches and len(under_way) < limit else None
        finished, _ = wait(under_way, patience, FIRST_COMPLETED)
        for future in finished:
            results = future.result()
            del under_way[future]
            yield from results


def _batches(jobs: Iterable[Job], recipes: Mapping[str, Recipe]) -> Iterator[_Jobs]:
    """Jobs of one recipe together, the slow ones first so that they do not wait for the end."""
    by_recipe: dict[str, list[Job]] = {}
    for job in jobs:
        by_recipe.setdefault(job.recipe, []).append(job)
    for name in sorted(by_recipe, key=lambda name: recipes[name].batch):
        size = recipes[name].batch
        for start in range(0, len(by_recipe[name]), size):
            yield tuple(by_recipe[name][start : start + size])


def _died(job: Job) -> Made:
    message = f"the process that made `{job.path}` died: it ran out of memory, or a library broke"
    finding = Diagnostic(Severity.ERROR, "worker-died", message, Field(job.origin), "make what it is made of smaller")
    return Made(job.path, failure=finding)
