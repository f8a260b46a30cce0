"""Puts the stages together. One Session serves build, check and preview alike."""

import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from shopgen import glance
from shopgen.caches.inventory import with_list
from shopgen.checking.shop import check
from shopgen.checkout.members import options_definitions
from shopgen.core.diagnostics import Diagnostic, Severity, once
from shopgen.core.digests import digest_of
from shopgen.core.disk import Disk
from shopgen.core.stopwatch import Stopwatch, Unwatched
from shopgen.edits.building import Workplace, edited_build
from shopgen.edits.outlines import Outlines
from shopgen.edits.planning import Before, Last, plan_again
from shopgen.edits.resuming import Resuming, Told
from shopgen.engine.crew import Crew
from shopgen.engine.jobs import Job, Plan
from shopgen.engine.kitchen import Bundle, Kitchen, Made
from shopgen.engine.lock import locked
from shopgen.engine.memory import FORMAT, Memory
from shopgen.engine.recorded import Lost
from shopgen.engine.routes import Kitchenware
from shopgen.engine.run import Build, Progress, make_one, reader, run
from shopgen.engine.worked import Worked, worked
from shopgen.glance import Glimpse, Seen
from shopgen.making.bundle import bundle_of
from shopgen.making.pages import maker
from shopgen.making.recipes import kitchen, toolchain
from shopgen.model.shop import Shop
from shopgen.options import Options, installed_themes
from shopgen.outcome import BuildReport, by_place, counted, foreign_files, has_errors
from shopgen.planning.plan import Planner
from shopgen.planning.unpublished import Mark
from shopgen.planning.visibility import Shown
from shopgen.publishing.folder import Folder, Published
from shopgen.publishing.safety import refuse_unsafe
from shopgen.reading.again import Frame, Rest
from shopgen.reading.keeping import Keeper
from shopgen.reading.linking import Names
from shopgen.reading.memory import Memory as ReadingMemory
from shopgen.reading.news import all_news, news
from shopgen.reading.places import pin
from shopgen.reading.shop import read_shop
from shopgen.reading.sources import Sources, scan
from shopgen.telling import edits_of

if TYPE_CHECKING:
    from shopgen.sharing import Sharing

MANY_SOURCES = 400
"""So many files pay for worker processes that are started before anything is read."""


class Planned(Struct, frozen=True):
    """The shop as it is now and everything that is to exist. `shop` and `plan` are None when nothing can be planned.

    `next_change` is the first moment at which the clock alone changes the shop. `unpublished` says of pages, by output
    path, why customers do not see them; only preview asks.
    """

    findings: tuple[Diagnostic, ...]
    shop: Shop | None = None
    plan: Plan | None = None
    bundle: Bundle | None = None
    next_change: datetime | None = None
    unpublished: Mapping[str, Mark] = {}

    @property
    def has_errors(self) -> bool:
        return has_errors(self.findings)


class Session:
    """Keeps what one process knows between runs: parsed files, the kitchen, the memory on disk."""

    def __init__(self, options: Options, disk: Disk | None = None, watch: Stopwatch | None = None) -> None:
        self.options = options
        self._watch = watch or Unwatched()
        self._disk = disk or Disk()
        self._keeper: Keeper | None = None
        self._reading: ReadingMemory | None = None
        self._memory: Memory | None = None
        self._kitchen: Kitchen | None = None
        self._sources: Sources | None = None
        self._last: tuple[Last, Planned] | None = None
        self._resumed: Last | None = None
        self._assets: dict[str, str] = {}
        self._changed_since: set[str] = set()
        self._code = ""
        """The toolchain, once somebody knows it."""

    def plan(self, changed: Iterable[str] | None = None) -> Planned:
        """Reads what changed and plans. Findings have Spans; with `strict` warnings are errors.

        `changed` are all files that changed since the last plan, for somebody who knows.
        """
        again = self._resume() if self._is_to_be_resumed else self._plan_again(changed)
        if again is not None:
            return again
        self._sources = scan(self._disk, self.options.root, self.options.skipped)
        begun = self._begin(self._sources)
        if isinstance(begun, Planned):
            return begun
        planned = self._planned(begun)
        if begun.sources.has_aliases:
            self._last = None
        elif not planned.has_errors and planned.shop is not None and planned.plan is not None:
            before = _before(begun, planned, planned.shop)
            self._last = Last(begun.sources, planned.shop, planned.plan, before), planned
            self._assets = begun.planner.assets
            self._changed_since.clear()
        return planned

    @property
    def _is_to_be_resumed(self) -> bool:
        return self.options.is_preview and self._sources is None

    def _resume(self) -> Planned | None:
        """The last plan of the last preview, with what was edited since; None when the whole shop has to be planned."""
        resumed = self._resuming().open(self._open_memory())
        if resumed is None:
            return None
        last, told = resumed.last, resumed.told
        bundle = bundle_of(last.shop.settings, last.shop.theme, told.assets)
        planned = Planned(told.findings, last.shop, last.plan, bundle, told.next_change, told.unpublished)
        self._sources, self._last, self._assets = last.sources, (last, planned), told.assets
        self._resumed = last
        changed = self.news()
        return self._plan_again(changed) if changed else planned

    def _plan_again(self, changed: Iterable[str] | None) -> Planned | None:
        """The plan of no more than what was edited since the last good one, when there can be one."""
        if self._last is None or changed is None:
            self._last = None
            return None
        self._changed_since.update(changed)
        last, planned = self._last
        try:
            again = plan_again(last, self._changed_since, self._disk, self._read_before(), self.options)
        except Lost:
            again = None
        if again is None:
            return None
        self._changed_since.clear()
        self._sources = again.sources
        planned = replace(planned, findings=again.before.findings, shop=again.shop, plan=again.plan)
        self._last = again, planned
        return planned

    def news(self, paths: Iterable[str] | None = None) -> set[str]:
        """The files at and below `paths`, or of the whole shop, that are otherwise than the last plan saw them."""
        if self._sources is None:
            return set(paths or ())
        return all_news(self._sources, self.options.skipped) if paths is None else news(self._sources, paths)

    def prepare(self) -> None:
        """Opens beforehand what the next edit will need."""
        if self._last is not None:
            self._read_before()
            _ = self._last[0].plan.users

    def move_on(self, clock: datetime) -> None:
        """The next plan is for the moment `clock`, and of the whole shop."""
        self.options = replace(self.options, clock=clock)
        self._last = None

    def build(self, progress: Progress = lambda done, total: None, last: Glimpse | None = None) -> BuildReport:
        """Plans, makes and publishes; publishes nothing when there are errors.

        `last` is what a glance has just seen: the last build, and how little is otherwise now.
        """
        began = time.perf_counter()
        refuse_unsafe(self.options.output, self.options.root, self.options.cache)
        with locked(self.options.cache / "lock"):
            folder = self._folder()
            seen, report = self._edited(last, folder, progress)
            is_edit = report is not None
            if report is None:
                with self._watch.stage("look"):
                    seen = glance.before(self.options)
                report = self._build(folder, progress)
            if seen is not None:
                with self._watch.stage("save"):
                    plan = self._open_memory().ledger.plan
                    outputs = last.record.outputs if is_edit and last is not None else None
                    code = self._code or toolchain()
                    glance.remember(self.options, seen, code, plan, report, folder, self._disk, outputs)
            return replace(report, seconds=time.perf_counter() - began)

    def _edited(
        self, last: Glimpse | None, folder: Folder, progress: Progress
    ) -> tuple[Seen | None, BuildReport | None]:
        """A build of no more than what was edited since the last one, when there can be one."""
        if last is None or not glance.is_last(last, self.options):
            return None, None
        with self._watch.stage("edited"):
            self._code = code = last.record.toolchain
            place = Workplace(self.options, code, self._disk, self._open_memory(), self._outlines(), folder)
            return last.seen, edited_build(
                last, place, self._read_before, Crew(self.options.jobs, self.options.cluster).workers, progress
            )

    def _build(self, folder: Folder, progress: Progress) -> BuildReport:
        with self._watch.stage("look"):
            sources = scan(self._disk, self.options.root, self.options.skipped)
        with Crew(self.options.jobs, self.options.cluster) as crew:
            begun = self._begin(sources, crew.start if len(sources) >= MANY_SOURCES else bool)
            if isinstance(begun, Planned):
                return BuildReport(begun.findings)
            if has_errors(begun.findings):
                return BuildReport(self._planned(begun).findings)
            return self._made(begun, crew, folder, progress)

    def _made(self, begun: "_Begun", crew: Crew, folder: Folder, progress: Progress) -> BuildReport:
        planner, watch = begun.planner, self._watch
        with watch.stage("save"):
            self._keep()  # only what is right: a secret that somebody typed must not lie in the cache
        ware = Kitchenware(kitchen(begun.bundle), kitchen)
        values, sharing = planner.values, self._sharing(begun)
        with watch.stage("look"):
            memory = self._open_memory()
        outline = None
        try:
            with watch.stage("make"):
                jobs = watch.through("plan", _right(planner))
                build = run(jobs, values, ware, memory, crew.workers, progress, elsewhere=sharing)
            planned = self._planned(begun)
            findings = self._severe((*planned.findings, *once(build.diagnostics), *by_place(build.failures)))
            if has_errors(findings):
                return BuildReport(findings)
            with watch.stage("publish"):
                read = reader(planner.plan.jobs, values, build.manifest, ware.kitchen, memory)
                manifest, read = with_list(build, read, self._disk, memory)
                published = folder.publish(manifest, read)
            memory.ledger.records = build.records
            outline = planner.outline(memory.store.put)
        finally:
            with watch.stage("save"):
                memory.save(known.value for known in (outline.products.values() if outline else ()))
        with watch.stage("save"):
            self._outlines().save(memory.ledger.plan, outline)
        told = (*findings, *self._severe(foreign_files(published)))
        by_maker = worked(build.seconds, partial(maker, planner.plan)) if watch.is_running else ()
        report = _report(build, planner, published, told, planned.next_change, by_maker)
        if sharing is not None:
            with watch.stage("share"):
                shared, remarks = sharing.offer(build, memory.store)
            report = replace(report, shared=shared, remarks=pin(remarks, begun.sources))
        return replace(report, manifest=manifest)

    def _sharing(self, begun: "_Begun") -> "Sharing | None":
        """The traffic with the image cache; imported only when there is one."""
        typed = begun.planner.shop.settings.image_cache
        if (self.options.image_cache or typed) in {"", "none"}:
            return None
        from shopgen.sharing import sharing

        return sharing(self.options, typed, begun.base_url)

    def _begin(self, sources: Sources, meanwhile: Callable[[], object] = bool) -> "_Begun | Planned":
        """Everything read, and a planner for it; a Planned with what is wrong when there is nothing to plan."""
        options = self.options
        definitions, before = options_definitions(), self._read_before()
        with self._watch.stage("read"):
            reading = read_shop(
                sources, installed_themes(), before, definitions, options.jobs, meanwhile, not options.is_preview
            )
        if reading.shop is None:
            return Planned(self._severe(reading.findings))
        shop = self._adjusted(reading.shop)
        is_whole = not has_errors(reading.findings)
        with self._watch.stage("check"):
            checked = pin(check(shop, options.clock, is_whole), sources)
        shown = Shown(options.clock, options.drafts, options.future, options.expired)
        with self._watch.stage("plan"):
            planner = Planner(shop, shown, sources.location, reading.left_out)
        findings = self._severe((*reading.findings, *checked))
        bundle = bundle_of(shop.settings, shop.theme, planner.assets)
        return _Begun(findings, sources, planner, bundle, reading.shop.settings.base_url)

    def _planned(self, begun: "_Begun") -> Planned:
        """The whole plan, whether its jobs have been asked for or not."""
        with self._watch.stage("plan"):
            for _ in begun.planner.jobs():
                pass
            planning = begun.planner.finished()
        found = (*begun.findings, *self._severe(pin(planning.findings, begun.sources)))
        unpublished = begun.planner.marks() if self.options.is_preview else {}
        return Planned(found, planning.shop, planning.plan, begun.bundle, planning.next_change, unpublished)

    def make(self, path: str, planned: Planned) -> Made | None:
        """The output at `path`, from memory when it is fresh; None when nothing is planned there.

        Raises Lost when the plan is one of another process and cannot be used any more: then plan anew.
        """
        if planned.plan is None or planned.bundle is None or path not in planned.plan.jobs:
            return None
        if self._kitchen is None or self._kitchen.bundle.name != planned.bundle.name:
            self._kitchen = kitchen(planned.bundle)
        made, _ = make_one(planned.plan.jobs[path], planned.plan.values, self._kitchen, self._open_memory())
        return made

    def save(self) -> None:
        """Writes what was planned and made since the last build to the memory on disk.

        Raises BusyFailure when another run is at work there for long.
        """
        if self._memory is not None:
            with locked(self.options.cache / "lock"):
                self._memory.save()
                if self._last is not None and self._last[0] is not self._resumed and self.options.is_preview:
                    self._keep()
                    self._leave(*self._last, self._memory)

    def _leave(self, last: Last, planned: Planned, memory: Memory) -> None:
        """Leaves the plan for the next preview."""
        if planned.bundle is not None:
            told = Told(planned.findings, self._assets, planned.next_change, planned.unpublished)
            self._resuming().save(last, told, kitchen(planned.bundle).recipes, memory.store)

    def clean(self) -> tuple[str, ...]:
        """Removes what was published and returns its paths; the cache is left to the caller."""
        return self._folder().clean()

    def source_text(self, path: str) -> str | None:
        """The text of a source file as it is now, for showing the line of a finding; None when it cannot be read."""
        return self.options.source_text(path, self._disk.read)

    def _keep(self) -> None:
        """Puts away what was read for the next process; this one has made of it what it needs."""
        if self._keeper is not None and self._reading is not None:
            self._keeper.save(self._reading)
        self._keeper = self._reading = None

    def _read_before(self) -> ReadingMemory:
        if self._reading is None:
            self._keeper = Keeper(self._disk, self.options.cache / FORMAT / "reading", self._code or toolchain())
            self._reading = self._keeper.open()
        return self._reading

    def _open_memory(self) -> Memory:
        if self._memory is None:
            self._memory = Memory(self._disk, self.options.cache)
        return self._memory

    def _resuming(self) -> Resuming:
        return Resuming(self._disk, self.options.cache / FORMAT / "preview", self.options)

    def _outlines(self) -> Outlines:
        return Outlines(self._disk, self.options.cache / FORMAT / "outline")

    def _folder(self) -> Folder:
        name = f"published-{digest_of(os.fspath(self.options.output.resolve()))[:12]}"
        return Folder(self._disk, self.options.output, self.options.cache / name)

    def _adjusted(self, shop: Shop) -> Shop:
        if not self.options.base_url:
            return shop
        return replace(shop, settings=replace(shop.settings, base_url=self.options.base_url))

    def _severe(self, findings: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
        if not self.options.strict:
            return tuple(findings)
        return tuple(replace(finding, severity=Severity.ERROR) for finding in findings)


class _Begun(Struct, frozen=True):
    """A shop that is read and about to be planned, with what was found on the way.

    `base_url` is that of the settings, whatever was asked for.
    """

    findings: tuple[Diagnostic, ...]
    sources: Sources
    planner: Planner
    bundle: Bundle
    base_url: str


def _before(begun: _Begun, planned: Planned, shop: Shop) -> Before:
    """What an edit is planned with that comes while this process lives."""
    names = Names({key: product.skus for key, product in shop.products.items()})
    products = {product.source: product for product in shop.products.values()}
    rest = Rest(shop.categories, names)
    return Before(Frame(shop.settings, shop.theme), rest, begun.planner.known(), products, planned.findings)


def _right(planner: Planner) -> Iterator[Job]:
    """The jobs of a plan as long as nothing in it is wrong: what nobody will publish need not be made."""
    return (job for job in planner.jobs() if not planner.has_errors)


def _report(
    build: Build,
    planner: Planner,
    published: Published,
    findings: tuple[Diagnostic, ...],
    next_change: datetime | None,
    by_maker: tuple[Worked, ...],
) -> BuildReport:
    return BuildReport(
        findings=findings,
        manifest=build.manifest,
        made=build.made,
        recalled=build.recalled,
        published=published,
        counts=counted(build.manifest),
        products=len(planner.shop.products),
        languages=len(planner.shop.settings.languages),
        time_zone=planner.shop.settings.time_zone,
        next_change=next_change,
        edits=edits_of(build, planner.plan.jobs, planner.shop),
        worked=by_maker,
    )
