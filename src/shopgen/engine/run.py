"""From a plan to a finished build: makes what is not known yet, and says why.

key(job)   = digest(recipe, its toolchain, ingredient digests)
fresh(job) = there is a trace for its key, every name it looked up still finds the same, its bytes are in the store
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from enum import StrEnum
from itertools import islice

from msgspec import Struct

from shopgen.core.diagnostics import Diagnostic
from shopgen.core.digests import Digest
from shopgen.engine.executors import Batch, make_batch
from shopgen.engine.jobs import Job, Plan, Root
from shopgen.engine.kitchen import Bundle, Kitchen, Made, Recipe, Trace
from shopgen.engine.ledger import Record
from shopgen.engine.memory import Memory

IN_FLIGHT = 16


class Cause(StrEnum):
    NEW = "new"
    INGREDIENT = "ingredient"
    LOOKUP = "lookup"
    TOOLCHAIN = "toolchain"
    LOST = "lost"


class Reason(Struct, frozen=True):
    """Why a job was made: `names` are the ingredients or looked-up names that changed."""

    cause: Cause
    names: tuple[str, ...] = ()


class Output(Struct, frozen=True):
    digest: Digest
    size: int
    root: Root = "site"


Manifest = Mapping[str, Output]


class Build(Struct, frozen=True):
    """`manifest` lacks what failed. `diagnostics` are those of all outputs, made now or remembered."""

    manifest: Manifest
    made: Mapping[str, Reason]
    diagnostics: tuple[Diagnostic, ...] = ()
    failures: tuple[Diagnostic, ...] = ()


Progress = Callable[[int, int], None]


def run(
    plan: Plan,
    recipes: Mapping[str, Recipe],
    bundle: Bundle,
    memory: Memory,
    workers: Callable[[int], Executor],
    progress: Progress = lambda done, total: None,
) -> Build:
    """Brings the memory to hold every output of `plan`. `workers` gives an executor for so many stale jobs."""
    keys = {job.path: job.key(recipes[job.recipe].toolchain) for job in plan}
    traces: dict[str, Trace] = {}
    made: dict[str, Reason] = {}
    for job in plan:
        trace, reason = _remembered(job, keys[job.path], recipes, bundle, memory)
        if trace is None or reason is not None:
            made[job.path] = reason or Reason(Cause.NEW)
        else:
            traces[job.path] = trace
            memory.ledger.use(keys[job.path])
    failures: list[Diagnostic] = []
    for result in _make(plan, made, recipes, workers, progress):
        if result.trace is None:
            failures.extend([result.failure] if result.failure else [])
            continue
        memory.store.put(result.content)
        memory.ledger.put(keys[result.path], result.trace)
        traces[result.path] = result.trace
    memory.ledger.records = _records(plan, keys, traces)
    found = tuple(finding for job in plan if job.path in traces for finding in traces[job.path].diagnostics)
    manifest = {
        job.path: Output(traces[job.path].blob, traces[job.path].size, job.root) for job in plan if job.path in traces
    }
    return Build(manifest, made, found, tuple(failures))


def make_one(job: Job, plan: Plan, kitchen: Kitchen, memory: Memory) -> tuple[Made, bool]:
    """The output of one job, from memory when it is fresh, and whether it had to be made."""
    key = job.key(kitchen.recipes[job.recipe].toolchain)
    trace, reason = _remembered(job, key, kitchen.recipes, kitchen.bundle, memory)
    if trace is not None and reason is None:
        content = memory.store.get(trace.blob)
        if content is not None:
            return Made(job.path, content, trace), False
    made = kitchen.make(job, plan.values)
    if made.trace is not None:
        memory.store.put(made.content)
        memory.ledger.put(key, made.trace)
    return made, True


def _remembered(
    job: Job, key: Digest, recipes: Mapping[str, Recipe], bundle: Bundle, memory: Memory
) -> tuple[Trace | None, Reason | None]:
    """The trace for `key` when it still holds, and else why it does not."""
    trace = memory.ledger.get(key)
    if trace is None:
        return None, _why(job, key, memory.ledger.records.get(job.path))
    changed = tuple(name for name, found in trace.lookups.items() if bundle.digest(name) != found)
    if changed:
        return trace, Reason(Cause.LOOKUP, changed)
    if trace.blob not in memory.store:
        return trace, Reason(Cause.LOST)
    return trace, None


def _why(job: Job, key: Digest, before: Record | None) -> Reason:
    if before is None:
        return Reason(Cause.NEW)
    today = {item.name: item.digest for item in job.ingredients}
    changed = tuple(
        name
        for name in (*today, *(name for name in before.ingredients if name not in today))
        if today.get(name) != before.ingredients.get(name)
    )
    return Reason(Cause.INGREDIENT, changed) if changed else Reason(Cause.TOOLCHAIN)


def _make(
    plan: Plan,
    stale: Iterable[str],
    recipes: Mapping[str, Recipe],
    workers: Callable[[int], Executor],
    progress: Progress,
) -> Iterator[Made]:
    jobs = [plan.jobs[path] for path in stale]
    if not jobs:
        return
    done = 0
    with workers(len(jobs)) as executor:
        for future in _in_flight(executor, _batches(jobs, plan.values, recipes)):
            for made in future.result():
                done += 1
                progress(done, len(jobs))
                yield made


def _in_flight(executor: Executor, batches: Iterator[Batch]) -> Iterator["Future[tuple[Made, ...]]"]:
    """Finished batches as they come; only a few are under way at a time, so that results do not pile up."""
    pending = {executor.submit(make_batch, batch) for batch in islice(batches, IN_FLIGHT)}
    while pending:
        finished, pending = wait(pending, return_when=FIRST_COMPLETED)
        for future in finished:
            yield future
            pending.update(executor.submit(make_batch, batch) for batch in islice(batches, 1))


def _batches(jobs: list[Job], values: Mapping[str, object], recipes: Mapping[str, Recipe]) -> Iterator[Batch]:
    """Jobs of one recipe together, the slow ones first so that they do not wait for the end."""
    by_recipe: dict[str, list[Job]] = {}
    for job in jobs:
        by_recipe.setdefault(job.recipe, []).append(job)
    for name in sorted(by_recipe, key=lambda name: recipes[name].batch):
        size = recipes[name].batch
        for start in range(0, len(by_recipe[name]), size):
            chosen = by_recipe[name][start : start + size]
            yield Batch(tuple(chosen), {item.name: values[item.name] for job in chosen for item in job.ingredients})


def _records(plan: Plan, keys: Mapping[str, Digest], traces: Mapping[str, Trace]) -> dict[str, Record]:
    return {
        job.path: Record(keys[job.path], job.recipe, {item.name: item.digest for item in job.ingredients})
        for job in plan
        if job.path in traces
    }
