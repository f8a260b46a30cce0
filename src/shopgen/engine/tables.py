"""Tables of packed values by key, several in one file, which is opened without opening what is in it.

A later layer of the file has the newer value; a key goes only when everything is written anew.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Generic, TypeVar

import msgspec
from msgspec import Raw, Struct

from shopgen.core.disk import Disk
from shopgen.engine.columns import StoredTable, Table, stored_table
from shopgen.engine.layers import Layers

T = TypeVar("T")

Values = Mapping[str, bytes]

ASKED_BEFORE_ALL = 2000
"""After so many questions a table is opened as a whole, for as many more."""


class _Layer(Struct, frozen=True, array_like=True):
    head: Raw
    tables: dict[str, StoredTable]


class Tables:
    """`head` is a packed value about all of it, empty when there is nothing; `damaged` tells that it was lost."""

    def __init__(self, disk: Disk, path: Path, *, durable: bool = False) -> None:
        self._layers = Layers(disk, path, durable=durable)
        self._tables: list[Mapping[str, Table]] = []
        self._opened: dict[str, dict[str, bytes]] = {}
        self._asked: dict[str, int] = {}
        self.head = b""
        self.damaged = False
        self._load()

    def _load(self) -> None:
        try:
            layers = [msgspec.msgpack.decode(content, type=_Layer) for content in self._layers.read()]
        except FileNotFoundError:
            return
        except (OSError, msgspec.DecodeError):
            self.damaged = True
            return
        self.damaged = self._layers.damaged
        if not self.damaged:
            self._tables = [
                {name: Table(stored) for name, stored in layer.tables.items()} for layer in reversed(layers)
            ]
            self.head = bytes(layers[-1].head)

    def get(self, table: str, key: str) -> bytes | None:
        opened = self._opened.get(table)
        if opened is not None:
            return opened.get(key)
        asked = self._asked[table] = self._asked.get(table, 0) + 1
        if asked > ASKED_BEFORE_ALL:
            return self.all(table).get(key)
        for layer in self._tables:
            found = layer[table].get(key) if table in layer else None
            if found is not None:
                return found
        return None

    def all(self, table: str) -> Values:
        """The whole table, opened."""
        opened = self._opened.get(table)
        if opened is None:
            opened = self._opened[table] = {}
            for layer in reversed(self._tables):
                if table in layer:
                    opened.update(layer[table].items())
        return opened

    def holding(self, table: str, mark: bytes) -> Iterator[str]:
        """The keys of values that have `mark` in them, or had it before a later layer."""
        for layer in self._tables:
            if table in layer:
                yield from layer[table].holding(mark)

    def add(self, head: bytes, changes: Mapping[str, Values]) -> bool:
        """Writes `changes` over what is there. Not done when everything had better be written anew: False."""
        tables = {name: stored_table(values) for name, values in changes.items()}
        if self.damaged or not self._layers.add(_encode(_Layer(Raw(head), tables))):
            return False
        self.head = head
        self._tables.insert(0, {name: Table(stored) for name, stored in tables.items()})
        for name, values in changes.items():
            if name in self._opened:
                self._opened[name].update(values)
        return True

    def replace(self, head: bytes, whole: Mapping[str, Values]) -> None:
        """Makes `whole` all that there is."""
        tables = {name: stored_table(values) for name, values in whole.items()}
        self._layers.replace(_encode(_Layer(Raw(head), tables)))
        self.head, self.damaged = head, False
        self._tables = [{name: Table(stored) for name, stored in tables.items()}]
        self._opened.clear()
        self._asked.clear()


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
