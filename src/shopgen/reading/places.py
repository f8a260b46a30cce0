"""Findings that name a value by its keys get the line and column at which it stands."""

from collections import Counter
from collections.abc import Iterable

from msgspec.structs import replace

from shopgen.core.diagnostics import Diagnostic, Field, Findings, Place, Span
from shopgen.formats import front_matter, text
from shopgen.formats.yaml import Node, compose, locate
from shopgen.reading.decoding import MAX_YAML
from shopgen.reading.sources import FileRefused, Sources
from shopgen.reading.texts import SUFFIXES

EXACT = 200
"""So many warnings of one code get their exact place: finding it costs more than reading the file."""

_YAML = (".yaml", ".yml")


def pin(findings: Iterable[Diagnostic], sources: Sources) -> tuple[Diagnostic, ...]:
    """The same findings, each place a `Span`.

    A file that cannot be read any more is named as a whole, and so are the files of further warnings of a code that
    EXACT others have shown already.
    """
    composed: dict[str, Node | None] = {}
    warned: Counter[str] = Counter()
    pinned = []
    for finding in findings:
        if not finding.is_error and isinstance(finding.place, Field):
            warned[finding.code] += 1
            if warned[finding.code] > EXACT:
                finding = replace(finding, place=Span(finding.place.path))
        pinned.append(_pinned(finding, sources, composed))
    return tuple(pinned)


def _pinned(finding: Diagnostic, sources: Sources, composed: dict[str, Node | None]) -> Diagnostic:
    if not isinstance(finding.place, Field) and not finding.related:
        return finding
    place = finding.place and _span(finding.place, sources, composed)
    related = tuple(replace(other, place=_span(other.place, sources, composed)) for other in finding.related)
    return replace(finding, place=place, related=related)


def _span(place: Place, sources: Sources, composed: dict[str, Node | None]) -> Span:
    if isinstance(place, Span):
        return place
    if not place.keys:
        return Span(place.path)
    if place.path not in composed:
        composed[place.path] = _composed(place.path, sources)
    node = composed[place.path]
    return Span(place.path) if node is None else locate(node, place.keys)


def _composed(path: str, sources: Sources) -> Node | None:
    """The file's YAML with places; None when there is none."""
    nowhere = Findings()
    try:
        readable = text.decode(sources.read(path, MAX_YAML), path, nowhere, MAX_YAML)
    except FileRefused:
        return None
    if readable is None:
        return None
    if path.endswith(_YAML):
        return compose(readable, path, nowhere)
    if not path.endswith(SUFFIXES):
        return None
    parts = front_matter.split(readable, path, nowhere)
    return None if parts is None else compose(parts.header, path, nowhere, parts.header_line)
