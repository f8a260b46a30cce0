"""Columns that line up, however wide their characters are."""

from collections.abc import Iterator, Sequence

from shopgen.report.safe import escaped, width

GAP = "  "


def table(rows: Sequence[Sequence[str]], right: frozenset[int] = frozenset()) -> Iterator[str]:
    """A line a row, the columns in `right` to the right; nothing stands behind the last character."""
    safe = [[escaped(cell) for cell in row] for row in rows]
    widths = [max(map(width, column)) for column in zip(*safe, strict=True)]
    for row in safe:
        cells = []
        for place, cell in enumerate(row):
            space = " " * (widths[place] - width(cell))
            cells.append(space + cell if place in right else cell + space)
        yield GAP.join(cells).rstrip()
