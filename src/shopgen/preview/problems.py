"""Findings as they are shown in a browser: each with its place, the line with a caret, and what to do."""

from collections.abc import Iterable, Iterator

from msgspec import Struct

from shopgen.core.diagnostics import Diagnostic, Severity, Span
from shopgen.preview.answers import Problems
from shopgen.preview.places import Places, Spot
from shopgen.preview.writing import write
from shopgen.report import Look
from shopgen.report.form import Group, count, grouped
from shopgen.report.safe import escaped
from shopgen.report.snippet import snippet

SHOWN = 50
PLACES_NAMED = 3

_STYLES = {"": "source", "dim": "dim", "bold red": "caret"}


class Finding(Struct, frozen=True):
    """`lines` are the pieces of the source line and its caret, each with its class. `others` are where it stands too,
    as far as they are named; `more` says how many are not.
    """

    severity: Severity
    code: str
    message: str
    spot: Spot
    lines: tuple[tuple[str, str], ...] = ()
    hint: str = ""
    related: tuple[tuple[Spot, str], ...] = ()
    others: tuple[Spot, ...] = ()
    more: str = ""


def findings_shown(findings: Iterable[Diagnostic], places: Places) -> tuple[Finding, ...]:
    """All findings, in the order of a report on the terminal."""
    return tuple(_shown(group, places) for group in grouped(findings))


def problems_box(problems: Problems, places: Places, is_covered: bool) -> str:
    """The box that stands over a page while something is wrong; `is_covered` when there is a good page below it."""
    return write("problems.html", **_told(problems, places), is_covered=is_covered)


def problems_page(problems: Problems, places: Places) -> str:
    """A page that tells what is wrong, for when there is no good one."""
    return write("problem-page.html", **_told(problems, places), is_covered=False)


def _told(problems: Problems, places: Places) -> dict[str, object]:
    found = findings_shown(problems.findings, places)
    hidden = len(found) - SHOWN
    return {
        "title": problems.title,
        "words": escaped(problems.words),
        "total": count(len(found), "error") if found else "",
        "findings": found[:SHOWN],
        "hidden": count(hidden, "error") if hidden > 0 else "",
    }


def _shown(group: Group, places: Places) -> Finding:
    finding = group.finding
    named = [places.spot(place) for place in group.others[:PLACES_NAMED] if place]
    rest = len(group.others) - len(named)
    return Finding(
        severity=finding.severity,
        code=finding.code,
        message=escaped(finding.message),
        spot=places.spot(finding.place),
        lines=tuple(_lines(finding, places)),
        hint=escaped(finding.hint),
        related=tuple((places.spot(related.place), escaped(related.message)) for related in finding.related),
        others=tuple(named),
        more=count(rest, "other place") if rest else "",
    )


def _lines(finding: Diagnostic, places: Places) -> Iterator[tuple[str, str]]:
    if isinstance(finding.place, Span):
        for text, style in snippet(finding.place, places.text(finding.place.path), Look()):
            yield text, _STYLES[style]
