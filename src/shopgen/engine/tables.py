"""Tables of packed values by key, several in one file, which is opened without opening what is in it.

A later layer of the file has the newer value; a key goes only when everything is written anew.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any, Generic, TypeVar

import msgspec
from msgspec import Raw, Struct

from shopgen.core.disk import Disk
from shopgen.engine.columns import Shape, Table, table_at_rest
from shopgen.engine.layers import Extent, Layers

T = TypeVar("T")

Values = Mapping[str, bytes]

_LENGTH = 8

ASKED_BEFORE_ALL = 2000
"""After so many questions a table is opened as a whole, for as many more."""


class _Header(Struct, frozen=True, array_like=True):
    """What stands at the end of a layer, before its own length; before it the tables, one after the other."""

    head: Raw
    shapes: dict[str, tuple[Shape, Shape]]


class Tables:
    """`head` is a packed value about all of it, empty when there is nothing; `damaged` tells that it was lost."""

    def __init__(self, disk: Disk, path: Path, *, durable: bool = False) -> None:
        self._layers = Layers(disk, path, durable=durable)
        self._opened: dict[str, dict[str, bytes]] = {}
        self._asked: dict[str, int] = {}
        self._prepared = b""
        self.head = b""
        self.damaged = False
        self._tables: list[dict[str, Table]] | None = self._read()

    def _read(self) -> list[dict[str, Table]]:
        """The tables of each layer, the last first."""
        places = self._layers.read()
        try:
            layers = [_opened_layer(place) for place in reversed(places)]
        except (msgspec.DecodeError, ValueError):  # sealed by somebody else
            layers = []
        self.damaged = self._layers.damaged or len(layers) < len(places)
        self.head = layers[0][0] if layers else b""
        return [tables for _, tables in layers]

    @property
    def _there(self) -> list[dict[str, Table]]:
        """As `_read`. What was written is read again when somebody asks: it need not lie in memory until then."""
        if self._tables is None:
            self._tables = self._read()
        return self._tables

    @property
    def is_changed(self) -> bool:
        """Whether somebody else wrote a good file since, or removed it."""
        return not self.damaged and self._layers.is_changed

    def get(self, table: str, key: str) -> bytes | None:
        opened = self._opened.get(table)
        if opened is not None:
            return opened.get(key)
        asked = self._asked[table] = self._asked.get(table, 0) + 1
        if asked > ASKED_BEFORE_ALL:
            return self.all(table).get(key)
        for layer in self._there:
            found = layer[table].get(key) if table in layer else None
            if found is not None:
                return found
        return None

    def all(self, table: str) -> Values:
        """The whole table, opened."""
        opened = self._opened.get(table)
        if opened is None:
            opened = {}
            for layer in reversed(self._there):
                if table in layer:
                    opened.update(layer[table].items())
            self._opened[table] = opened  # not before it is whole: another thread may ask meanwhile
        return opened

    def holding(self, table: str, mark: bytes) -> Iterator[str]:
        """The keys of values that have `mark` in them, or had it before a later layer."""
        for layer in self._there:
            if table in layer:
                yield from layer[table].holding(mark)

    def add(self, head: bytes, changes: Mapping[str, Values]) -> bool:
        """Writes `changes` over what is there. Not done when everything had better be written anew: False."""
        if self.damaged or not self._layers.have_room:
            return False
        if not self._layers.add(_at_rest(head, {name: partial(dict, it) for name, it in changes.items()})):
            return False
        self.head = head
        self._tables = None
        for name, values in changes.items():
            if name in self._opened:
                self._opened[name].update(values)
        return True

    def prepare(self, head: bytes, whole: Mapping[str, Callable[[], Values]]) -> None:
        """Writes beforehand what `install` will make all that there is.

        Each table is asked for when its turn has come, to be let go then, and so is each of its values.
        """
        self._layers.prepare(_at_rest(head, whole))
        self._prepared = head

    def install(self) -> None:
        """Makes what was prepared all that there is."""
        self._layers.install()
        self.head, self.damaged = self._prepared, False
        self._tables = None
        self._opened.clear()
        self._asked.clear()

    def replace(self, head: bytes, whole: Mapping[str, Callable[[], Values]]) -> None:
        """Makes `whole` all that there is."""
        self.prepare(head, whole)
        self.install()

    def abandon(self) -> None:
        """Nobody wants what was prepared."""
        self._layers.abandon()


class Packed(Mapping[str, bytes], Generic[T]):
    """Values that are packed when they are asked for."""

    def __init__(self, values: Mapping[str, T], pack: Callable[[T], bytes]) -> None:
        self._values = values
        self._pack = pack

    def __getitem__(self, key: str) -> bytes:
        return self._pack(self._values[key])

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)


class Opened(Mapping[str, T], Generic[T]):
    """A table of msgpack, of which each value is decoded when it is asked for. What is of another type is not there."""

    def __init__(self, tables: Tables, table: str, type_: Any) -> None:
        self._tables = tables
        self._table = table
        self._decode = msgspec.msgpack.Decoder(type_).decode

    def __getitem__(self, key: str) -> T:
        content = self._tables.get(self._table, key)
        if content is None:
            raise KeyError(key)
        try:
            return self._decode(content)  # type: ignore[no-any-return]
        except msgspec.DecodeError:  # sealed by somebody else
            raise KeyError(key) from None

    def __iter__(self) -> Iterator[str]:
        return iter(self._tables.all(self._table))

    def __len__(self) -> int:
        return len(self._tables.all(self._table))


_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(_Header).decode


def _at_rest(head: bytes, whole: Mapping[str, Callable[[], Values]]) -> Iterator[bytes]:
    shapes: dict[str, tuple[Shape, Shape]] = {}
    for name, values in whole.items():
        shapes[name] = yield from table_at_rest(values())
    header = _encode(_Header(Raw(head), shapes))
    yield header
    yield len(header).to_bytes(_LENGTH, "little")


def _opened_layer(place: Extent) -> tuple[bytes, dict[str, Table]]:
    """The head and the tables of a layer. Raises msgspec.DecodeError and ValueError for what is none."""
    file, start, end = place
    end -= _LENGTH
    length = int.from_bytes(file[end : end + _LENGTH], "little")
    if end < start or length > end - start:
        raise msgspec.DecodeError("a layer is not whole")
    end -= length
    header = _decode(memoryview(file)[end : end + length])
    tables: dict[str, Table] = {}
    for name, shapes in header.shapes.items():
        behind = start + sum(shape.length for shape in shapes)
        if behind > end:
            raise msgspec.DecodeError("a layer is not whole")
        tables[name] = Table(shapes, Extent(file, start, behind))
        start = behind
    return bytes(header.head), tables
