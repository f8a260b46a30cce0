"""The reading memory between processes: what came of files, with the digests of what it was made from.

Never anything that runs: msgpack, opened with the definition of what it should be. Every value lies in the file by
itself and is opened when it is asked for, so that one changed file costs one decoding and no more.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Generic, TypeVar

import msgspec
from msgspec import Raw, Struct

from shopgen.core.digests import Digest
from shopgen.core.disk import Disk
from shopgen.engine.sealed import seal, unseal
from shopgen.formats.schema import Decoded
from shopgen.reading.clocks import Zone, put_into_zones, zones_in
from shopgen.reading.documents.category import CategoryDocument, CategoryTranslation
from shopgen.reading.memory import Key, Memory
from shopgen.reading.pictures import Look
from shopgen.reading.products import Made
from shopgen.reading.prose import Study
from shopgen.reading.sources import Sighting
from shopgen.reading.texts import Text

T = TypeVar("T")


class _Kept(Struct, Generic[T], array_like=True):
    """A value as it lies in the file, with the zones of its moments."""

    value: T
    zones: tuple[Zone, ...] = ()


_KINDS: Mapping[str, Any] = {
    "seen": Sighting,
    "prose": Study,
    "product": Made,
    "picture": Look,
    "Text": Decoded[Text],
    "CategoryDocument": Decoded[CategoryDocument],
    "CategoryTranslation": Decoded[CategoryTranslation],
}
_DECODERS = {kind: msgspec.msgpack.Decoder(_Kept[kept]) for kind, kept in _KINDS.items()}  # type: ignore[valid-type]
_encode = msgspec.msgpack.Encoder().encode

_Values = dict[str, dict[str, Raw]]
"""By kind and the rest of a key. They lie in the bytes of the whole until somebody asks for them."""

_LENGTH = 8
"""Bytes that tell the length of a part of the file."""


class _Part(Struct, array_like=True):
    """`toolchain` names the program whose definitions the values follow."""

    toolchain: Digest
    values: _Values


class Keeper:
    """Opens and writes the file at `path`. A file that cannot be used is no file.

    The file holds what one run kept, and behind it what later runs found out anew: most runs find out little.
    """

    def __init__(self, disk: Disk, path: Path, toolchain: str) -> None:
        """`toolchain` names all of our code and the libraries that decide what comes of a file."""
        self._disk = disk
        self._path = path
        self._toolchain = toolchain
        self._room = 0
        """So many bytes may be added before the file is written anew, without what nobody asks for any more."""

    def open(self) -> Memory:
        """The memory as the last process left it; an empty one when there is none."""
        try:
            content = memoryview(self._disk.read(self._path))
        except IsADirectoryError:
            self._disk.remove_tree(self._path)
            return Memory()
        except OSError:
            return Memory()
        frozen: dict[Key, Raw] = {}
        ends = [0]
        while ends[-1] < len(content):
            end, values = self._part(content, ends[-1])
            if values is None:  # cut off, damaged, or another program's: the next save writes all
                return Memory(frozen, _thawed)
            frozen |= _by_key(values)
            ends.append(end)
        self._room = 2 * ends[min(1, len(ends) - 1)] - ends[-1]
        return Memory(frozen, _thawed)

    def save(self, memory: Memory) -> None:
        """Writes what the last whole reading used, as far as that is not there already."""
        new = {key: value for key, value in memory.new().items() if key[0] in _KINDS}
        if not memory.kept() or not new:
            return
        part = self._sealed(new)
        if len(part) <= self._room:
            self._disk.append(self._path, part)
            self._room -= len(part)
        else:
            part = self._sealed(memory.kept())
            self._disk.write(self._path, part)
            self._room = len(part)
        memory.mark_saved()

    def _sealed(self, values: Mapping[Key, Any]) -> bytes:
        sealed = seal(_encode(_Part(self._toolchain, _frozen(values))))
        return len(sealed).to_bytes(_LENGTH, "big") + sealed

    def _part(self, content: memoryview, start: int) -> tuple[int, _Values | None]:
        """Where the part that begins at `start` ends, and its values; None when it cannot be used."""
        begin = start + _LENGTH
        end = begin + int.from_bytes(content[start:begin], "big")
        if end > len(content):
            return end, None
        try:
            part = msgspec.msgpack.decode(unseal(bytes(content[begin:end])) or b"", type=_Part)
        except msgspec.DecodeError:
            return end, None
        return end, part.values if part.toolchain == self._toolchain else None


def learnt(memory: Memory) -> bytes:
    """What was put into `memory`, for a process that forked this one."""
    return _encode(_frozen(memory.new()))


def learn(memory: Memory, content: bytes) -> None:
    """Puts into `memory` what another process `learnt`."""
    memory.learn(_by_key(msgspec.msgpack.decode(content, type=_Values)), _thawed)


def _by_key(values: _Values) -> dict[Key, Raw]:
    return {
        (kind, *rest.split("\0")): value
        for kind, frozen in values.items()
        if kind in _KINDS
        for rest, value in frozen.items()
    }


def _frozen(values: Mapping[Key, Any]) -> _Values:
    frozen: _Values = {kind: {} for kind in _KINDS}
    for (kind, *rest), value in values.items():
        if kind in _KINDS:
            frozen[kind]["\0".join(rest)] = Raw(_encode(_Kept(value, zones_in(value))))
    return frozen


def _thawed(key: Key, value: Raw) -> Any:
    try:
        kept = _DECODERS[key[0]].decode(value)
        put_into_zones(kept.value, kept.zones)
    except (msgspec.DecodeError, ValueError, LookupError, OSError):
        return None
    return kept.value
