"""Where the blobs of a store lie, by their digests."""

import struct
from collections.abc import Iterator, Mapping
from pathlib import Path

from msgspec import Struct

from shopgen.core.digests import Digest
from shopgen.core.disk import Disk
from shopgen.engine.tables import Tables

_TABLE = "slots"
_PACKED = struct.Struct("<8sQI")
_NO_PACK = bytes(8)


class Slot(Struct, frozen=True):
    """Where a blob lies; an empty pack name is a large one's own file."""

    pack: str
    offset: int
    length: int


class Slots:
    """The index in the file at `path`. `damaged` tells that there was one and it could not be used."""

    def __init__(self, disk: Disk, path: Path) -> None:
        self._tables = Tables(disk, path, durable=True)
        self._new: dict[Digest, bytes] = {}
        self._gone: set[Digest] = set()
        self._are_any_old = bool(self._tables.head)
        self.damaged = self._tables.damaged

    def __contains__(self, name: Digest) -> bool:
        return self.packed(name) is not None

    def get(self, name: Digest) -> Slot | None:
        found = self.packed(name)
        return None if found is None else opened_slot(found)

    def packed(self, name: Digest) -> bytes | None:
        """The slot at rest."""
        found = self._new.get(name)
        if found is None and self._are_any_old and name not in self._gone:
            found = self._tables.get(_TABLE, name)
        return found if found is None or len(found) == _PACKED.size else None

    def put(self, name: Digest, slot: Slot) -> None:
        self.put_together(slot.pack, slot.offset, {name: slot.length})

    def put_together(self, pack: str, offset: int, lengths: Mapping[Digest, int]) -> None:
        """Blobs that lie one behind the other from `offset` on."""
        name_of_pack = bytes.fromhex(pack) if pack else _NO_PACK
        for name, length in lengths.items():
            self._new[name] = _PACKED.pack(name_of_pack, offset, length)
            offset += length
        self._gone.difference_update(lengths)

    def new(self) -> dict[Digest, bytes]:
        """Those that were put since the last time they were saved, at rest."""
        return self._new

    def learn(self, slots: Mapping[Digest, bytes]) -> None:
        """Takes over what is `new` to another process."""
        self._new.update(slots)
        self._gone.difference_update(slots)

    def drop(self, name: Digest) -> None:
        self._new.pop(name, None)
        self._gone.add(name)

    def items(self) -> Iterator[tuple[Digest, Slot]]:
        """All of them; none is to be put or dropped meanwhile."""
        return ((name, opened_slot(found)) for name, found in self._all().items() if len(found) == _PACKED.size)

    def save(self) -> None:
        """Writes what is new, and all when something is gone."""
        if not self._new and not self._gone:
            return
        if self._gone or not self._tables.add(b"\xc0", {_TABLE: self._new}):
            self._tables.replace(b"\xc0", {_TABLE: self._all})
        self._new, self._gone, self._are_any_old = {}, set(), True

    def _all(self) -> dict[Digest, bytes]:
        known = {**self._tables.all(_TABLE), **self._new}
        for name in self._gone:
            known.pop(name, None)
        return known


def opened_slot(packed: bytes) -> Slot:
    pack, offset, length = _PACKED.unpack(packed)
    return Slot("" if pack == _NO_PACK else pack.hex(), offset, length)
