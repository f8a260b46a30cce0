"""What photographs became, and what pages weigh, for people and as data."""

from collections.abc import Iterator, Sequence
from typing import Any

from msgspec.structs import asdict

from shopgen.commands.summary import size_text
from shopgen.commands.tables import table
from shopgen.report.form import count
from shopgen.report.safe import width
from shopgen.stocktaking import LAPTOP, PHONE, Photograph, Stock, Weight

NAMED = 10
UNKNOWN = "?"

_COLUMNS = 34
"""So much of a line is for numbers."""


def lines(stock: Stock, pages: Sequence[Weight], room: int, is_all: bool) -> Iterator[str]:
    """For people, in lines of `room` columns; the first of each kind unless it is to be all."""
    if not stock.used and not stock.unused:
        yield "The shop has no photographs."
        return
    limit = None if is_all else NAMED
    blocks = (
        _together(stock),
        _photographs(stock.used, room, limit),
        _formats(stock),
        _unused(stock.unused, limit),
        _pages(pages, room, limit),
    )
    for number, block in enumerate(filter(None, map(list, blocks))):
        if number:
            yield ""
        yield from block


def plain(stock: Stock, pages: Sequence[Weight]) -> dict[str, Any]:
    """The same as data; sizes are bytes."""
    return {
        "photographs": [asdict(each) for each in stock.used],
        "unused": [{"path": each.path, "before": each.before} for each in stock.unused],
        "formats": [asdict(each) for each in stock.formats],
        "pages": [asdict(each) for each in pages],
    }


def _together(stock: Stock) -> Iterator[str]:
    if not stock.used:
        return
    files = sum(each.files for each in stock.used)
    missing = files - sum(each.known for each in stock.used)
    before = size_text(sum(each.before for each in stock.used))
    after = size_text(sum(each.after for each in stock.used))
    photographs = f"{count(len(stock.used), 'photograph')} ({before})"
    if missing == files:
        yield f"{photographs} will be {count(files, 'file')}; none is made yet."
        return
    yield f"{photographs} became {count(files, 'file')} ({after})."
    if missing:
        yield f"{missing:,} of them are not made yet."


def _photographs(used: Sequence[Photograph], room: int, limit: int | None) -> Iterator[str]:
    if not used:
        return
    rows = [("photograph", "before", "files", "after")]
    for each in used[:limit]:
        after = size_text(each.after) if each.known == each.files else UNKNOWN
        rows.append((_shortened(each.path, room - _COLUMNS), size_text(each.before), f"{each.files:,}", after))
    yield from table(rows, right=frozenset((1, 2, 3)))
    yield from _rest(len(used), limit)


def _formats(stock: Stock) -> Iterator[str]:
    rows = [
        ("format", "files", "bytes"),
        *((each.name, f"{each.files:,}", size_text(each.bytes) if each.bytes else UNKNOWN) for each in stock.formats),
    ]
    if len(rows) > 1:
        yield from table(rows, right=frozenset((1, 2)))


def _unused(unused: Sequence[Photograph], limit: int | None) -> Iterator[str]:
    if not unused:
        return
    size = size_text(sum(each.before for each in unused))
    yield f"Nothing uses {count(len(unused), 'photograph')} ({size}):"
    yield from (f"    {each.path}" for each in unused[:limit])
    yield from _rest(len(unused), limit)


def _pages(pages: Sequence[Weight], room: int, limit: int | None) -> Iterator[str]:
    if not pages:
        return
    rows = [("page with its pictures", "HTML", "phone", "laptop")]
    for each in pages[:limit]:
        name = _shortened(_address(each.path), room - _COLUMNS)
        rows.append((name, size_text(each.html), size_text(each.phone), size_text(each.laptop)))
    yield from table(rows, right=frozenset((1, 2, 3)))
    yield from _rest(len(pages), limit)
    yield "That is HTML with every picture down to the end of the page, as last built, in"
    yield f"a window of {PHONE.width} pixels at {PHONE.dots:g}x (phone) or {LAPTOP.width} at {LAPTOP.dots:g}x (laptop)."


def _rest(number: int, limit: int | None) -> Iterator[str]:
    if limit is not None and number > limit:
        yield f"and {number - limit:,} more (all with -v)"


def _address(path: str) -> str:
    return "/" + path.removesuffix("index.html")


def _shortened(path: str, room: int) -> str:
    """The end of a path that is too long, which tells more than its beginning."""
    if width(path) <= room:
        return path
    kept = path
    while kept and width(kept) > room - 3:
        kept = kept[1:]
    return "..." + kept
