"""Puts the stages together. One Session serves build, check and preview alike."""

import os
import time
from collections.abc import Iterable, Iterator
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from shopgen import glance
from shopgen.checking.shop import check
from shopgen.checkout.members import options_definitions
from shopgen.core.diagnostics import Diagnostic, Place, Severity, once
from shopgen.core.digests import digest_of
from shopgen.core.disk import Disk
from shopgen.engine.crew import Crew
from shopgen.engine.jobs import Job, Plan
from shopgen.engine.kitchen import Bundle, Kitchen, Made
from shopgen.engine.lock import locked
from shopgen.engine.memory import FORMAT, Memory
from shopgen.engine.routes import Kitchenware
from shopgen.engine.run import Progress, make_one, reader, run
from shopgen.making.bundle import bundle_of
from shopgen.making.recipes import kitchen, toolchain
from shopgen.model.shop import Shop
from shopgen.options import Options, installed_themes
from shopgen.outcome import BuildReport, counted, has_errors
from shopgen.planning.plan import Planner
from shopgen.planning.visibility import Shown
from shopgen.publishing.folder import Folder, Published
from shopgen.publishing.safety import refuse_unsafe
from shopgen.reading.keeping import Keeper
from shopgen.reading.memory import Memory as ReadingMemory
from shopgen.reading.places import pin
from shopgen.reading.shop import read_shop
from shopgen.reading.sources import Sources, scan

MANY_SOURCES = 400
"""So many files pay for worker processes that are started before anything is read."""

FOREIGN_NAMED = 20


class Planned(Struct, frozen=True):
    """The shop as it is now and everything that is to exist. `shop` and `plan` are None when nothing can be planned.

    `next_change` is the first moment at which the clock alone changes the shop.
    """

    findings: tuple[Diagnostic, ...]
    shop: Shop | None = None
    plan: Plan | None = None
    bundle: Bundle | None = None
    next_change: datetime | None = None

    @property
    def has_errors(self) -> bool:
        return has_errors(self.findings)


class Session:
    """Keeps what one process knows between runs: parsed files, the kitchen, the memory on disk."""

    def __init__(self, options: Options, disk: Disk | None = None) -> None:
        self.options = options
        self._disk = disk or Disk()
        self._keeper: Keeper | None = None
        self._reading: ReadingMemory | None = None
        self._memory: Memory | None = None
        self._kitchen: Kitchen | None = None

    def plan(self) -> Planned:
        """Reads what changed and plans. Findings have Spans; with `strict` warnings are errors."""
        begun = self._begin(scan(self._disk, self.options.root, self.options.skipped))
        return begun if isinstance(begun, Planned) else self._planned(begun)

    def build(self, progress: Progress = lambda done, total: None) -> BuildReport:
        """Plans, makes and publishes; publishes nothing when there are errors."""
        began = time.perf_counter()
        refuse_unsafe(self.options.output, self.options.root, self.options.cache)
        with locked(self.options.cache / "lock"):
            seen = glance.before(self.options)
            folder = self._folder()
            report = self._build(folder, progress)
            if seen is not None:
                glance.remember(self.options, seen, report, folder, self._disk)
            return replace(report, seconds=time.perf_counter() - began)

    def _build(self, folder: Folder, progress: Progress) -> BuildReport:
        sources = scan(self._disk, self.options.root, self.options.skipped)
        is_early = len(sources) >= MANY_SOURCES
        with Crew(self.options.jobs, self.options.cluster, is_early=is_early) as crew:
            begun = self._begin(sources)
            if isinstance(begun, Planned):
                return BuildReport(begun.findings)
            if has_errors(begun.findings):
                return BuildReport(self._planned(begun).findings)
            return self._made(begun, crew, folder, progress)

    def _made(self, begun: "_Begun", crew: Crew, folder: Folder, progress: Progress) -> BuildReport:
        planner, memory = begun.planner, self._open_memory()
        ware = Kitchenware(kitchen(begun.bundle), kitchen)
        values = planner.plan.values
        try:
            build = run(_right(planner), values, ware, memory, crew.workers, progress)
            planned = self._planned(begun)
            findings = self._severe((*planned.findings, *once(build.diagnostics), *_by_place(build.failures)))
            if has_errors(findings):
                return BuildReport(findings)
            self._keep()  # only what is right: a secret that somebody typed must not lie in the cache
            read = reader(planner.plan.jobs, values, build.manifest, ware.kitchen, memory)
            published = folder.publish(build.manifest, read)
        finally:
            memory.save()
        return BuildReport(
            findings=(*findings, *self._severe(_foreign(published))),
            manifest=build.manifest,
            made=build.made,
            published=published,
            counts=counted(build.manifest),
            products=len(planner.shop.products),
            languages=len(planner.shop.settings.languages),
            time_zone=planner.shop.settings.time_zone,
            next_change=planned.next_change,
        )

    def _begin(self, sources: Sources) -> "_Begun | Planned":
        """Everything read, and a planner for it; a Planned with what is wrong when there is nothing to plan."""
        options = self.options
        reading = read_shop(sources, installed_themes(), self._read_before(), options_definitions())
        if reading.shop is None:
            return Planned(self._severe(reading.findings))
        shop = self._adjusted(reading.shop)
        is_whole = not has_errors(reading.findings)
        checked = pin(check(shop, options.clock, is_whole), sources)
        shown = Shown(options.clock, options.drafts, options.future, options.expired)
        planner = Planner(shop, shown, sources.location, reading.left_out)
        findings = self._severe((*reading.findings, *checked))
        return _Begun(findings, sources, planner, bundle_of(shop, planner.assets))

    def _planned(self, begun: "_Begun") -> Planned:
        """The whole plan, whether its jobs have been asked for or not."""
        for _ in begun.planner.jobs():
            pass
        planning = begun.planner.finished()
        found = (*begun.findings, *self._severe(pin(planning.findings, begun.sources)))
        return Planned(found, planning.shop, planning.plan, begun.bundle, planning.next_change)

    def make(self, path: str, planned: Planned) -> Made | None:
        """The output at `path`, from memory when it is fresh; None when nothing is planned there."""
        if planned.plan is None or planned.bundle is None or path not in planned.plan.jobs:
            return None
        if self._kitchen is None or self._kitchen.bundle.name != planned.bundle.name:
            self._kitchen = kitchen(planned.bundle)
        made, _ = make_one(planned.plan.jobs[path], planned.plan.values, self._kitchen, self._open_memory())
        return made

    def save(self) -> None:
        """Writes what was made since the last build to the memory on disk, unless another run is at work there."""
        if self._memory is not None:
            with locked(self.options.cache / "lock"):
                self._memory.save()

    def clean(self) -> tuple[str, ...]:
        """Removes what was published and returns its paths; the cache is left to the caller."""
        return self._folder().clean()

    def source_text(self, path: str) -> str | None:
        """The text of a source file as it is now, for showing the line of a finding; None when it cannot be read."""
        return self.options.source_text(path, self._disk.read)

    def _keep(self) -> None:
        if self._keeper is not None and self._reading is not None:
            self._keeper.save(self._reading)

    def _read_before(self) -> ReadingMemory:
        if self._reading is None:
            self._keeper = Keeper(self._disk, self.options.cache / FORMAT / "reading", toolchain())
            self._reading = self._keeper.open()
        return self._reading

    def _open_memory(self) -> Memory:
        if self._memory is None:
            self._memory = Memory(self._disk, self.options.cache)
        return self._memory

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
    """A shop that is read and about to be planned, with what was found on the way."""

    findings: tuple[Diagnostic, ...]
    sources: Sources
    planner: Planner
    bundle: Bundle


def _right(planner: Planner) -> Iterator[Job]:
    """The jobs of a plan as long as nothing in it is wrong: what nobody will publish need not be made."""
    return (job for job in planner.jobs() if not planner.has_errors)


def _foreign(published: Published) -> tuple[Diagnostic, ...]:
    """One warning for all files in the output folder that shopgen did not make."""
    if not published.foreign:
        return ()
    named = ", ".join(f"`{path}`" for path in published.foreign[:FOREIGN_NAMED])
    more = f" and {len(published.foreign) - FOREIGN_NAMED} more" if len(published.foreign) > FOREIGN_NAMED else ""
    message = f"the output folder has files that shopgen did not make: {named}{more}"
    hint = "they are kept; put what belongs to the shop into `static/`"
    return (Diagnostic(Severity.WARNING, "foreign-files", message, hint=hint),)


def _by_place(failures: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """One finding for each place that failed, however many files failed there."""
    found: dict[tuple[str, Place | None], list[Diagnostic]] = {}
    for failure in sorted(failures, key=lambda failure: failure.message):
        found.setdefault((failure.code, failure.place), []).append(failure)
    return tuple(_counted(same[0], len(same) - 1) for same in found.values())


def _counted(failure: Diagnostic, more: int) -> Diagnostic:
    return replace(failure, message=f"{failure.message}, and {more} more times") if more else failure
