"""The reading memory between processes: what came of files, with the digests of what it was made from.

Never anything that runs: msgpack, opened with the definition of what it should be. Every value lies in the file by
itself and is opened when it is asked for, so that one changed file costs one decoding and no more.
"""

from collections.abc import Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import Any, Generic, TypeVar

import msgspec
from msgspec import Struct

from shopgen.core.disk import Disk
from shopgen.engine.tables import Tables
from shopgen.formats.markdown import Study
from shopgen.formats.schema import Decoded
from shopgen.reading.clocks import Zone, put_into_zones, zones_in
from shopgen.reading.documents.category import CategoryDocument, CategoryTranslation
from shopgen.reading.memory import Key, Memory
from shopgen.reading.pictures import Look
from shopgen.reading.products import Made
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
    "whereabouts": bool,
    "Text": Decoded[Text],
    "CategoryDocument": Decoded[CategoryDocument],
    "CategoryTranslation": Decoded[CategoryTranslation],
}
_DECODERS = {kind: msgspec.msgpack.Decoder(_Kept[kept]) for kind, kept in _KINDS.items()}  # type: ignore[valid-type]
_encode = msgspec.msgpack.Encoder().encode

_Values = dict[str, dict[str, bytes]]
"""By kind and the rest of a key, at rest."""

_BETWEEN = "\0"
"""What keeps the parts of a key apart."""


class Keeper:
    """Opens and writes the file at `path`. A file that cannot be used is no file."""

    def __init__(self, disk: Disk, path: Path, toolchain: str) -> None:
        """`toolchain` names all of our code and the libraries that decide what comes of a file."""
        self._tables = Tables(disk, path)
        self._head = _encode(toolchain)

    def open(self) -> Memory:
        """The memory as the last process left it; an empty one when there is none."""
        return Memory(self._find, _thawed) if self._tables.head == self._head else Memory()

    def save(self, memory: Memory) -> None:
        """Writes what the last whole reading used, as far as that is not there already.

        What somebody else wrote since the file was opened stays: a build knows more of pictures than a preview.
        """
        new = memory.new()
        if not memory.kept() or not any(key[0] in _KINDS for key in new) or self._tables.is_changed:
            return
        is_ours = self._tables.head == self._head
        if not (is_ours and self._tables.add(self._head, _frozen(new, memory))):
            frozen = _frozen(memory.kept(), memory)
            self._tables.replace(self._head, {kind: partial(frozen.pop, kind) for kind in _KINDS})
        memory.mark_saved()

    def _find(self, key: Key) -> bytes | None:
        return self._tables.get(key[0], _BETWEEN.join(key[1:])) if key[0] in _KINDS else None


def freeze(memory: Memory) -> None:
    """Packs what is new in `memory`, while other processes are at work: it will be kept as it is."""
    memory.learn(_by_key(_frozen(memory.new(), memory)), _thawed)


def learnt(memory: Memory) -> bytes:
    """What was put into `memory`, for a process that forked this one."""
    return _encode(_frozen(memory.new(), memory))


def learn(memory: Memory, content: bytes) -> None:
    """Puts into `memory` what another process `learnt`."""
    memory.learn(_by_key(msgspec.msgpack.decode(content, type=_Values)), _thawed)


def _by_key(values: _Values) -> dict[Key, bytes]:
    return {
        (kind, *rest.split(_BETWEEN)): value
        for kind, frozen in values.items()
        if kind in _KINDS
        for rest, value in frozen.items()
    }


def _frozen(keys: Iterable[Key], memory: Memory) -> _Values:
    frozen: _Values = {kind: {} for kind in _KINDS}
    for key in keys:
        kind, *rest = key
        if kind in _KINDS:
            frozen[kind][_BETWEEN.join(rest)] = memory.at_rest(key, _froze)
    return frozen


def _froze(value: object) -> bytes:
    return _encode(_Kept(value, zones_in(value)))


def _thawed(key: Key, value: bytes) -> Any:
    try:
        kept = _DECODERS[key[0]].decode(value)
        put_into_zones(kept.value, kept.zones)
    except (msgspec.DecodeError, ValueError, LookupError, OSError):
        return None
    return kept.value
