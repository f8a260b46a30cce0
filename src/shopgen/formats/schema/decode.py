"""From the text of a file to a checked value, or to every finding about it."""

from collections.abc import Hashable
from typing import Any, Generic, TypeVar, cast

from msgspec import Struct

from shopgen.core.diagnostics import Diagnostic, Findings, Span
from shopgen.formats.schema.compile import shape_of
from shopgen.formats.schema.scalars import Refused
from shopgen.formats.schema.shapes import WRONG, Shape, Unusual
from shopgen.formats.schema.visit import Unknown, Visit
from shopgen.formats.yaml import MappingNode, NotPlain, ScalarNode, compose, plain

T = TypeVar("T")


class Decoded(Struct, Generic[T], frozen=True):
    """`value` is there when no finding is an error."""

    value: T | None
    findings: tuple[Diagnostic, ...] = ()


def decode(definition: type[T], text: str, path: str, first_line: int = 1, unknown: Unknown = "error") -> Decoded[T]:
    """A file's text as the struct `definition`, with all findings in the order of their places.

    `first_line` is where the text begins in the file. `unknown="warn"` leaves out keys that nobody knows, unless they
    resemble one; keys that begin with `x-` are always left out with a warning. An empty text has no keys.
    """
    shape = shape_of(cast(Hashable, definition))
    try:
        value = plain(text)
        return Decoded(shape.quick({} if value is None else value))
    except (NotPlain, Unusual, Refused):
        return _decode_carefully(shape, text, path, first_line, unknown)


def _decode_carefully(shape: Shape, text: str, path: str, first_line: int, unknown: Unknown) -> Decoded[Any]:
    findings = Findings()
    node = compose(text, path, findings, first_line)
    value: Any = WRONG
    if node is not None:
        if isinstance(node, ScalarNode) and node.is_null:
            node = MappingNode((), node.span)
        value = shape.careful(node, Visit(findings, unknown))
    in_order = tuple(sorted(findings, key=_position))
    return Decoded(None if value is WRONG or findings.has_errors else value, in_order)


def _position(finding: Diagnostic) -> tuple[int, int]:
    place = finding.place
    return (place.line, place.column) if isinstance(place, Span) else (0, 0)
