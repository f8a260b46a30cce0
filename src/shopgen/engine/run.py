"""From planned jobs to a finished build: makes what is not known yet, and says why.

key(job)   = digest(recipe, its toolchain, ingredient digests)
fresh(job) = there is a trace for its key, every name it looked up still finds the same, its bytes are in the store
"""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Executor
from contextlib import closing
from functools import partial
from itertools import chain, islice

from msgspec import Struct

from shopgen.core.diagnostics import Diagnostic
from shopgen.core.digests import Digest, digest
from shopgen.engine.elsewhere import Elsewhere, Wanted
from shopgen.engine.jobs import Job
from shopgen.engine.kitchen import Bundle, Kitchen, Lookups, Made, Trace
from shopgen.engine.larder import Larder
from shopgen.engine.manifest import Cause, Manifest, Output, Reason
from shopgen.engine.memory import Memory
from shopgen.engine.reasons import Reasons
from shopgen.engine.records import Record, Records, Story
from shopgen.engine.routes import Kitchenware
from shopgen.engine.work import work

WORTH_WORKERS = 24
"""So many stale outputs pay for worker processes."""


class Build(Struct, frozen=True):
    """`manifest` lacks what failed. `diagnostics` are those of all outputs, made now or remembered.

    `recalled` are outputs that differ from those of the last build and were made before that, here or elsewhere;
    `brought` are those from elsewhere. `portable` are all outputs that other machines may have as they are. `gone` are
    the jobs of the last build that are not planned any more. `records` are for the memory, once the build is known to
    be right: then it is the last build. `seconds` is how long making took, by path.
    """

    manifest: Manifest
    made: Mapping[str, Reason]
    recalled: Mapping[str, Reason] = {}
    brought: frozenset[str] = frozenset()
    portable: tuple[Wanted, ...] = ()
    gone: Mapping[str, Job] = {}
    diagnostics: tuple[Diagnostic, ...] = ()
    failures: tuple[Diagnostic, ...] = ()
    records: Mapping[str, Record] = {}
    seconds: Mapping[str, float] = {}


Progress = Callable[[int, int], None]


def run(
    jobs: Iterable[Job],
    values: dict[str, bytes],
    ware: Kitchenware,
    memory: Memory,
    workers: Callable[[int], Executor],
    progress: Progress = lambda done, total: None,
    others: Records | None = None,
    elsewhere: Elsewhere | None = None,
) -> Build:
    """Brings the memory to hold every output of `jobs`, which may still be in planning.

    Those are all there is, or with `others` those of which something changed: the others stay as they were recorded.
    Of `values`, those that one output has for itself are taken out as they are used. `workers` gives an executor for
    so many stale jobs, or for that many and more. `progress` is told what is done and what is known to be there to do.
    `elsewhere` is asked, once all is planned, for what may be shared and would have to be made.
    """
    larder = Larder(values, ware.recipes, memory.store)
    found = _Found(ware.kitchen, larder, memory)
    stale = found.stale(jobs) if elsewhere is None else found.missing(found.stale(jobs), elsewhere)
    first = tuple(islice(stale, WORTH_WORKERS))
    failures: list[Diagnostic] = []
    seconds: dict[str, float] = {}
    with closing(work(chain(first, stale), larder, ware, partial(workers, len(first)), seconds)) as results:
        for done, result in enumerate(results, 1):
            if result.trace is not None:
                found.keep(result, result.trace)
            failures.extend(filter(None, [result.failure]))
            progress(done, len(found.made))
    traces = found.traces()
    manifest = {path: Output(trace.blob, trace.size, found.jobs[path].root) for path, trace in traces.items()}
    diagnostics = tuple(finding for trace in traces.values() for finding in trace.diagnostics)
    records = found.records() if others is None else others.patched(found.records())
    gone = found.gone() if others is None else {}
    return Build(
        manifest=manifest,
        made=found.made,
        recalled=found.recalled,
        brought=frozenset(found.brought),
        portable=found.portable(),
        gone=gone,
        diagnostics=diagnostics,
        failures=tuple(failures),
        records=records,
        seconds=seconds,
    )


class _Found:
    """What is known of each job: its key, its trace once there is one, and why it has to be made when it has to."""

    def __init__(self, kitchen: Kitchen, larder: Larder, memory: Memory) -> None:
        self.jobs: dict[str, Job] = {}
        self.made: dict[str, Reason] = {}
        self.recalled: dict[str, Reason] = {}
        self.brought: set[str] = set()
        self._kitchen = kitchen
        self._larder = larder
        self._memory = memory
        self._reasons = Reasons(kitchen, larder, memory.store)
        self._keys: dict[str, Digest] = {}
        self._traces: dict[str, Trace] = {}
        self._changes = Changes(kitchen.bundle)

    def stale(self, jobs: Iterable[Job]) -> Iterator[Job]:
        """Those of `jobs` that have to be made; notes the others."""
        toolchains = {name: recipe.toolchain for name, recipe in self._kitchen.recipes.items()}
        for job in jobs:
            key = self._keys[job.path] = job.key(toolchains[job.recipe])
            self.jobs[job.path] = job
            self._larder.keep(job)
            found = remembered(key, self._changes, self._memory)
            if isinstance(found, Trace):
                self._traces[job.path] = found
                self._memory.ledger.use(key)
                past = self._memory.ledger.past(job.path)
                if past is None or past.key != key:
                    self.recalled[job.path] = self._why(job)
                self._larder.let_go([job])
            else:
                self.made[job.path] = found or self._why(job)
                yield job

    def missing(self, stale: Iterable[Job], elsewhere: Elsewhere) -> Iterator[Job]:
        """Those of `stale` that nobody else has; the ones that were asked for come last."""
        recipes = self._kitchen.recipes
        asked: list[Job] = []
        for job in stale:
            if recipes[job.recipe].portable:
                asked.append(job)
            else:
                yield job
        brought = elsewhere.bring([Wanted(job.path, self._keys[job.path]) for job in asked])
        for job, content in zip(asked, brought, strict=True):
            if content is None:
                yield job
            else:
                self._take(job, content)

    def _take(self, job: Job, content: bytes) -> None:
        self.recalled[job.path] = self.made.pop(job.path)
        self.brought.add(job.path)
        trace = Trace({}, digest(content), len(content))
        self.keep(Made(job.path, content, trace), trace)
        self._larder.let_go([job])

    def portable(self) -> tuple[Wanted, ...]:
        """What is known by its key alone: outputs that looked nothing up, and about which there is nothing to say."""
        recipes = self._kitchen.recipes
        return tuple(
            Wanted(path, self._keys[path])
            for path, trace in self.traces().items()
            if recipes[self.jobs[path].recipe].portable and not (trace.lookups or trace.diagnostics)
        )

    def _why(self, job: Job) -> Reason:
        return self._reasons.of(job, self._memory.ledger.records.get(job.path))

    def keep(self, made: Made, trace: Trace) -> None:
        _remember(made, trace, self._keys[made.path], self._memory)
        self._traces[made.path] = trace

    def traces(self) -> dict[str, Trace]:
        """Those of all that was made or known, in the order in which it was planned."""
        return {path: self._traces[path] for path in self.jobs if path in self._traces}

    def records(self) -> dict[str, Record]:
        """What to remember of this build; the story of what is as it was goes on."""
        now = int(time.time())
        found = {}
        for path, job in self.jobs.items():
            if path in self._traces:
                reason = self.made.get(path) or self.recalled.get(path)
                past = None if reason else self._memory.ledger.past(path)
                story = past.story if past else Story(reason or Reason(Cause.NEW), now)
                found[path] = Record(self._keys[path], job, story)
        return found

    def gone(self) -> dict[str, Job]:
        before = self._memory.ledger.records
        return {path: before[path].job for path in before if path not in self.jobs}


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
    jobs: Mapping[str, Job], values: dict[str, bytes], manifest: Manifest, kitchen: Kitchen, memory: Memory
) -> Callable[[Digest], bytes | None]:
    """Gives the bytes of a finished build by their digest. What the memory has lost is made again, in this process.

    None only for what is not in `manifest`, or cannot be made a second time.
    """
    makers = {output.digest: path for path, output in manifest.items()}
    larder = Larder(values, kitchen.recipes, memory.store)

    def read(name: Digest) -> bytes | None:
        content = memory.store.get(name)
        if content is None and name in makers:
            job = jobs[makers[name]]
            memory.store.put(kitchen.make(job, larder.of([job])).content)
            content = memory.store.get(name)
        return content

    return read


def make_one(job: Job, values: Mapping[str, bytes], kitchen: Kitchen, memory: Memory) -> tuple[Made, bool]:
    """The output of one job, from memory when it is fresh, and whether it had to be made."""
    key = job.key(kitchen.recipes[job.recipe].toolchain)
    found = remembered(key, Changes(kitchen.bundle), memory)
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


def remembered(key: Digest, changes: Changes, memory: Memory) -> Trace | Reason | None:
    """The trace for `key` when it still holds, else why it does not; None when there is none."""
    trace = memory.ledger.get(key)
    if trace is None:
        return None
    changed = changes.since(trace.lookups)
    if changed:
        return Reason(Cause.LOOKUP, changed)
    return trace if trace.blob in memory.store else Reason(Cause.LOST)
