"""What all formats share: how they are called, and the order and grouping of findings."""

from collections.abc import Callable, Iterable, Sequence

from msgspec import Struct

from shopgen.core.diagnostics import Diagnostic, Place, Span, once

SourceText = Callable[[str], str | None]


class Look(Struct, frozen=True):
    """Where a report will be read. `prefix` leads from the reader's folder to the shop's, with a closing slash."""

    width: int = 100
    colour: bool = False
    unicode: bool = True
    prefix: str = ""

    def path(self, path: str) -> str:
        """`path` as the reader finds it; files of installed themes (`@themes/…`) keep their name."""
        return path if path.startswith("@") else self.prefix + path


Format = Callable[[Sequence[Diagnostic], SourceText, Look], str]


class Group(Struct, frozen=True):
    """A finding, and the places of those that say the same."""

    finding: Diagnostic
    others: tuple[Place | None, ...] = ()

    @property
    def size(self) -> int:
        return 1 + len(self.others)


def ordered(findings: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """All findings by path, line and column; those without a place first, what is said twice once."""
    return tuple(sorted(once(findings), key=_rank))


def grouped(findings: Iterable[Diagnostic]) -> tuple[Group, ...]:
    """Ordered findings with equal warnings taken together; errors stand alone, each of them must be repaired."""
    groups: dict[object, list[Diagnostic]] = {}
    for finding in ordered(findings):
        same = finding if finding.is_error else (finding.code, finding.message)
        groups.setdefault(same, []).append(finding)
    return tuple(Group(first, tuple(other.place for other in others)) for first, *others in groups.values())


def count(number: int, word: str) -> str:
    """`1 error`, `2,000 errors`."""
    return f"{number:,} {word}{'' if number == 1 else 's'}"


def _rank(finding: Diagnostic) -> tuple[str, int, int, bool, str, str]:
    path, line, column = position(finding.place)
    return path, line, column, not finding.is_error, finding.code, finding.message


def position(place: Place | None) -> tuple[str, int, int]:
    """Path, line and column; 0 for what is not known."""
    match place:
        case Span(path, line, column):
            return path, line, column
        case None:
            return "", 0, 0
    return place.path, 0, 0
