"""A build with nothing to do, found out by looking at nothing but time stamps.

After a build that published without errors a record is kept: what was asked for, by which program, how every source
looked before it was read, how every published file looks, and what the build said. As long as all of that holds, the
same build would say the same and write nothing. Any doubt is an ordinary build.
"""

import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct
from msgspec.structs import asdict, replace

import shopgen
from shopgen.core.diagnostics import Diagnostic
from shopgen.core.digests import Digest, digest_of
from shopgen.core.disk import Disk, Stamp
from shopgen.core.layout import FOLDERS, SETTINGS
from shopgen.engine.aside import done_aside
from shopgen.engine.sealed import seal, unseal
from shopgen.engine.sights import Again, Doubt, Sight, look, look_again, stamps_of
from shopgen.engine.stamped import Stamped, looked_at, stamped
from shopgen.options import Options, installed_themes
from shopgen.outcome import BuildReport, Counts
from shopgen.publishing.published import MANIFEST, Published
from shopgen.reading.sources import NEVER_ENTERED

if TYPE_CHECKING:
    from shopgen.publishing.folder import Folder

_NO_MATTER = {"clock", "jobs", "cluster", "image_cache"}
"""What a build gives does not depend on these; a clock is compared with the next change."""

_TIME_ZONES = "/usr/share/zoneinfo"


class Seen(Struct, frozen=True):
    """What a build is made of, as it was before anything was read."""

    toolchain: Digest
    sources: Sight


class Looked(Struct, frozen=True, array_like=True):
    """The sources as they lie there, and what all is made with, as `making.toolchain` names it."""

    sources: Sight
    toolchain: Digest


class Record(Struct, frozen=True, array_like=True):
    """One finished build; `said` is its report without what is only about that run.

    `toolchain` names the code and the libraries that made it by their content, which `seen` tells by their stamps.
    `outputs` are every published file and every folder in the output folder.
    """

    arguments: Digest
    seen: Seen
    toolchain: Digest
    clock: datetime
    next_change: datetime | None
    plan: Digest
    outputs: Stamped
    said: msgspec.Raw


class Said(Struct, frozen=True):
    findings: tuple[Diagnostic, ...]
    foreign: tuple[str, ...]
    counts: Counts
    products: int
    languages: int
    time_zone: str


class Glimpse(Struct, frozen=True):
    """The last build and what is otherwise now: at most the content of some sources, in absolute paths."""

    record: Record
    seen: Seen
    changed: tuple[str, ...]
    began: float
    file: Stamp | None
    """How the record's own file looked."""

    def report(self) -> BuildReport:
        """What the last build said. Raises msgspec.DecodeError."""
        said = msgspec.msgpack.decode(self.record.said, type=Said)
        return BuildReport(
            findings=said.findings,
            published=Published(foreign=said.foreign),
            seconds=time.perf_counter() - self.began,
            counts=said.counts,
            products=said.products,
            languages=said.languages,
            time_zone=said.time_zone,
            next_change=self.record.next_change,
        )


def glance(options: Options) -> BuildReport | None:
    """The report of a build with nothing to do; None when there may be something. Opens no source and no output."""
    seen = glimpse(options)
    return None if seen is None or seen.changed else seen.report()


def glimpse(options: Options, prepare: Callable[[], object] = bool) -> Glimpse | None:
    """The last build, when everything but the content of some sources is as it was then; else None.

    Opens no source but those that were young, or changed and still are, and no output. `prepare` is called as soon as
    it is known that there is something to do, while a second process may still be looking at outputs.
    """
    began = time.perf_counter()
    try:
        file, record = _stamp(options), _read(options)
        if record is None or not _is_asked_again(record, options):
            return None
        again = _looked_again(record, options, prepare)
        if again is None:
            return None
        seen = replace(record.seen, sources=again.sight)
        found = Glimpse(record, seen, again.changed, began, file)
        found.report()
        if not again.changed and len(again.sight.young) < len(record.seen.sources.young):
            _write(Disk(), options, replace(record, seen=seen))
    except (OSError, Doubt, msgspec.DecodeError):
        return None
    return found


def is_last(seen: Glimpse, options: Options) -> bool:
    """Whether no other build has ended since `seen`, now that this one holds the lock."""
    return seen.file is not None and _stamp(options) == seen.file


def before(options: Options, sight: Sight | None = None) -> Seen | None:
    """What a build that begins now will be made of; None when stamps could not tell whether it is still so.

    `sight` are the sources, from somebody who has just looked.
    """
    try:
        return Seen(_toolchain(options.root), look(_places(options), NEVER_ENTERED) if sight is None else sight)
    except (OSError, Doubt):
        return None


@contextmanager
def looking(options: Options) -> Iterator[Callable[[], Looked | None]]:
    """Has another process look around. Gives a function that waits for what it saw; None when that is lost."""
    with done_aside([lambda: msgspec.msgpack.encode(_looked(options))]) as answers:
        yield lambda: next((msgspec.msgpack.decode(seen, type=Looked) for seen in answers() if seen is not None), None)


def _looked(options: Options) -> Looked:
    from shopgen.making.toolchain import toolchain

    return Looked(look(_places(options), NEVER_ENTERED), toolchain())


def asked(options: Options) -> Digest:
    """The name of what is asked for and of the program that is asked; the moment is not in it."""
    return digest_of((_arguments(options), _toolchain(options.root)))


def remember(
    options: Options,
    seen: Seen,
    toolchain: Digest,
    plan: Digest,
    report: BuildReport,
    folder: "Folder",
    disk: Disk,
    last: Stamped | None = None,
) -> None:
    """Keeps what the next glance compares with. A record that cannot be written costs only the next build's time.

    `toolchain` built it, `plan` names what was built; `last` are the outputs before a build that only gave files other
    content.
    """
    if report.published is None or report.has_errors:
        return
    said = Said(
        report.findings, report.published.foreign, report.counts, report.products, report.languages, report.time_zone
    )
    try:
        outputs = _outputs(folder, options.output, report.published.written, disk, last)
        raw = msgspec.Raw(msgspec.msgpack.encode(said))
        record = Record(_arguments(options), seen, toolchain, options.clock, report.next_change, plan, outputs, raw)
        _write(disk, options, record)
    except (OSError, Doubt, UnicodeError):
        return


def _looked_again(record: Record, options: Options, prepare: Callable[[], object]) -> Again | None:
    """What the sources look like now; None when an output was touched, or a source came or went."""
    with looked_at(record.outputs, options.output) as outputs_are_same:
        again = look_again(record.seen.sources, _places(options), NEVER_ENTERED)
        if again is None or again.changed:
            prepare()
        return again if again is not None and outputs_are_same() else None


def _outputs(folder: "Folder", output: Path, written: Iterable[str], disk: Disk, last: Stamped | None) -> Stamped:
    """How all outputs look, and shopgen's own list of them; with `last` only what was `written` is otherwise now."""
    own = disk.stamp(output / MANIFEST)
    if own is None:
        raise Doubt(output)
    if last is None:
        return stamped(output, {MANIFEST: own, **folder.held}, folder.folders)
    return last.again(output, {MANIFEST: own, **{path: folder.held[path] for path in written}})


def _is_asked_again(record: Record, options: Options) -> bool:
    """Whether the same is asked of the same program, at a moment at which it has the same answer."""
    is_its_time = record.clock <= options.clock and (record.next_change is None or options.clock < record.next_change)
    return is_its_time and record.arguments == _arguments(options) and record.seen.toolchain == _toolchain(options.root)


def _arguments(options: Options) -> Digest:
    given = {name: value for name, value in asdict(options).items() if name not in _NO_MATTER}
    return digest_of([(name, str(value)) for name, value in given.items()])


def _toolchain(root: Path) -> Digest:
    """Changes with shopgen, Python, what is installed beside them, and the time zones of this machine.

    The shop's own folder may be among those from which Python imports; it changes with every build.
    """
    ours = look([Path(shopgen.__file__).parent], frozenset(("__pycache__",))).name
    libraries = [path for path in (*sys.path, _TIME_ZONES) if path not in {"", str(root), str(Path.cwd())}]
    there = [path for path in libraries if Path(path).is_dir()]
    zones = os.environ.get("PYTHONTZPATH", "")
    return digest_of((shopgen.__version__, sys.version, sys.executable, ours, there, stamps_of((), there), zones))


def _places(options: Options) -> list[Path]:
    """Where reading looks for anything."""
    top = [options.root / name for name in (SETTINGS, *FOLDERS) if name not in options.skipped]
    return [*top, installed_themes()]


def _file(options: Options) -> Path:
    return options.cache / f"glance-{digest_of(os.fspath(options.output.resolve()))[:12]}"


def _stamp(options: Options) -> Stamp | None:
    return Disk().stamp(_file(options))


def _read(options: Options) -> Record | None:
    content = unseal(_file(options).read_bytes())
    return None if content is None else msgspec.msgpack.decode(content, type=Record)


def _write(disk: Disk, options: Options, record: Record) -> None:
    disk.write(_file(options), seal(msgspec.msgpack.encode(record)))
