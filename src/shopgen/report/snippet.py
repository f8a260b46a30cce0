"""The source line of a finding with a caret under it."""

from collections.abc import Iterator

from shopgen.core.diagnostics import Span
from shopgen.core.secrets import masked
from shopgen.report.form import Look
from shopgen.report.safe import escaped_character, width

TAB = 4
NARROWEST = 20


def snippet(place: Span, content: str | None, look: Look) -> Iterator[tuple[str, str]]:
    """Two lines with their styles; nothing when the line is not there or blank."""
    line = _line(content, place.line)
    if not line.strip():
        return
    number = f"{place.line:5} | "
    cells = _cells(line)
    start = min(place.column - 1, len(cells))
    end = min(start + max(1, place.length), max(len(cells), start + 1))
    first, last = _window(cells, start, max(NARROWEST, look.width - len(number)))
    mark = "…" if look.unicode else "..."
    left = mark if first else ""
    right = mark if last < len(cells) else ""
    yield number, "dim"
    yield f"{left}{''.join(cells[first:last])}{right}\n", ""
    indent = width(left) + width("".join(cells[first:start]))
    marked = max(1, width("".join(cells[start : min(end, last)])))
    yield " " * 5 + " | ", "dim"
    yield f"{' ' * indent}^{'~' * (marked - 1)}\n", "bold red"


def _line(content: str | None, number: int) -> str:
    """Line `number` of `content`, which counts only `\\n`, `\\r\\n` and `\\r` as ends, as the readers do."""
    if content is None:
        return ""
    lines = content.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return masked(lines[number - 1]) if 0 < number <= len(lines) else ""


def _cells(line: str) -> list[str]:
    """What each character of `line` shows as; tabs become blanks up to the next stop."""
    cells: list[str] = []
    column = 0
    for character in line:
        cell = " " * (TAB - column % TAB) if character == "\t" else escaped_character(character)
        cells.append(cell)
        column += width(cell)
    return cells


def _window(cells: list[str], start: int, room: int) -> tuple[int, int]:
    """The slice of `cells` around `start` that fits into `room` columns together with two marks of omission."""
    if width("".join(cells)) <= room:
        return 0, len(cells)
    room -= 6
    first = start
    while first > 0 and width("".join(cells[first - 1 : start])) <= room // 3:
        first -= 1
    last, used = first, 0
    while last < len(cells) and used + width(cells[last]) <= room:
        used += width(cells[last])
        last += 1
    while first > 0 and used + width(cells[first - 1]) <= room:
        first -= 1
        used += width(cells[first])
    return first, last
