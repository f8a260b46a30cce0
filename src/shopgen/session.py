"""Puts the stages together. One Session serves build, check and preview alike.

What a build of a few edits does without is loaded where it is needed.
"""

import time
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING

from msgspec.structs import replace

from shopgen import glance
from shopgen.core.disk import Disk
from shopgen.core.stopwatch import Stopwatch, Unwatched
from shopgen.edits.building import edited_build
from shopgen.edits.planning import Last, before_of, plan_again
from shopgen.engine.borrowed import AnyStore, Borrowed, Doubted
from shopgen.engine.crew import Crew
from shopgen.engine.kitchen import Kitchen, Made
from shopgen.engine.recall import make_one
from shopgen.engine.run import Progress
from shopgen.engine.store import Lost, Store
from shopgen.glance import Glimpse, Looked, Seen
from shopgen.making.bundle import bundle_of
from shopgen.making.recipes import kitchen
from shopgen.options import Options
from shopgen.outcome import BuildReport
from shopgen.publishing.folder import Folder
from shopgen.publishing.safety import refuse_unsafe
from shopgen.reading.sources import Sources, scan
from shopgen.workplace import Workplace

if TYPE_CHECKING:
    from shopgen.edits.resuming import Resuming
    from shopgen.planned import Planned

A_LOOK_LASTS = 0.5
"""Whoever waits longer than so many seconds for another process looks at the sources again."""


class Session:
    """Keeps what one process knows between runs: parsed files, the kitchen, the memory on disk."""

    def __init__(self, options: Options, disk: Disk | None = None, watch: Stopwatch | None = None) -> None:
        self._place = Workplace(options, disk)
        self._watch = watch or Unwatched()
        self._kitchen: Kitchen | None = None
        self._sources: Sources | None = None
        self._last: tuple[Last, Planned] | None = None
        self._resumed: Last | None = None
        self._changed_since: set[str] = set()

    @property
    def options(self) -> Options:
        return self._place.options

    def plan(self, changed: Iterable[str] | None = None) -> "Planned":
        """Reads what changed and plans. Findings have Spans; with `strict` warnings are errors.

        `changed` are all files that changed since the last plan, for somebody who knows.
        """
        again = self._resume() if self._is_to_be_resumed else self._plan_again(changed)
        if again is not None:
            return again
        try:
            return self._plan_all(self._store)
        except Lost:
            return self._plan_all(Doubted(self._store))

    def _plan_all(self, store: AnyStore) -> "Planned":
        """Raises Lost when the store has lost a product that was read before."""
        from shopgen.planned import Planned, begin, finish

        sources = scan(self._place.disk, self.options.root, self.options.skipped)
        begun = begin(self._place, self._watch, sources, store)
        self._sources = sources  # not before they are read: another thread may ask for news meanwhile
        if isinstance(begun, Planned):
            return begun
        planned = finish(begun, self.options, self._watch)
        if begun.sources.has_aliases:
            self._last = None
        elif not planned.has_errors and planned.shop is not None and planned.plan is not None:
            before = before_of(planned.shop, begun.planner.known(), planned.findings, self._store)
            self._last = Last(begun.sources, planned.shop, planned.plan, before, begun.planner.assets), planned
            self._changed_since.clear()
        return planned

    @property
    def _store(self) -> Store | Borrowed:
        """Where whole products go: those of a preview stay there, any other plan leaves nothing behind."""
        return self._place.memory.store if self.options.is_preview else self._place.borrowed

    @property
    def _is_to_be_resumed(self) -> bool:
        return self.options.is_preview and self._sources is None

    def _resume(self) -> "Planned | None":
        """The last plan of the last preview, with what was edited since; None when the whole shop has to be planned."""
        resumed = self._resuming().open(self._place.memory)
        if resumed is None:
            return None
        from shopgen.planned import Planned

        last, told = resumed.last, resumed.told
        bundle = bundle_of(last.shop.settings, last.shop.theme, last.assets)
        planned = Planned(told.findings, last.shop, last.plan, bundle, told.next_change, told.unpublished)
        self._sources, self._last = last.sources, (last, planned)
        self._resumed = last
        changed = self.news()
        if any(path not in last.before.products for path in changed):
            self._last = None  # the settings and the theme were read as they are now
        return self._plan_again(changed) if changed else planned

    def _plan_again(self, changed: Iterable[str] | None) -> "Planned | None":
        """The plan of no more than what was edited since the last good one, when there can be one."""
        if self._last is None or changed is None:
            self._last = None
            return None
        self._changed_since.update(changed)
        last, planned = self._last
        try:
            again = plan_again(last, self._changed_since, self._place.reading, self._store, self.options)
        except Lost:
            again = None
        if again is None:
            return None
        self._changed_since.clear()
        self._sources = again.sources
        bundle = planned.bundle
        if again.shop.theme is not last.shop.theme:
            bundle = bundle_of(again.shop.settings, again.shop.theme, again.assets)
        planned = replace(planned, findings=again.before.findings, shop=again.shop, plan=again.plan, bundle=bundle)
        self._last = again, planned
        return planned

    def news(self, paths: Iterable[str] | None = None) -> set[str]:
        """The files at and below `paths`, or of the whole shop, that are otherwise than the last plan saw them."""
        from shopgen.reading.news import all_news, news

        if self._sources is None:
            return set(paths or ())
        return all_news(self._sources, self.options.skipped) if paths is None else news(self._sources, paths)

    def prepare(self) -> None:
        """Opens beforehand what the next edit will need."""
        if self._last is not None:
            _ = self._place.reading
            self._last[0].plan.prepare()

    def move_on(self, clock: datetime) -> None:
        """The next plan is for the moment `clock`, and of the whole shop."""
        self._place.options = replace(self.options, clock=clock)
        self._last = None

    def build(
        self,
        progress: Progress = lambda done, total: None,
        last: Glimpse | None = None,
        looked: Looked | None = None,
    ) -> BuildReport:
        """Plans, makes and publishes; publishes nothing when there are errors.

        `last` is what a glance has just seen: the last build, and how little is otherwise now. `looked` comes from
        somebody who has just looked.
        """
        began = time.perf_counter()
        refuse_unsafe(self.options.output, self.options.root, self.options.cache)
        with self._place.locked():
            folder = self._place.folder()
            seen, report = self._edited(last, folder, progress)
            is_edit = report is not None
            if report is None:
                is_late = time.perf_counter() - began > A_LOOK_LASTS
                seen, report = self._whole(folder, progress, None if is_late else looked)
            if seen is not None:
                with self._watch.stage("save"):
                    place, plan = self._place, self._place.memory.ledger.plan
                    outputs = last.record.outputs if is_edit and last is not None else None
                    glance.remember(place.options, seen, place.toolchain, plan, report, folder, place.disk, outputs)
            return replace(report, seconds=time.perf_counter() - began)

    def _edited(
        self, last: Glimpse | None, folder: Folder, progress: Progress
    ) -> tuple[Seen | None, BuildReport | None]:
        """A build of no more than what was edited since the last one, when there can be one."""
        if last is None or not glance.is_last(last, self.options):
            return None, None
        with self._watch.stage("edited"):
            self._place.known_toolchain = last.record.toolchain
            workers = Crew(self.options.jobs, self.options.cluster).workers
            return last.seen, edited_build(last, self._place, folder, workers, progress)

    def _whole(self, folder: Folder, progress: Progress, looked: Looked | None) -> tuple[Seen | None, BuildReport]:
        """A build of the whole shop, and how that looked before."""
        from shopgen.building import build

        with self._watch.stage("look"):
            if looked is not None:
                self._place.known_toolchain = looked.toolchain
            seen = glance.before(self.options, looked.sources if looked else None)
        return seen, build(self._place, folder, self._watch, progress, seen.sources if seen else None)

    def make(self, path: str, planned: "Planned") -> Made | None:
        """The output at `path`, from memory when it is fresh; None when nothing is planned there.

        Raises Lost when the plan is one of another process and cannot be used any more: then plan anew.
        """
        if planned.plan is None or planned.bundle is None or path not in planned.plan.jobs:
            return None
        if self._kitchen is None or self._kitchen.bundle.name != planned.bundle.name:
            self._kitchen = kitchen(planned.bundle)
        made, _ = make_one(planned.plan.jobs[path], planned.plan.values, self._kitchen, self._place.memory)
        return made

    def save(self) -> None:
        """Writes what was planned and made since the last build to the memory on disk.

        Raises BusyFailure when another run is at work there for long.
        """
        if self._place.has_memory:
            with self._place.locked():
                memory, resuming = self._place.memory.over_the_rest(), self._resuming()
                if self._last is not None and self._last[0] is not self._resumed and self.options.is_preview:
                    self._place.keep_reading()
                    self._leave(resuming, memory.store, *self._last)
                memory.save(resuming.kept())

    def _leave(self, resuming: "Resuming", store: Store, last: Last, planned: "Planned") -> None:
        """Leaves the plan for the next preview, unless something of it is lost."""
        from shopgen.edits.resuming import Told

        if planned.bundle is not None:
            told = Told(planned.findings, planned.next_change, planned.unpublished)
            with suppress(Lost):
                resuming.save(last, told, kitchen(planned.bundle).recipes, store)

    def _resuming(self) -> "Resuming":
        from shopgen.edits.resuming import Resuming

        return Resuming(self._place.disk, self._place.room / "preview", self.options)

    def clean(self) -> tuple[str, ...]:
        """Removes what was published and returns its paths; the cache is left to the caller."""
        return self._place.folder().clean()

    def source_text(self, path: str) -> str | None:
        """The text of a source file as it is now, for showing the line of a finding; None when it cannot be read."""
        return self.options.source_text(path, self._place.disk.read)
