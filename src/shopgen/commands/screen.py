"""What the person sees. Findings and summaries go to the standard output, progress to the error output."""

import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from msgspec import Struct

from shopgen.core.diagnostics import Diagnostic, Severity
from shopgen.core.layout import SETTINGS
from shopgen.report import Look, SourceText, format_of
from shopgen.report.safe import escaped
from shopgen.report.text import Piece, coloured

if TYPE_CHECKING:
    from rich.progress import Progress as Bar

PATIENCE_SECONDS = 1.0
SECONDS_BETWEEN_LINES = 5.0
WIDEST = 120


class Screen(Struct, frozen=True):
    format: str = "text"
    quiet: bool = False
    verbose: bool = False
    no_color: bool = False

    @property
    def talks(self) -> bool:
        """Whether sentences for people may stand between the findings."""
        return not self.quiet and self.format in {"text", "github"}

    def say(self, line: str = "") -> None:
        if self.talks:
            click.echo(escaped(line))

    def show(self, line: Sequence[Piece]) -> None:
        """A line whose pieces have styles; plain where there are no colours."""
        safe = [(escaped(text), style) for text, style in line]
        text = coloured(safe) if self.has_colour else "".join(piece for piece, _ in safe)
        click.echo(text, color=self.has_colour or None)

    def findings(self, findings: Sequence[Diagnostic], source: SourceText, root: Path) -> None:
        """Shows the findings; only the errors when it is to be quiet. Every format but `json`, which has one object."""
        if self.format == "json":
            return
        shown = [finding for finding in findings if finding.is_error] if self.quiet else findings
        if shown or self.format != "text":
            text = format_of(self.format)(shown, source, self.look(root))
            click.echo(text, nl=False, color=self.has_colour or None)

    def data(self, findings: Sequence[Diagnostic], root: Path, summary: dict[str, Any]) -> None:
        """The one object of `--format json`; nothing in any other format."""
        if self.format != "json":
            return
        from shopgen.report.machines import dumped, plain

        click.echo(dumped({"findings": plain(findings, self.look(root)), "summary": summary}), nl=False)

    def look(self, root: Path) -> Look:
        from shutil import get_terminal_size

        return Look(
            width=min(get_terminal_size((100, 24)).columns, WIDEST),
            colour=self.has_colour,
            unicode=_can_show("…"),
            prefix=way_to(root),
        )

    @property
    def has_colour(self) -> bool:
        if self.no_color or os.environ.get("NO_COLOR") or self.format != "text":
            return False
        return bool(os.environ.get("FORCE_COLOR")) or sys.stdout.isatty()

    @property
    def draws(self) -> bool:
        """Whether a picture of block characters would be seen as one."""
        return self.talks and sys.stdout.isatty() and _can_show("█▀▄")

    def progress(self) -> "Progress":
        return Progress(self.talks)


class Progress:
    """Called with what is done and what there is to do; shows nothing of work that is done at once.

    A bar on a terminal, else a line now and then. It has no thread of its own: workers may still be forked.
    """

    def __init__(self, wanted: bool) -> None:
        self._wanted = wanted
        self._started = time.monotonic()
        self._shown = self._started
        self._bar: Bar | None = None

    def __call__(self, done: int, total: int) -> None:
        now = time.monotonic()
        if not self._wanted or now - self._started < PATIENCE_SECONDS:
            return
        if sys.stderr.isatty():
            self._draw(done, total, now)
        elif now - self._shown >= SECONDS_BETWEEN_LINES:
            self._shown = now
            click.echo(f"made {done:,} of {total:,}", err=True)

    def _draw(self, done: int, total: int, now: float) -> None:
        if self._bar is None:
            from rich.console import Console
            from rich.progress import Progress as Bar

            self._bar = Bar(console=Console(stderr=True), auto_refresh=False, transient=True)
            self._bar.add_task("making", total=total)
            self._bar.start()
        if now - self._shown >= 0.1 or done == total:
            self._shown = now
            self._bar.update(self._bar.task_ids[0], completed=done, refresh=True)

    def __enter__(self) -> "Progress":
        return self

    def __exit__(self, *problem: object) -> None:
        if self._bar is not None:
            self._bar.stop()


def is_shop(root: Path, screen: Screen) -> bool:
    """Whether there is a shop in `root`; says so when not. Asked first, so that nothing is written there."""
    if (root / SETTINGS).exists():
        return True
    message = f"there is no `{SETTINGS}` in {root}"
    hint = "`shopgen new my-shop` makes a small shop to start from"
    missing = (Diagnostic(Severity.ERROR, "settings-missing", message, hint=hint),)
    screen.findings(missing, lambda path: None, root)
    screen.data(missing, root, {})
    return False


def way_to(root: Path) -> str:
    """The relative path from here to the shop with a closing slash; empty here, and for a shop that is not below."""
    here = Path.cwd()
    if root == here or not root.is_relative_to(here):
        return ""
    return root.relative_to(here).as_posix() + "/"


def shown_path(path: Path) -> str:
    """`path` as short as it can be from here."""
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) and path != here else str(path)


def _can_show(characters: str) -> bool:
    try:
        characters.encode(sys.stdout.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True
