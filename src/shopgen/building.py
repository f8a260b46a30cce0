"""A build of the whole shop, as far as it is not there yet."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from msgspec.structs import replace

from shopgen.ahead import made_ahead
from shopgen.caches.inventory import with_list
from shopgen.core.diagnostics import Diagnostic, once
from shopgen.core.stopwatch import Stopwatch
from shopgen.engine.aside import can_fork
from shopgen.engine.borrowed import AnyStore, Doubted
from shopgen.engine.crew import Crew
from shopgen.engine.jobs import Job
from shopgen.engine.larder import Larder
from shopgen.engine.memory import Memory
from shopgen.engine.packs import Packs
from shopgen.engine.routes import Kitchenware
from shopgen.engine.run import Build, Progress, reader, run
from shopgen.engine.share import Ready
from shopgen.engine.sights import Sight
from shopgen.engine.store import Lost
from shopgen.engine.worked import Worked, worked
from shopgen.making.pages import maker
from shopgen.making.recipes import kitchen
from shopgen.options import Options
from shopgen.outcome import BuildReport, by_place, counted, foreign_files, has_errors
from shopgen.planned import Begun, Planned, begin, finish, severe
from shopgen.planning.plan import Planner
from shopgen.publishing.folder import Folder
from shopgen.publishing.helping import WORTH_HELP, Helper, helping
from shopgen.publishing.published import Published
from shopgen.reading.places import pin
from shopgen.reading.sources import as_seen, scan
from shopgen.remembering import Remembering
from shopgen.telling import edits_of
from shopgen.workplace import Workplace

if TYPE_CHECKING:
    from shopgen.sharing import Sharing


def build(
    place: Workplace, folder: Folder, watch: Stopwatch, progress: Progress, sight: Sight | None = None
) -> BuildReport:
    """Reads, plans and makes everything, and publishes it into `folder` unless there are errors.

    `sight` is how the shop looks, from somebody who has just seen it.
    """
    with _help(place, sight) as helper:
        with watch.stage("look"):
            store = place.memory.store
        try:
            return _built(place, folder, helper, watch, progress, store, sight)
        except Lost:
            return _built(place, folder, helper, watch, progress, Doubted(store))


def _built(
    place: Workplace,
    folder: Folder,
    helper: Helper | None,
    watch: Stopwatch,
    progress: Progress,
    store: AnyStore,
    sight: Sight | None = None,
) -> BuildReport:
    """Raises Lost when the store has lost a product that was read before."""
    with watch.stage("look"):
        disk, root = place.disk, place.options.root
        seen = None if sight is None else as_seen(disk, root, sight)
        sources = scan(disk, root, place.options.skipped) if seen is None else seen
    begun = begin(place, watch, sources, store)
    if isinstance(begun, Planned):
        return BuildReport(begun.findings)
    if has_errors(begun.findings):
        return BuildReport(finish(begun, place.options, watch).findings)
    return _made(begun, place, folder, helper, watch, progress)


def _help(place: Workplace, sight: Sight | None) -> AbstractContextManager[Helper | None]:
    """A second process for publishing; none for a shop that looks small, or when others are not allowed."""
    options = place.options
    is_small = sight is not None and len(sight) < WORTH_HELP
    if options.jobs == 1 or is_small or not can_fork():
        return nullcontext()
    packs = Packs(place.disk, place.room / "store")
    return helping(place.disk, options.output, packs, lambda name: place.memory.store.slot(name))


def _made(
    begun: Begun, place: Workplace, folder: Folder, helper: Helper | None, watch: Stopwatch, progress: Progress
) -> BuildReport:
    planner, crew = begun.planner, Crew(place.options.jobs, place.options.cluster)
    ware = Kitchenware(kitchen(begun.bundle, place.toolchain), kitchen)
    values, sharing, memory = planner.values, _sharing(begun, place.options), place.memory
    remembering = Remembering(place, planner, watch)
    try:
        with watch.stage("make"):
            remembering.begin()
            build = run(
                watch.through("plan", _right(planner)),
                values,
                ware,
                memory,
                crew.workers,
                progress,
                elsewhere=sharing,
                ahead=_ahead(planner, ware, memory, place.options, watch, progress, remembering.shop),
            )
        planned = finish(begun, place.options, watch)
        failures = by_place(build.failures)
        findings = severe((*planned.findings, *once(build.diagnostics), *failures), place.options)
        if has_errors(findings):
            return BuildReport(findings)
        with watch.stage("publish"):
            memory.store.flush()  # a disk without room for the pages is noticed before anything is published
            read = reader(planner.plan.jobs, values, build.manifest, ware.kitchen, memory)
            manifest, read = with_list(build, read, place.disk, memory)
            published = folder.publish(manifest, read, helper, partial(remembering.made, build))
        remembering.published(build)
    finally:
        remembering.save()
    told = (*findings, *severe(foreign_files(published), place.options))
    by_maker = worked(build.seconds, _makers(planner, ware, memory)) if watch.is_running else ()
    report = _report(build, planner, published, told, planned.next_change, by_maker)
    if sharing is not None:
        with watch.stage("share"):
            shared, remarks = sharing.offer(build, memory.store)
        report = replace(report, shared=shared, remarks=pin(remarks, begun.sources))
    return replace(report, manifest=manifest)


def _ahead(
    planner: Planner,
    ware: Kitchenware,
    memory: Memory,
    options: Options,
    watch: Stopwatch,
    progress: Progress,
    before: Callable[[], object],
) -> Mapping[str, Ready]:
    """What is made where it is planned: nothing for a cluster, or where processes cannot be forked."""
    if options.cluster or (options.jobs > 1 and not can_fork()):
        before()
        return {}
    return made_ahead(planner, ware.kitchen, memory, options.jobs, watch, progress, before)


def _sharing(begun: Begun, options: Options) -> "Sharing | None":
    """The traffic with the image cache; imported only when there is one."""
    typed = begun.planner.shop.settings.image_cache
    if (options.image_cache or typed) in {"", "none"}:
        return None
    from shopgen.sharing import sharing

    return sharing(options, typed, begun.base_url)


def _right(planner: Planner) -> Iterator[Job]:
    """The jobs of a plan as long as nothing in it is wrong: what nobody will publish need not be made."""
    return (job for job in planner.jobs() if not planner.has_errors)


def _makers(planner: Planner, ware: Kitchenware, memory: Memory) -> Callable[[str], str]:
    """Says of each path what makes it."""
    larder = Larder(planner.values, ware.recipes, memory.store)
    return lambda path: maker(planner.plan.jobs[path], larder.value)


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
