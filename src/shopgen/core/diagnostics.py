"""Findings as data: where, how grave, which rule, what to do."""

from collections.abc import Iterable, Iterator
from enum import StrEnum

from msgspec import Struct


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"


class Span(Struct, frozen=True, order=True, tag=True):
    """A place in a text file; lines and columns count from 1, columns in characters."""

    path: str
    line: int = 1
    column: int = 1
    length: int = 1


class Field(Struct, frozen=True, order=True, tag=True):
    """A value inside a structured file, named by the keys that lead to it; `Span` once somebody looks it up.

    An empty `keys` means the file as a whole. The last key may name a mapping key that is absent: then the place is
    the mapping that lacks it.
    """

    path: str
    keys: tuple[str | int, ...] = ()

    def at(self, *keys: str | int) -> "Field":
        return Field(self.path, self.keys + keys)


Place = Span | Field


class Related(Struct, frozen=True):
    """A second place that explains a finding: the other owner of an address, the first use of a key."""

    message: str
    place: Place


class Diagnostic(Struct, frozen=True):
    """One finding. `code` is a kebab-case word listed in `core.codes`; `message` is one line in lower case."""

    severity: Severity
    code: str
    message: str
    place: Place | None = None
    hint: str = ""
    related: tuple[Related, ...] = ()

    @property
    def is_error(self) -> bool:
        return self.severity is Severity.ERROR


def once(findings: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Each finding once, where it is met first."""
    return tuple(dict.fromkeys(findings))


class Findings:
    """Collects diagnostics in the order in which they are met."""

    def __init__(self, found: Iterable[Diagnostic] = ()) -> None:
        self._found = list(found)
        self._judged = 0
        self._has_errors = False

    def error(
        self,
        code: str,
        message: str,
        place: Place | None = None,
        hint: str = "",
        related: tuple[Related, ...] = (),
    ) -> None:
        self._found.append(Diagnostic(Severity.ERROR, code, message, place, hint, related))

    def warning(
        self,
        code: str,
        message: str,
        place: Place | None = None,
        hint: str = "",
        related: tuple[Related, ...] = (),
    ) -> None:
        self._found.append(Diagnostic(Severity.WARNING, code, message, place, hint, related))

    def extend(self, found: Iterable[Diagnostic]) -> None:
        self._found.extend(found)

    def __iter__(self) -> Iterator[Diagnostic]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)

    @property
    def has_errors(self) -> bool:
        """Asked again and again while thousands are collected, so each is looked at once."""
        if not self._has_errors and self._judged < len(self._found):
            self._has_errors = any(finding.is_error for finding in self._found[self._judged :])
            self._judged = len(self._found)
        return self._has_errors
