"""What came of a build."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from shopgen.core.diagnostics import Diagnostic, Place, Severity
from shopgen.engine.manifest import Change, Manifest, Reason
from shopgen.engine.worked import Worked
from shopgen.publishing.published import Published

_PICTURES = (".avif", ".webp", ".jpg", ".jpeg", ".png", ".gif", ".svg", ".ico")


FOREIGN_NAMED = 20


class Counts(Struct, frozen=True):
    """What there is now. `bytes` are those of all files."""

    pages: int = 0
    pictures: int = 0
    other_files: int = 0
    bytes: int = 0

    @property
    def files(self) -> int:
        return self.pages + self.pictures + self.other_files


class Shared(Struct, frozen=True):
    """What went on between a build and the image cache `where`: pictures that came, their bytes, and those given."""

    where: str
    brought: int = 0
    bytes: int = 0
    given: int = 0


class Kind(StrEnum):
    """What became of a thing of the shop; the last three are of no single thing.

    `MOVED`: only places in lists and links changed with other things. `LOST`: the memory no longer had the outputs.
    """

    CHANGED = "changed"
    NEW = "new"
    GONE = "gone"
    MOVED = "moved"
    TOOLCHAIN = "toolchain"
    LOST = "lost"


class Edit(Struct, frozen=True):
    """Something that is another since the last build, and how much of the finished shop is made of it.

    `thing` is how people know it: the SKU of a product, the file of anything else.
    """

    kind: Kind
    thing: str = ""
    changes: tuple[Change, ...] = ()
    pages: int = 0
    files: int = 0


class BuildReport(Struct, frozen=True):
    """One finished build. `published` is None when errors kept it from publishing.

    `manifest` is empty after a glance that found nothing to do; all the rest is as after a build. `edits` are empty
    after a first build. `recalled` is as in engine.run.Build. `worked` is for who watches. `remarks` are findings about
    this run alone, and no errors: another build of the same shop need not make them again.
    """

    findings: tuple[Diagnostic, ...]
    manifest: Manifest = {}
    made: Mapping[str, Reason] = {}
    recalled: Mapping[str, Reason] = {}
    published: Published | None = None
    seconds: float = 0
    counts: Counts = Counts()
    products: int = 0
    languages: int = 0
    time_zone: str = "UTC"
    next_change: datetime | None = None
    edits: tuple[Edit, ...] = ()
    worked: tuple[Worked, ...] = ()
    shared: Shared | None = None
    remarks: tuple[Diagnostic, ...] = ()

    @property
    def has_errors(self) -> bool:
        return has_errors(self.findings)


def has_errors(findings: Iterable[Diagnostic]) -> bool:
    return any(finding.is_error for finding in findings)


def counted(manifest: Manifest) -> Counts:
    pages = sum(path.endswith(".html") for path in manifest)
    pictures = sum(path.endswith(_PICTURES) for path in manifest)
    size = sum(output.size for output in manifest.values())
    return Counts(pages, pictures, len(manifest) - pages - pictures, size)


def foreign_files(published: Published) -> tuple[Diagnostic, ...]:
    """One warning for all files in the output folder that shopgen did not make."""
    if not published.foreign:
        return ()
    named = ", ".join(f"`{path}`" for path in published.foreign[:FOREIGN_NAMED])
    more = f" and {len(published.foreign) - FOREIGN_NAMED} more" if len(published.foreign) > FOREIGN_NAMED else ""
    message = f"the output folder has files that shopgen did not make: {named}{more}"
    hint = "they are kept; put what belongs to the shop into `static/`"
    return (Diagnostic(Severity.WARNING, "foreign-files", message, hint=hint),)


def by_place(failures: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """One finding for each place that failed, however many files failed there."""
    found: dict[tuple[str, Place | None], list[Diagnostic]] = {}
    for failure in sorted(failures, key=lambda failure: failure.message):
        found.setdefault((failure.code, failure.place), []).append(failure)
    return tuple(_counted(same[0], len(same) - 1) for same in found.values())


def _counted(failure: Diagnostic, more: int) -> Diagnostic:
    return replace(failure, message=f"{failure.message}, and {more} more times") if more else failure
