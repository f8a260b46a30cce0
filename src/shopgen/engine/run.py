"""From planned jobs to a finished build: makes what is not known yet, and says why."""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Executor
from contextlib import closing
from functools import cache, partial
from itertools import chain, islice

from msgspec import Struct

from shopgen.core.diagnostics import Diagnostic
from shopgen.core.digests import Digest, digest
from shopgen.engine.elsewhere import Elsewhere, Wanted
from shopgen.engine.jobs import Job
from shopgen.engine.kitchen import Kitchen, Made, Trace
from shopgen.engine.larder import Larder
from shopgen.engine.manifest import Cause, Manifest, Output, Reason
from shopgen.engine.memory import Memory
from shopgen.engine.recall import Recall, remember
from shopgen.engine.records import Record, Records, Story
from shopgen.engine.routes import Kitchenware
from shopgen.engine.share import Ready
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
    ahead: Mapping[str, Ready] | None = None,
) -> Build:
    """Brings the memory to hold every output of `jobs`, which may still be in planning.

    Those are all there is, or with `others` those of which something changed: the others stay as they were recorded.
    Of `values`, those that one output has for itself are taken out as they are used. `workers` gives an executor for
    so many stale jobs, or for that many and more. `progress` is told what is done and what is known to be there to do.
    `elsewhere` is asked, once all is planned, for what may be shared and would have to be made. What is `ahead`, by
    path, is ready already.
    """
    larder = Larder(values, ware.recipes, memory.store)
    found = _Found(ware.kitchen, larder, memory, ahead or {})
    stale = found.stale(jobs) if elsewhere is None else found.missing(found.stale(jobs), elsewhere)
    first = tuple(islice(stale, WORTH_WORKERS))
    with closing(work(chain(first, stale), larder, ware, partial(workers, len(first)), found.seconds)) as results:
        for result in results:
            found.keep(result)
            progress(found.done, len(found.made))
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
        portable=found.portable(traces),
        gone=gone,
        diagnostics=diagnostics,
        failures=tuple(found.failures),
        records=records,
        seconds=found.seconds,
    )


class _Found:
    """What is known of each job: its key, its trace once there is one, and why it has to be made when it has to."""

    def __init__(self, kitchen: Kitchen, larder: Larder, memory: Memory, ahead: Mapping[str, Ready]) -> None:
        self.jobs: dict[str, Job] = {}
        self.made: dict[str, Reason] = {}
        self.recalled: dict[str, Reason] = {}
        self.brought: set[str] = set()
        self.failures: list[Diagnostic] = []
        self.seconds: dict[str, float] = {}
        self.done = 0
        self._kitchen = kitchen
        self._larder = larder
        self._memory = memory
        self._ahead = ahead
        self._recall = Recall(kitchen, larder, memory)
        self._keys: dict[str, Digest] = {}
        self._traces: dict[str, Trace] = {}

    def stale(self, jobs: Iterable[Job]) -> Iterator[Job]:
        """Those of `jobs` that have to be made; notes the others."""
        for job in jobs:
            self.jobs[job.path] = job
            ready = self._ahead.get(job.path)
            if ready is not None:
                self._note(job.path, ready)
                continue
            known = self._recall.of(job)
            self._keys[job.path] = known.key
            if known.trace is None:
                self.made[job.path] = known.reason
                yield job
                continue
            self._traces[job.path] = known.trace
            if known.is_other:
                self.recalled[job.path] = known.reason
            self._larder.let_go([job])

    def _note(self, path: str, ready: Ready) -> None:
        self._keys[path] = ready.known.key
        if ready.known.trace is not None:
            self._traces[path] = ready.known.trace
        if ready.is_made:
            self.made[path] = ready.known.reason
            self.seconds[path] = ready.seconds
            self.done += 1
        elif ready.known.is_other:
            self.recalled[path] = ready.known.reason
        if ready.failure is not None:
            self.failures.append(ready.failure)

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
        self._remember(Made(job.path, content, Trace({}, digest(content), len(content))))
        self._larder.let_go([job])

    def portable(self, traces: Mapping[str, Trace]) -> tuple[Wanted, ...]:
        """What is known by its key alone: outputs that looked nothing up, and about which there is nothing to say."""
        recipes = self._kitchen.recipes
        return tuple(
            Wanted(path, self._keys[path])
            for path, trace in traces.items()
            if recipes[self.jobs[path].recipe].portable and not (trace.lookups or trace.diagnostics)
        )

    def keep(self, made: Made) -> None:
        """Takes in what became of a stale job."""
        self.done += 1
        self._remember(made)
        if made.failure is not None:
            self.failures.append(made.failure)

    def _remember(self, made: Made) -> None:
        if made.trace is not None:
            remember(made, made.trace, self._keys[made.path], self._memory)
            self._traces[made.path] = made.trace

    def traces(self) -> dict[str, Trace]:
        """Those of all that was made or known, in the order in which it was planned."""
        return {path: self._traces[path] for path in self.jobs if path in self._traces}

    def records(self) -> dict[str, Record]:
        """What to remember of this build; the story of what is as it was goes on."""
        now = int(time.time())
        found: dict[str, Record] = {}
        told: dict[Reason, Story] = {}
        for path, job in self.jobs.items():
            if path in self._traces:
                reason = self.made.get(path) or self.recalled.get(path)
                past = None if reason else self._memory.ledger.past(path)
                reason = reason or Reason(Cause.NEW)
                story = past.story if past else told.setdefault(reason, Story(reason, now))
                found[path] = Record(self._keys[path], job, story)
        return found

    def gone(self) -> dict[str, Job]:
        before = self._memory.ledger.records
        return {path: before[path].job for path in before if path not in self.jobs}


def reader(
    jobs: Mapping[str, Job], values: dict[str, bytes], manifest: Manifest, kitchen: Kitchen, memory: Memory
) -> Callable[[Digest], bytes | None]:
    """Gives the bytes of a finished build by their digest. What the memory has lost is made again, in this process.

    None only for what is not in `manifest`, or cannot be made a second time.
    """
    makers = cache(lambda: {output.digest: path for path, output in manifest.items()})
    larder = Larder(values, kitchen.recipes, memory.store)

    def read(name: Digest) -> bytes | None:
        content = memory.store.get(name)
        if content is None and name in makers():
            job = jobs[makers()[name]]
            memory.store.put(kitchen.make(job, larder.of([job])).content)
            content = memory.store.get(name)
        return content

    return read
