"""Findings for people: the place, the line it is about, a caret under it, and what to do."""

from collections.abc import Iterator, Sequence

from shopgen.core.diagnostics import Diagnostic, Field, Place, Span
from shopgen.report.form import Group, Look, SourceText, count, grouped
from shopgen.report.safe import escaped
from shopgen.report.snippet import snippet

SHOWN = 50
PLACES_NAMED = 3

Piece = tuple[str, str]
"""A text and its style in rich's words."""

_STYLES = {"error": "bold red", "warning": "bold yellow"}


def text(findings: Sequence[Diagnostic], source: SourceText, look: Look) -> str:
    """At most 50 findings in full, the errors first among those chosen, then how many there are."""
    written = pieces(findings, source, look)
    return coloured(written) if look.colour else "".join(piece for piece, _ in written)


def pieces(findings: Sequence[Diagnostic], source: SourceText, look: Look) -> list[Piece]:
    """What `text` says, with styles."""
    groups = grouped(findings)
    by_gravity = sorted(range(len(groups)), key=lambda index: not groups[index].finding.is_error)
    chosen = sorted(by_gravity[:SHOWN])
    written: list[Piece] = []
    for index in chosen:
        written += _block(groups[index], source, look)
    hidden = [group for index, group in enumerate(groups) if index not in set(chosen)]
    if hidden:
        written.append((f"not shown: {_total(hidden)}\n", "dim"))
    if groups:
        written.append((f"{_total(groups)}\n", "bold"))
    return written


def coloured(written: Sequence[Piece]) -> str:
    """The pieces with the escape sequences of their styles."""
    from rich.style import Style

    return "".join(Style.parse(style).render(piece) if style else piece for piece, style in written)


def place_text(place: Place | None, look: Look) -> str:
    """`catalog/mug.yaml:3:8`; the keys instead of a line for a value that nobody looked up."""
    match place:
        case None:
            return ""
        case Span(path, line, column):
            return f"{escaped(look.path(path))}:{line}:{column}"
        case Field(path, keys):
            return escaped(look.path(path) + "".join(f":{key}" for key in keys))


def _total(groups: Sequence[Group]) -> str:
    errors = sum(group.size for group in groups if group.finding.is_error)
    warnings = sum(group.size for group in groups if not group.finding.is_error)
    both = ((errors, "error"), (warnings, "warning"))
    return ", ".join(count(number, word) for number, word in both if number)


def _block(group: Group, source: SourceText, look: Look) -> Iterator[Piece]:
    finding = group.finding
    place = place_text(finding.place, look)
    yield f"{place}: " if place else "", "bold"
    yield f"{finding.severity}[{finding.code}]", _STYLES[finding.severity]
    yield f": {escaped(finding.message)}\n", "bold"
    if isinstance(finding.place, Span):
        yield from snippet(finding.place, source(finding.place.path), look)
    if finding.hint:
        yield "    hint: ", "cyan"
        yield f"{escaped(finding.hint)}\n", ""
    for related in finding.related:
        yield "    see: ", "cyan"
        yield f"{place_text(related.place, look)}: {escaped(related.message)}\n", ""
    if group.others:
        yield "    also: ", "cyan"
        yield f"{_others(group, look)}\n", ""
    yield "\n", ""


def _others(group: Group, look: Look) -> str:
    named = [place_text(place, look) for place in group.others[:PLACES_NAMED] if place]
    rest = len(group.others) - len(named)
    if not named:
        return count(rest, "time")
    return ", ".join(named) + (f" and {count(rest, 'other place')}" if rest else "")
