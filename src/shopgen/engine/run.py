"""From planned jobs to a finished build: makes what is not known yet, and says why.

key(job)   = digest(recipe, its toolchain, ingredient digests)
fresh(job) = there is a trace for its key, every name it looked up still finds the same, its bytes are in the store
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Executor
from contextlib import closing
from functools import partial
from itertools import chain, islice

from msgspec import Struct

from shopgen.core.diagnostics import Diagnostic
from shopgen.core.digests import Digest
from shopgen.engine.jobs import Job
from shopgen.engine.kitchen import Bundle, Kitchen, Lookups, Made, Trace
from shopgen.engine.manifest import Cause, Manifest, Output, Reason
from shopgen.engine.memory import Memory
from shopgen.engine.records import Record
from shopgen.engine.routes import Kitchenware
from shopgen.engine.work import work

WORTH_WORKERS = 24
"""So many stale outputs pay for worker processes."""


class Build(Struct, frozen=True):
    """`manifest` lacks what failed. `diagnostics` are those of all outputs, made now or remembered."""

    manifest: Manifest
    made: Mapping[str, Reason]
    diagnostics: tuple[Diagnostic, ...] = ()
    failures: tuple[Diagnostic, ...] = ()


Progress = Callable[[int, int], None]


def run(
    jobs: Iterable[Job],
    values: Mapping[str, bytes],
    ware: Kitchenware,
    memory: Memory,
    workers: Callable[[int], Executor],
    progress: Progress = lambda done, total: None,
) -> Build:
    """Brings the memory to hold every output of `jobs`, which may still be in planning.

    `workers` gives an executor for so many stale jobs, or for that many and more. `progress` is told what is done and
    what is known to be there to do.
    """
    found = _Found(ware.kitchen, values, memory)
    stale = found.stale(jobs)
    first = tuple(islice(stale, WORTH_WORKERS))
    failures: list[Diagnostic] = []
    with closing(work(chain(first, stale), values, ware, partial(workers, len(first)))) as results:
        for done, result in enumerate(results, 1):
            if result.trace is not None:
                found.keep(result, result.trace)
            failures.extend(filter(None, [result.failure]))
            progress(done, len(found.made))
    memory.ledger.records = found.records()
    traces = found.traces()
    manifest = {path: Output(trace.blob, trace.size, found.jobs[path].root) for path, trace in traces.items()}
    diagnostics = tuple(finding for trace in traces.values() for finding in trace.diagnostics)
    return Build(manifest, found.made, diagnostics, tuple(failures))


class _Found:
    """What is known of each job: its key, its trace once there is one, and why it has to be made when it has to."""

    def __init__(self, kitchen: Kitchen, values: Mapping[str, bytes], memory: Memory) -> None:
        self.jobs: dict[str, Job] = {}
        self.made: dict[str, Reason] = {}
        self._kitchen = kitchen
        self._values = values
        self._memory = memory
        self._keys: dict[str, Digest] = {}
        self._traces: dict[str, Trace] = {}
        self._changes = Changes(kitchen.bundle)

    def stale(self, jobs: Iterable[Job]) -> Iterator[Job]:
        """Those of `jobs` that have to be made; notes the others."""
        recipes = {name: (recipe.toolchain, recipe.kept_roles) for name, recipe in self._kitchen.recipes.items()}
        for job in jobs:
            toolchain, kept_roles = recipes[job.recipe]
            key = self._keys[job.path] = job.key(toolchain)
            self.jobs[job.path] = job
            self._keep_values(job, kept_roles)
            found = _remembered(job, key, self._changes, self._memory)
            if isinstance(found, Reason):
                self.made[job.path] = found
                yield job
            else:
                self._traces[job.path] = found
                self._memory.ledger.use(key)

    def _keep_values(self, job: Job, roles: frozenset[str]) -> None:
        """What the job is made from goes into the store, to tell later which of it changed."""
        store = self._memory.store
        for item in job.ingredients:
            if item.digest not in store and item.role in roles:
                store.put(self._values[item.name], item.digest)

    def keep(self, made: Made, trace: Trace) -> None:
        _remember(made, trace, self._keys[made.path], self._memory)
        self._traces[made.path] = trace

    def traces(self) -> dict[str, Trace]:
        """Those of all that was made or known, in the order in which it was planned."""
        return {path: self._traces[path] for path in self.jobs if path in self._traces}

    def records(self) -> dict[str, Record]:
        return {path: Record(self._keys[path], job) for path, job in self.jobs.items() if path in self._traces}


class Changes:
    """Which names find something else today than they did for a trace; asked once for traces that saw the same."""

    def __init__(self, bundle: Bundle) -> None:
        self._bundle = bundle
        self._told: dict[int, tuple[Lookups, tuple[str, ...]]] = {}

    def since(self, lookups: Lookups) -> tuple[str, ...]:
        told = self._told.get(id(lookups))
        if told is None:
            names = tuple(name for name, found in lookups.items() if self._bundle.digest(name) != found)
            told = self._told[id(lookups)] = (lookups, names)  # holding it keeps its identity its own
        return told[1]


def reader(
    jobs: Mapping[str, Job], values: Mapping[str, bytes], manifest: Manifest, kitchen: Kitchen, memory: Memory
) -> Callable[[Digest], bytes | None]:
    """Gives the bytes of a finished build by their digest. What the memory has lost is made again, in this process.

    None only for what is not in `manifest`, or cannot be made a second time.
    """
    makers = {output.digest: path for path, output in manifest.items()}

    def read(name: Digest) -> bytes | None:
        content = memory.store.get(name)
        if content is None and name in makers:
            memory.store.put(kitchen.make(jobs[makers[name]], values).content)
            content = memory.store.get(name)
        return content

    return read


def make_one(job: Job, values: Mapping[str, bytes], kitchen: Kitchen, memory: Memory) -> tuple[Made, bool]:
    """The output of one job, from memory when it is fresh, and whether it had to be made."""
    key = job.key(kitchen.recipes[job.recipe].toolchain)
    found = _remembered(job, key, Changes(kitchen.bundle), memory)
    if isinstance(found, Trace):
        content = memory.store.get(found.blob)
        if content is not None:
            return Made(job.path, content, found), False
    made = kitchen.make(job, values)
    if made.trace is not None:
        _remember(made, made.trace, key, memory)
    return made, True


def _remember(made: Made, trace: Trace, key: Digest, memory: Memory) -> None:
    memory.store.put(made.content, trace.blob)
    memory.ledger.put(key, trace)


def _remembered(job: Job, key: Digest, changes: Changes, memory: Memory) -> Trace | Reason:
    """The trace for `key` when it still holds; else why the job has to be made."""
    trace = memory.ledger.get(key)
    if trace is None:
        return _why(job, memory.ledger.records.get(job.path))
    changed = changes.since(trace.lookups)
    if changed:
        return Reason(Cause.LOOKUP, changed)
    return trace if trace.blob in memory.store else Reason(Cause.LOST)


def _why(job: Job, before: Record | None) -> Reason:
    if before is None:
        return Reason(Cause.NEW)
    today = {item.name: item.digest for item in job.ingredients}
    then = {item.name: item.digest for item in before.job.ingredients}
    names = (*today, *(name for name in then if name not in today))
    changed = tuple(name for name in names if today.get(name) != then.get(name))
    return Reason(Cause.INGREDIENT, changed) if changed else Reason(Cause.TOOLCHAIN)
