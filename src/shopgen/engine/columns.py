"""Very many small values at rest, in a few pieces of bytes: each is opened when it is asked for, and not before."""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate

import msgspec
from msgspec import Struct

from shopgen.engine.layers import Extent

_END = 8


class Shape(Struct, frozen=True, array_like=True):
    """A column at rest: `size` bytes of values end to end, each `width` long.

    Where that is 0, before them is the end of each in 8 bytes, the low one first.
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
        self._begin = start + shape.length - shape.size
        self._end = self._begin + shape.size
        self._ends = memoryview(file)[start : self._begin].cast("Q")

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


def table_at_rest(values: Mapping[str, bytes]) -> tuple[tuple[Shape, Shape], list[bytes]]:
    """The shapes of a table's columns, and the bytes of both."""
    ordered = sorted(values)
    text = "".join(ordered)
    content = text.encode()
    lengths = map(len, ordered) if len(content) == len(text) else (len(key.encode()) for key in ordered)
    keys, its_bytes = _column(content, list(lengths))
    found = list(map(values.__getitem__, ordered))
    shape, theirs = _column(b"".join(found), list(map(len, found)))
    return (keys, shape), [*its_bytes, *theirs]


def _column(content: bytes, lengths: Sequence[int]) -> tuple[Shape, list[bytes]]:
    widths = set(lengths)
    if len(widths) == 1 and 0 not in widths:
        return Shape(len(lengths), widths.pop(), len(content)), [content]
    ends = array("Q", accumulate(lengths))
    return Shape(len(lengths), 0, len(content)), [ends.tobytes(), content]


def _text(key: bytes) -> str:
    return key.decode(errors="replace")
