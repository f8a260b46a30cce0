"""From a plan to a finished build: makes what is not known yet, and says why.

key(job)   = digest(recipe, its toolchain, ingredient digests)
fresh(job) = there is a trace for its key, every name it looked up still finds the same, its bytes are in the store
"""

from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from contextlib import closing
from functools import cache, partial

from msgspec import Struct

from shopgen.core.diagnostics import Diagnostic
from shopgen.core.digests import Digest
from shopgen.engine.jobs import Job, Plan
from shopgen.engine.kitchen import Bundle, Kitchen, Made, Recipe, Trace
from shopgen.engine.ledger import Record
from shopgen.engine.manifest import Cause, Manifest, Output, Reason
from shopgen.engine.memory import Memory
from shopgen.engine.work import work


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
    failures: list[Diagnostic] = []
    for job in plan:
        found = _remembered(job, keys[job.path], bundle, memory)
        if isinstance(found, Reason):
            made[job.path] = found
        else:
            traces[job.path] = found
            memory.ledger.use(keys[job.path])
    stale = [plan.jobs[path] for path in made]
    with closing(work(stale, plan.values, recipes, partial(workers, len(stale)))) as results:
        for done, result in enumerate(results, 1):
            if result.trace is not None:
                _remember(result, result.trace, keys[result.path], memory)
                traces[result.path] = result.trace
            failures.extend(filter(None, [result.failure]))
            progress(done, len(stale))
    memory.ledger.records = _records(plan, keys, traces)
    finished = {job.path: traces[job.path] for job in plan if job.path in traces}
    manifest = {path: Output(trace.blob, trace.size, plan.jobs[path].root) for path, trace in finished.items()}
    diagnostics = tuple(finding for trace in finished.values() for finding in trace.diagnostics)
    return Build(manifest, made, diagnostics, tuple(failures))


def reader(
    plan: Plan, manifest: Manifest, memory: Memory, open_kitchen: Callable[[], Kitchen]
) -> Callable[[Digest], bytes | None]:
    """Gives the bytes of a finished build by their digest. What the memory has lost is made again, in this process.

    None only for what is not in `manifest`, or cannot be made a second time.
    """
    makers = {output.digest: plan.jobs[path] for path, output in manifest.items()}
    kitchen = cache(open_kitchen)

    def read(name: Digest) -> bytes | None:
        content = memory.store.get(name)
        if content is None and name in makers:
            memory.store.put(kitchen().make(makers[name], plan.values).content)
            content = memory.store.get(name)
        return content

    return read


def make_one(job: Job, plan: Plan, kitchen: Kitchen, memory: Memory) -> tuple[Made, bool]:
    """The output of one job, from memory when it is fresh, and whether it had to be made."""
    key = job.key(kitchen.recipes[job.recipe].toolchain)
    found = _remembered(job, key, kitchen.bundle, memory)
    if isinstance(found, Trace):
        content = memory.store.get(found.blob)
        if content is not None:
            return Made(job.path, content, found), False
    made = kitchen.make(job, plan.values)
    if made.trace is not None:
        _remember(made, made.trace, key, memory)
    return made, True


def _remember(made: Made, trace: Trace, key: Digest, memory: Memory) -> None:
    memory.store.put(made.content)
    memory.ledger.put(key, trace)


def _remembered(job: Job, key: Digest, bundle: Bundle, memory: Memory) -> Trace | Reason:
    """The trace for `key` when it still holds; else why the job has to be made."""
    trace = memory.ledger.get(key)
    if trace is None:
        return _why(job, memory.ledger.records.get(job.path))
    changed = tuple(name for name, found in trace.lookups.items() if bundle.digest(name) != found)
    if changed:
        return Reason(Cause.LOOKUP, changed)
    return trace if trace.blob in memory.store else Reason(Cause.LOST)


def _why(job: Job, before: Record | None) -> Reason:
    if before is None:
        return Reason(Cause.NEW)
    today = {item.name: item.digest for item in job.ingredients}
    changed = tuple(
        name
        for name in (*today, *(name for name in before.ingredients if name not in today))
        if today.get(name) != before.ingredients.get(name)
    )
    return Reason(Cause.INGREDIENT, changed) if changed else Reason(Cause.TOOLCHAIN)


def _records(plan: Plan, keys: Mapping[str, Digest], traces: Mapping[str, Trace]) -> dict[str, Record]:
    return {
        job.path: Record(keys[job.path], job.recipe, {item.name: item.digest for item in job.ingredients})
        for job in plan
        if job.path in traces
    }
