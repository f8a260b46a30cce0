"""What came of a build."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from msgspec import Struct

from shopgen.core.diagnostics import Diagnostic
from shopgen.engine.manifest import Manifest, Reason
from shopgen.publishing.folder import Published

_PICTURES = (".avif", ".webp", ".jpg", ".jpeg", ".png", ".gif", ".svg", ".ico")


class Counts(Struct, frozen=True):
    """What there is now. `bytes` are those of all files."""

    pages: int = 0
    pictures: int = 0
    other_files: int = 0
    bytes: int = 0

    @property
    def files(self) -> int:
        return self.pages + self.pictures + self.other_files


class BuildReport(Struct, frozen=True):
    """One finished build. `published` is None when errors kept it from publishing.

    `manifest` is empty after a glance that found nothing to do; all the rest is as after a build.
    """

    findings: tuple[Diagnostic, ...]
    manifest: Manifest = {}
    made: Mapping[str, Reason] = {}
    published: Published | None = None
    seconds: float = 0
    counts: Counts = Counts()
    products: int = 0
    languages: int = 0
    time_zone: str = "UTC"
    next_change: datetime | None = None

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
