"""A build after an edit of a few products: only they are read and planned, and only the pages that show them made.

Everything else is as the last build left it, which a glance has seen. Whenever an edit may reach further than that, or
something is wrong, there is no such build, and an ordinary one finds out what to do and to say.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Executor
from pathlib import Path

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from shopgen.checking.shop import check_product
from shopgen.checkout.members import options_definitions
from shopgen.core.diagnostics import Diagnostic, Findings
from shopgen.core.digests import Digest
from shopgen.core.disk import Disk, Entry, Stamp
from shopgen.edits import edits_of
from shopgen.engine.jobs import Job
from shopgen.engine.memory import Memory
from shopgen.engine.records import Records
from shopgen.engine.run import Build, Progress, reader, run
from shopgen.engine.sealed import seal, unseal
from shopgen.engine.sights import Sight, stamps_in
from shopgen.engine.values import pack
from shopgen.engine.work import Kitchenware
from shopgen.glance import Glimpse
from shopgen.making.bundle import bundle_of
from shopgen.making.recipes import kitchen
from shopgen.model.product import Product
from shopgen.options import Options, installed_themes
from shopgen.outcome import BuildReport
from shopgen.planning.amending import Amendment, amend
from shopgen.planning.outline import KnownProduct, Outline
from shopgen.publishing.folder import Folder
from shopgen.reading.again import ReadAgain, Rest, read_again
from shopgen.reading.memory import Memory as ReadingMemory
from shopgen.reading.places import pin
from shopgen.reading.sources import Sources, is_ignored

FEW = 20
"""So many edited products are planned by themselves; after more it is quicker to plan the whole shop."""


class _File(Struct, frozen=True, array_like=True):
    plan: Digest
    outline: Outline


class Outlines:
    """Keeps the outline of the last plan in the file at `path`. One that cannot be used is none."""

    def __init__(self, disk: Disk, path: Path) -> None:
        self._disk = disk
        self._path = path

    def save(self, plan: Digest, outline: Outline) -> None:
        """Keeps the outline of the plan with this name, when it is not there already."""
        content = seal(msgspec.msgpack.encode(_File(plan, outline)))
        if self._content() != content:
            self._disk.write(self._path, content)

    def open(self, plan: Digest) -> Outline | None:
        try:
            file = msgspec.msgpack.decode(unseal(self._content()) or b"", type=_File)
        except msgspec.DecodeError:
            return None
        return file.outline if file.plan == plan else None

    def _content(self) -> bytes:
        try:
            return self._disk.read(self._path)
        except IsADirectoryError:
            self._disk.remove_tree(self._path)
        except OSError:
            pass
        return b""


class Workplace(Struct, frozen=True):
    """Where one build works."""

    options: Options
    disk: Disk
    memory: Memory
    outlines: Outlines
    folder: Folder


def edited_build(
    seen: Glimpse,
    place: Workplace,
    read_before: Callable[[], ReadingMemory],
    workers: Callable[[int], Executor],
    progress: Progress,
) -> BuildReport | None:
    """Makes and publishes what shows the edited products; None when that is not all, and then nothing is published."""
    plan, records = place.memory.ledger.plan, place.memory.ledger.records
    outline = place.outlines.open(plan) if plan == seen.record.plan and len(seen.changed) <= FEW else None
    if outline is None or not outline.is_amendable or not isinstance(records, Records):
        return None
    edit = _edit(seen, place, outline, read_before)
    if edit is None:
        return None
    made = _make(edit, records, place, workers, progress)
    if made is None:
        return None
    build, jobs, values, ware = made
    changed = {path: output.digest for path, output in build.manifest.items()}
    folders = _below(place.options.output, seen.record.outputs.folders)
    published = place.folder.amend(changed, folders, reader(jobs, values, build.manifest, ware.kitchen, place.memory))
    if published is None:
        return None
    place.memory.ledger.records = build.records
    before = seen.report()
    after = _outline_after(edit, outline, place.memory)
    place.memory.save(product.value for product in after.products.values())
    place.outlines.save(place.memory.ledger.plan, after)
    growth = published.bytes_written - _bytes_before(published.written, records, place.memory)
    return replace(
        before,
        findings=edit.findings,
        manifest=build.manifest,
        made=build.made,
        recalled=build.recalled,
        edits=edits_of(build, jobs, edit.again.part),
        published=replace(published, foreign=before.published.foreign if before.published else ()),
        counts=replace(before.counts, bytes=before.counts.bytes + growth),
    )


class _Edit(Struct, frozen=True):
    """What is to be made of an edit: `findings` are all those of the build, old and new."""

    again: ReadAgain
    amendment: Amendment
    findings: tuple[Diagnostic, ...]


def _edit(seen: Glimpse, place: Workplace, outline: Outline, read_before: Callable[[], ReadingMemory]) -> _Edit | None:
    options, findings = place.options, Findings()
    paths = _below(options.root, seen.changed)
    if not all(path in outline.products for path in paths):
        return None
    before = {path: _product(outline.products[path], place.memory) for path in paths}
    sources = _sources(place.disk, options.root, seen.seen.sources)
    memory = read_before() if any(product is None or product.pictures for product in before.values()) else None
    rest = Rest(outline.categories, {product.key: product.skus for product in outline.products.values()})
    again = read_again(
        paths, sources, installed_themes(), rest, memory or ReadingMemory(), options_definitions(), findings
    )
    if again is None:
        return None
    settings = again.scope.settings
    if options.base_url:
        settings = replace(settings, base_url=options.base_url)
    for product in again.products.values():
        check_product(product, settings, options.clock, findings)
    told = _told_anew(seen.report().findings, pin(findings, sources), paths)
    edited = {was.key: (was, again.products[path]) for path, was in before.items() if was is not None}
    if told is None or len(edited) < len(paths):
        return None
    amendment = amend(outline, settings, again.theme, edited, options.clock, sources.location)
    return None if amendment is None else _Edit(again, amendment, told)


def _make(
    edit: _Edit, records: Records, place: Workplace, workers: Callable[[int], Executor], progress: Progress
) -> tuple[Build, Mapping[str, Job], Mapping[str, bytes], Kitchenware] | None:
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
    bundle = bundle_of(edit.again.scope.settings, edit.again.theme, amendment.assets)
    ware = Kitchenware(kitchen(bundle), kitchen)
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


def _product(known: KnownProduct, memory: Memory) -> Product | None:
    content = memory.store.get(known.value)
    return None if content is None else msgspec.json.decode(content, type=Product)


def _outline_after(edit: _Edit, outline: Outline, memory: Memory) -> Outline:
    kept = dict(outline.products)
    for path, product in edit.again.products.items():
        kept[path] = KnownProduct(product.key, memory.store.put(pack(product)), product.skus)
    return replace(outline, products=kept)


def _told_anew(
    before: tuple[Diagnostic, ...], now: tuple[Diagnostic, ...], paths: tuple[str, ...]
) -> tuple[Diagnostic, ...] | None:
    """What was said before, with today's places of what is said about `paths`; None when something else is said."""
    waiting = list(now)
    told = []
    for finding in before:
        if finding.place is None or finding.place.path not in paths:
            told.append(finding)
            continue
        same = next((each for each in waiting if _says(each) == _says(finding)), None)
        if same is None:
            return None
        waiting.remove(same)
        told.append(replace(same, severity=finding.severity))
    return None if waiting else tuple(told)


def _says(finding: Diagnostic) -> tuple[str, str, str]:
    path = finding.place.path if finding.place else ""
    return finding.code, finding.message, path


def _below(folder: Path, paths: Iterable[str]) -> tuple[str, ...]:
    """Paths relative to `folder`; those elsewhere as they are."""
    top = f"{folder}/"
    return tuple(path.replace("\\", "/").removeprefix(top).removeprefix(str(folder)) for path in paths)


def _sources(disk: Disk, root: Path, sight: Sight) -> Sources:
    """The sources that were seen, without looking again."""
    entries = {}
    for path, stamp in zip(_below(root, sight.files), stamps_in(sight), strict=True):
        if not path.startswith("/") and not is_ignored(path):
            entries[path] = Entry(path, Stamp(*stamp))
    return Sources(disk, root, entries)
