"""Puts the stages together. One Session serves build, check and preview alike."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from msgspec import Struct

from shopgen.core.diagnostics import Diagnostic
from shopgen.engine.jobs import Plan
from shopgen.engine.kitchen import Bundle, Made
from shopgen.engine.run import Manifest, Progress, Reason
from shopgen.model.shop import Shop


class Options(Struct, frozen=True, kw_only=True):
    """What the command line decides. `clock` is the moment for which the shop is built, always aware."""

    root: Path
    output: Path
    cache: Path
    clock: datetime
    base_url: str = ""
    drafts: bool = False
    future: bool = False
    expired: bool = False
    strict: bool = False
    jobs: int = 1
    is_preview: bool = False


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
        return any(finding.is_error for finding in self.findings)


class Published(Struct, frozen=True):
    """What publishing did to the output folder; paths are relative to it."""

    written: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    foreign: tuple[str, ...] = ()
    bytes_written: int = 0


class BuildReport(Struct, frozen=True):
    """One finished build. `published` is None when errors kept it from publishing."""

    findings: tuple[Diagnostic, ...]
    manifest: Manifest
    made: Mapping[str, Reason]
    published: Published | None
    seconds: float
    products: int = 0
    languages: int = 0
    next_change: datetime | None = None

    @property
    def has_errors(self) -> bool:
        return any(finding.is_error for finding in self.findings)


class Session:
    """Keeps what one process knows between runs: parsed files, the kitchen, the memory on disk."""

    def __init__(self, options: Options) -> None:
        self.options = options

    def plan(self) -> Planned:
        """Reads what changed and plans. Findings have Spans; with `strict` warnings are errors."""
        raise NotImplementedError

    def build(self, progress: Progress = lambda done, total: None) -> BuildReport:
        """Plans, makes and publishes; publishes nothing when there are errors."""
        raise NotImplementedError

    def make(self, path: str, planned: Planned) -> Made | None:
        """The output at `path`, from memory when it is fresh; None when nothing is planned there."""
        raise NotImplementedError

    def source_text(self, path: str) -> str | None:
        """The text of a source file as it is now, for showing the line of a finding; None when it cannot be read."""
        raise NotImplementedError
