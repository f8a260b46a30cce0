"""Pages planned and made by all processes at once: of a first build, that is nearly everything.

Every process has read the shop and plans whole stretches of it. What it planned is made there too, so that no page and
nothing that it is made of travels; only who plans the rest, and publishes, is told of it.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from functools import partial
from itertools import groupby

import msgspec
from msgspec import Struct

from shopgen.core.diagnostics import Diagnostic
from shopgen.core.spool import Spool
from shopgen.core.stopwatch import Stopwatch
from shopgen.engine.aside import can_fork, done_aside
from shopgen.engine.garbage import collecting_what_comes
from shopgen.engine.jobs import Job, JobsAtRest, at_rest, opened
from shopgen.engine.kitchen import Kitchen
from shopgen.engine.larder import Larder
from shopgen.engine.memory import Memory
from shopgen.engine.run import Progress
from shopgen.engine.share import Ready, Share
from shopgen.engine.tickets import Tickets, parted
from shopgen.feeds.sitemap import SitemapEntry
from shopgen.planning.draft import Part
from shopgen.planning.plan import Planner
from shopgen.planning.stretches import Stretch

WORTH_PROCESSES = 400
"""So many pages pay for processes that are forked and tell what they made."""


class _Told(Struct, frozen=True, array_like=True):
    """A stretch for another process: its part of the plan, what of it is ready, and values that no store has."""

    number: int
    jobs: JobsAtRest
    sitemap: dict[str, SitemapEntry]
    findings: list[Diagnostic]
    values: dict[str, bytes]
    ready: bytes


_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(_Told).decode


def made_ahead(
    planner: Planner,
    kitchen: Kitchen,
    memory: Memory,
    processes: int,
    watch: Stopwatch,
    progress: Progress,
    before: Callable[[], object],
) -> Mapping[str, Ready]:
    """What is ready by path when every stretch of `planner` is planned, which then has all that came of them.

    Pictures are not made: they take their time, and other machines may have them. Once something is wrong with a
    stretch, nothing more is made where that was planned: it would not be published. `before` is done first, while
    other processes have begun.
    """
    pages = planner.size
    if pages < WORTH_PROCESSES or not can_fork():
        processes = 1
    with closing(_tickets(planner.stretches, processes)) as tickets:
        work = _Work(planner, kitchen, memory, tickets, watch)
        spools = [memory.spool() for _ in range(1, processes)]
        with done_aside([partial(work.tell, *each) for each in enumerate(spools, 1)]) as answers:
            before()
            for number, part in work.done(0):
                work.keep(number, part)
                progress(tickets.taken, pages)
            for told, common in zip(spools, answers(), strict=True):
                if common is not None:
                    work.learn(told, common)
    return work.ready


class _Work:
    """Done by all processes, of which the first gathers what the others tell."""

    def __init__(self, planner: Planner, kitchen: Kitchen, memory: Memory, tickets: Tickets, watch: Stopwatch) -> None:
        self._planner = planner
        self._memory = memory
        self._tickets = tickets
        self._watch = watch
        self._portable = {name for name, recipe in kitchen.recipes.items() if recipe.portable}
        self._kept = {
            name: frozenset() if recipe.portable else recipe.kept_roles for name, recipe in kitchen.recipes.items()
        }
        self._share = Share(kitchen, Larder(planner.values, kitchen.recipes, memory.store), memory, planner.fresh)
        memory.store.branch()

    @property
    def ready(self) -> Mapping[str, Ready]:
        return self._share.ready

    def done(self, process: int) -> Iterator[tuple[int, Part]]:
        """Plans and makes what falls to a process, stretch by stretch."""
        is_right = not self._planner.has_errors
        for number in self._tickets.drawn(process):
            with self._watch.stage("plan"):
                part = self._planner.planned(number)
            is_right = is_right and not any(finding.is_error for finding in part.findings)
            if is_right:
                with collecting_what_comes():
                    self._share.make(job for job in part.jobs if job.recipe not in self._portable)
            yield number, part

    def keep(self, number: int, part: Part) -> None:
        """Takes in what the first process has done."""
        self._planner.take(number, part, {})
        self._share.remember(job.path for job in part.jobs)

    def tell(self, process: int, spool: Spool) -> bytes:
        """Has another process tell the first one of each stretch; what is common to what is ready of them."""
        self._memory.store.branch()
        spool.fill(_encode(self._told(number, part)) for number, part in self.done(process))
        return self._share.common()

    def _told(self, number: int, part: Part) -> _Told:
        values, ready = self._unkept(part.jobs), self._share.told(job.path for job in part.jobs)
        return _Told(number, at_rest(part.jobs), part.sitemap, part.findings, values, ready)

    def _unkept(self, jobs: Iterable[Job]) -> dict[str, bytes]:
        kept, values = self._kept, self._planner.values
        return {
            item.name: values[item.name]
            for job in jobs
            for item in job.ingredients
            if item.role not in kept[job.recipe]
        }

    def learn(self, told: Iterable[bytes], common: bytes) -> None:
        """Takes over what another process told."""
        self._share.learn(common, (self._taken(_decode(each)) for each in told))

    def _taken(self, told: _Told) -> bytes:
        """What is ready of a stretch that is taken over."""
        self._planner.take(told.number, Part(opened(told.jobs), told.sitemap, told.findings), told.values)
        return told.ready


def _tickets(stretches: Sequence[Stretch], processes: int) -> Tickets:
    """The numbers of the stretches, for each process those that are neighbours in every kind."""
    heaps: list[list[int]] = [[] for _ in range(processes)]
    for _, some in groupby(range(len(stretches)), lambda number: stretches[number].kind):
        for heap, numbers in zip(heaps, parted(list(some), processes), strict=True):
            heap += numbers
    return Tickets(heaps, [stretch.size for stretch in stretches])
