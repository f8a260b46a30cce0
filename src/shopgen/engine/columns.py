"""Very many small values at rest, in a few pieces of bytes: each is opened when it is asked for, and not before."""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from itertools import accumulate

import msgspec
from msgspec import Struct

_END = 8


class StoredColumn(Struct, frozen=True, array_like=True):
    """Values end to end. Each is `width` bytes long; where that is 0, `ends` has the end of each in 8 bytes."""

    width: int
    ends: bytes
    content: bytes


class StoredTable(Struct, frozen=True, array_like=True):
    """Keys in order, and a value for each."""

    keys: StoredColumn
    values: StoredColumn


class Column:
    """Values by place. Raises msgspec.DecodeError for what cannot have been stored."""

    def __init__(self, stored: StoredColumn) -> None:
        if stored.width < 0 or len(stored.ends) % _END:
            raise msgspec.DecodeError("a column is not whole")
        self._width = stored.width
        self._content = stored.content
        self._ends = memoryview(stored.ends).cast("Q")

    def __len__(self) -> int:
        return len(self._content) // self._width if self._width else len(self._ends)

    def __getitem__(self, place: int) -> bytes:
        return self._content[self._start(place) : self._start(place + 1)]

    def _start(self, place: int) -> int:
        if self._width:
            return place * self._width
        return self._ends[place - 1] if place else 0

    def __iter__(self) -> Iterator[bytes]:
        return map(self.__getitem__, range(len(self)))

    def holding(self, mark: bytes) -> Iterator[int]:
        """The places of the values that have `mark` in them, in order."""
        found = self._content.find(mark)
        while found >= 0:
            place = found // self._width if self._width else bisect_right(self._ends, found)
            end = self._start(place + 1)
            if found + len(mark) <= end:
                yield place
                found = end - 1
            found = self._content.find(mark, found + 1)


class Table:
    """Values by key. Raises as a column does."""

    def __init__(self, stored: StoredTable) -> None:
        self._keys = Column(stored.keys)
        self._values = Column(stored.values)
        if len(self._keys) != len(self._values):
            raise msgspec.DecodeError("a table is not whole")

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


def stored_table(values: Mapping[str, bytes]) -> StoredTable:
    encoded = sorted((key.encode(), value) for key, value in values.items())
    return StoredTable(_stored([key for key, _ in encoded]), _stored([value for _, value in encoded]))


def _stored(values: list[bytes]) -> StoredColumn:
    lengths = set(map(len, values))
    if len(lengths) == 1 and 0 not in lengths:
        return StoredColumn(lengths.pop(), b"", b"".join(values))
    return StoredColumn(0, array("Q", accumulate(map(len, values))).tobytes(), b"".join(values))


def _text(key: bytes) -> str:
    return key.decode(errors="replace")
