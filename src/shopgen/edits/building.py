"""A build after an edit of a few products: only they are read and planned, and only the pages that show them made.

Everything else is as the last build left it, which a glance has seen.
"""

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Executor
from itertools import chain
from pathlib import Path

from msgspec.structs import replace

from shopgen.checkout.members import options_definitions
from shopgen.core.diagnostics import Diagnostic
from shopgen.edits.naming import KnownNames
from shopgen.edits.planning import FEW, Before, Edit, plan_edit
from shopgen.engine.jobs import Job
from shopgen.engine.memory import Memory
from shopgen.engine.records import Records
from shopgen.engine.routes import Kitchenware
from shopgen.engine.run import Build, Progress, reader, run
from shopgen.engine.sights import apart
from shopgen.engine.store import Lost
from shopgen.glance import Glimpse
from shopgen.making.bundle import bundle_of
from shopgen.making.recipes import kitchen
from shopgen.model.shop import Shop
from shopgen.options import installed_themes
from shopgen.outcome import BuildReport
from shopgen.planning.amending import known_by
from shopgen.planning.outline import Outline, known_products
from shopgen.publishing.folder import Folder
from shopgen.reading.again import Frame, Rest, frame_of
from shopgen.reading.memory import Memory as ReadingMemory
from shopgen.reading.sources import as_seen
from shopgen.reading.wholes import Wholes
from shopgen.telling import edits_of
from shopgen.workplace import Workplace


def edited_build(
    seen: Glimpse,
    place: Workplace,
    folder: Folder,
    workers: Callable[[int], Executor],
    progress: Progress,
) -> BuildReport | None:
    """Makes and publishes what shows the edited products; None when that is not all, and then nothing is published."""
    plan, records = place.memory.ledger.plan, place.memory.ledger.records
    outline = place.outlines.open(plan) if plan == seen.record.plan and len(seen.changed) <= FEW else None
    if outline is None or not outline.is_amendable or not isinstance(records, Records):
        return None
    before = seen.report()
    try:
        settled = _settled(seen, before.findings, place, outline)
    except Lost:
        return None
    if settled is None:
        return None
    edit, frame = settled
    made = _make(edit, frame, records, place, workers, progress)
    if made is None:
        return None
    build, jobs, values, ware = made
    changed = {path: output.digest for path, output in build.manifest.items()}
    folders = tuple(apart(seen.record.outputs.folders))
    published = folder.amend(changed, folders, reader(jobs, values, build.manifest, ware.kitchen, place.memory))
    if published is None:
        return None
    growth = published.bytes_written - _bytes_before(published.written, records, place.memory)
    place.memory.ledger.records = build.records
    edited = {brief.key: brief for brief, _ in edit.products.values()}
    part = Shop(frame.settings, edited, {}, {}, {}, (), frame.theme, Wholes(place.memory.store))
    known = known_products(edited.values())
    place.memory.save(product.value for product in chain(known.values(), outline.products.values()))
    place.outlines.amend(place.memory.ledger.plan, outline, known)
    return replace(
        before,
        findings=edit.findings,
        manifest=build.manifest,
        made=build.made,
        recalled=build.recalled,
        edits=edits_of(build, jobs, part),
        published=replace(published, foreign=before.published.foreign if before.published else ()),
        counts=replace(before.counts, bytes=before.counts.bytes + growth),
    )


def _settled(
    seen: Glimpse,
    findings: tuple[Diagnostic, ...],
    place: Workplace,
    outline: Outline,
) -> tuple[Edit, Frame] | None:
    """What became of the edited products, and the shop around them, about which `findings` were told.

    Raises Lost when the store has lost what one of them was, or is.
    """
    options, whole = place.options, Wholes(place.memory.store)
    paths = _below(options.root, seen.changed)
    if any(path not in outline.products for path in paths):
        return None
    were = {path: whole.named(outline.products[path].value) for path in paths}
    memory = place.reading if any(product.pictures for product in were.values()) else ReadingMemory()
    sources = as_seen(place.disk, options.root, seen.seen.sources)
    frame = None if sources is None else frame_of(sources, installed_themes(), memory, options_definitions())
    if sources is None or frame is None:
        return None
    if options.base_url:
        frame = replace(frame, settings=replace(frame.settings, base_url=options.base_url))
    names = KnownNames(outline.products, place.outlines.products_with)
    before = Before(frame, Rest(outline.categories, names), known_by(outline, frame.settings), were, findings)
    edit = plan_edit(paths, before, sources, memory, place.memory.store, options)
    return None if edit is None else (edit, frame)


def _make(
    edit: Edit, frame: Frame, records: Records, place: Workplace, workers: Callable[[int], Executor], progress: Progress
) -> tuple[Build, Mapping[str, Job], dict[str, bytes], Kitchenware] | None:
    """The pages that show the edited products; None when that fails, or says something else than before."""
    memory, amendment = place.memory, edit.amendment
    jobs = {job.path: job for job in records.having(amendment.digests)}
    values = dict(amendment.values)
    for job in jobs.values():
        for item in job.ingredients:
            content = values.get(item.name) or memory.store.get(item.digest)
            if content is None:
                return None
            values[item.name] = content
    said = Counter(_diagnostics(jobs, records, memory))
    bundle = bundle_of(frame.settings, frame.theme, amendment.assets)
    ware = Kitchenware(kitchen(bundle, place.toolchain), kitchen)
    build = run(jobs.values(), values, ware, memory, workers, progress, records)
    if build.failures or Counter(build.diagnostics) != said:
        return None
    return build, jobs, values, ware


def _diagnostics(paths: Iterable[str], records: Records, memory: Memory) -> Iterator[Diagnostic]:
    for path in paths:
        trace = memory.ledger.get(records[path].key)
        yield from trace.diagnostics if trace else ()


def _bytes_before(paths: Iterable[str], records: Records, memory: Memory) -> int:
    traces = (memory.ledger.get(records[path].key) for path in paths)
    return sum(trace.size for trace in traces if trace is not None)


def _below(folder: Path, paths: Iterable[str]) -> tuple[str, ...]:
    """Paths relative to `folder`; those elsewhere as they are."""
    itself = str(folder)
    top = itself + os.sep
    inside = (path[len(top) :] if path.startswith(top) else "" if path == itself else path for path in paths)
    return tuple(inside) if os.sep == "/" else tuple(path.replace(os.sep, "/") for path in inside)
