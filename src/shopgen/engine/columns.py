"""Very many small values at rest, in a few pieces of bytes: each is opened when it is asked for, and not before."""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Generator, Iterator, Mapping
from itertools import accumulate, islice

import msgspec
from msgspec import Struct

from shopgen.engine.layers import Extent

_END = 8

_TOGETHER = 1024
"""So many values are one piece."""


class Shape(Struct, frozen=True, array_like=True):
    """A column at rest: `size` bytes of values end to end, each `width` long.

    Where that is 0, behind them is the end of each in 8 bytes, the low one first.
    """

    count: int
    width: int
    size: int

    @property
    def length(self) -> int:
        return self.size + (0 if self.width else self.count * _END)


class Column:
    """Values by place."""

    def __init__(self, shape: Shape, file: bytes, start: int) -> None:
        self._width = shape.width
        self._count = shape.count
        self._file = file
        self._begin = start
        self._end = start + shape.size
        self._ends = memoryview(file)[self._end : start + shape.length].cast("Q")

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, place: int) -> bytes:
        return self._file[self._start(place) : self._start(place + 1)]

    def _start(self, place: int) -> int:
        if self._width:
            return self._begin + place * self._width
        return self._begin + self._ends[place - 1] if place else self._begin

    def __iter__(self) -> Iterator[bytes]:
        return map(self.__getitem__, range(self._count))

    def holding(self, mark: bytes) -> Iterator[int]:
        """The places of the values that have `mark` in them, in order."""
        found = self._file.find(mark, self._begin, self._end)
        while found >= 0:
            behind = found - self._begin
            place = behind // self._width if self._width else bisect_right(self._ends, behind)
            end = self._start(place + 1)
            if found + len(mark) <= end:
                yield place
                found = end - 1
            found = self._file.find(mark, found + 1, self._end)


class Table:
    """Values by key. Raises msgspec.DecodeError for shapes that do not fit together."""

    def __init__(self, shapes: tuple[Shape, Shape], place: Extent) -> None:
        keys, values = shapes
        if keys.count != values.count or keys.length + values.length != place.end - place.start:
            raise msgspec.DecodeError("a table is not whole")
        self._keys = Column(keys, place.file, place.start)
        self._values = Column(values, place.file, place.start + keys.length)

    def __len__(self) -> int:
        return len(self._keys)

    def get(self, key: str) -> bytes | None:
        wanted = key.encode()
        place = bisect_left(range(len(self._keys)), wanted, key=self._keys.__getitem__)
        is_there = place < len(self._keys) and self._keys[place] == wanted
        return self._values[place] if is_there else None

    def keys(self) -> Iterator[str]:
        return map(_text, self._keys)

    def items(self) -> Iterator[tuple[str, bytes]]:
        return zip(self.keys(), self._values, strict=True)

    def holding(self, mark: bytes) -> Iterator[str]:
        """The keys of the values that have `mark` in them."""
        return (_text(self._keys[place]) for place in self._values.holding(mark))


def table_at_rest(values: Mapping[str, bytes]) -> Generator[bytes, None, tuple[Shape, Shape]]:
    """The bytes of a table, piece by piece; returns the shapes of its columns. Each value is asked for once."""
    ordered = sorted(values)
    keys = yield from _column(map(str.encode, ordered))
    return keys, (yield from _column(map(values.__getitem__, ordered)))


def _column(values: Iterator[bytes]) -> Generator[bytes, None, Shape]:
    lengths = array("Q")
    while some := list(islice(values, _TOGETHER)):
        lengths.extend(map(len, some))
        yield b"".join(some)
    widths = set(lengths)
    if len(widths) == 1 and 0 not in widths:
        return Shape(len(lengths), widths.pop(), sum(lengths))
    yield array("Q", accumulate(lengths)).tobytes()
    return Shape(len(lengths), 0, sum(lengths))


def _text(key: bytes) -> str:
    return key.decode(errors="replace")
