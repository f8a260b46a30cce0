"""Puts the stages together. One Session serves build, check and preview alike."""

import os
import time
from collections.abc import Iterable
from concurrent.futures import Executor
from datetime import datetime
from functools import partial

from msgspec import Struct
from msgspec.structs import replace

from shopgen import glance
from shopgen.checking.shop import check
from shopgen.checkout.members import options_definitions
from shopgen.core.diagnostics import Diagnostic, Place, Severity, once
from shopgen.core.digests import digest_of
from shopgen.core.disk import Disk
from shopgen.engine import executors
from shopgen.engine.jobs import Plan
from shopgen.engine.kitchen import Bundle, Kitchen, Made
from shopgen.engine.lock import locked
from shopgen.engine.memory import FORMAT, Memory
from shopgen.engine.run import Progress, make_one, reader, run
from shopgen.making.bundle import bundle_of
from shopgen.making.recipes import kitchen, recipes, toolchain
from shopgen.model.shop import Shop
from shopgen.options import Options, installed_themes
from shopgen.outcome import BuildReport, counted, has_errors
from shopgen.planning.plan import plan_shop
from shopgen.planning.visibility import Shown
from shopgen.publishing.folder import Folder, Published
from shopgen.publishing.safety import refuse_unsafe
from shopgen.reading.keeping import Keeper
from shopgen.reading.memory import Memory as ReadingMemory
from shopgen.reading.places import pin
from shopgen.reading.shop import read_shop
from shopgen.reading.sources import scan

WORTH_WORKERS = 24
"""So many stale outputs pay for starting worker processes."""

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
        options = self.options
        sources = scan(self._disk, options.root, options.skipped)
        reading = read_shop(sources, installed_themes(), self._read_before(), options_definitions(), options.jobs)
        if reading.shop is None:
            return Planned(self._severe(reading.findings))
        shop = self._adjusted(reading.shop)
        shown = Shown(options.clock, options.drafts, options.future, options.expired)
        planning = plan_shop(shop, shown, sources.location, reading.left_out)
        is_whole = not has_errors(reading.findings)
        found = (*reading.findings, *pin((*check(shop, options.clock, is_whole), *planning.findings), sources))
        bundle = bundle_of(shop, planning.assets)
        return Planned(self._severe(found), planning.shop, planning.plan, bundle, planning.next_change)

    def build(self, progress: Progress = lambda done, total: None) -> BuildReport:
        """Plans, makes and publishes; publishes nothing when there are errors."""
        began = time.perf_counter()
        refuse_unsafe(self.options.output, self.options.root, self.options.cache)
        with locked(self.options.cache / "lock"):
            seen = glance.before(self.options)
            planned = self.plan()
            if planned.plan is None or planned.bundle is None or planned.has_errors:
                return BuildReport(planned.findings, {}, {}, None, time.perf_counter() - began)
            self._keep()  # only what is right: a secret that somebody typed must not lie in the cache
            folder = self._folder()
            report = self._build(planned, planned.plan, planned.bundle, folder, progress)
            if seen is not None:
                glance.remember(self.options, seen, report, folder, self._disk)
            return replace(report, seconds=time.perf_counter() - began)

    def _build(self, planned: Planned, plan: Plan, bundle: Bundle, folder: Folder, progress: Progress) -> BuildReport:
        memory = self._open_memory()
        try:
            build = run(plan, recipes(bundle), bundle, memory, partial(self._workers, bundle), progress)
            findings = self._severe((*planned.findings, *once(build.diagnostics), *_by_place(build.failures)))
            published = None
            if not has_errors(findings):
                read = reader(plan, build.manifest, memory, partial(kitchen, bundle))
                published = folder.publish(build.manifest, read)
                findings = (*findings, *self._severe(_foreign(published)))
        finally:
            memory.save()
        return BuildReport(
            findings=findings,
            manifest=build.manifest,
            made=build.made,
            published=published,
            seconds=0,
            counts=counted(build.manifest),
            products=len(planned.shop.products) if planned.shop else 0,
            languages=len(planned.shop.settings.languages) if planned.shop else 0,
            time_zone=planned.shop.settings.time_zone if planned.shop else "UTC",
            next_change=planned.next_change,
        )

    def make(self, path: str, planned: Planned) -> Made | None:
        """The output at `path`, from memory when it is fresh; None when nothing is planned there."""
        if planned.plan is None or planned.bundle is None or path not in planned.plan.jobs:
            return None
        if self._kitchen is None or self._kitchen.bundle.digests() != planned.bundle.digests():
            self._kitchen = kitchen(planned.bundle)
        made, _ = make_one(planned.plan.jobs[path], planned.plan, self._kitchen, self._open_memory())
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

    def _workers(self, bundle: Bundle, stale: int) -> Executor:
        jobs = self.options.jobs if stale >= WORTH_WORKERS else 1
        return executors.executor(jobs, partial(kitchen, bundle))

    def _adjusted(self, shop: Shop) -> Shop:
        if not self.options.base_url:
            return shop
        return replace(shop, settings=replace(shop.settings, base_url=self.options.base_url))

    def _severe(self, findings: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
        if not self.options.strict:
            return tuple(findings)
        return tuple(replace(finding, severity=Severity.ERROR) for finding in findings)


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
