"""The reading memory between processes: what was decoded, by the digest of its file.

Never anything that runs: msgpack, opened with the definition of what it should be. Every value lies in the file as
bytes of its own and is opened when it is asked for, so that one changed file costs one decoding and no more.
"""

from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from shopgen.core.digests import Digest, digest_of
from shopgen.core.disk import Disk
from shopgen.engine.sealed import seal, unseal
from shopgen.formats.schema import Decoded
from shopgen.reading.documents.category import CategoryDocument, CategoryTranslation
from shopgen.reading.documents.product import ProductDocument, ProductTranslation
from shopgen.reading.memory import Key, Memory
from shopgen.reading.pictures import Look
from shopgen.reading.prose import Study
from shopgen.reading.sources import Sighting
from shopgen.reading.texts import Text

_LIBRARIES = ("msgspec", "pillow", "pyyaml")
_KINDS: Mapping[str, Any] = {
    "seen": Sighting,
    "prose": Study,
    "picture": Look,
    "Text": Decoded[Text],
    **{
        definition.__name__: Decoded[definition]  # type: ignore[valid-type]
        for definition in (ProductDocument, ProductTranslation, CategoryDocument, CategoryTranslation)
    },
}
_DECODERS = {kind: msgspec.msgpack.Decoder(definition) for kind, definition in _KINDS.items()}
_encode = msgspec.msgpack.Encoder().encode

# How msgpack begins a moment with a zone; it would come back in UTC. No text holds the byte 0xff.
_MOMENTS = (b"\xd6\xff", b"\xd7\xff", b"\xc7\x0c\xff")


class _File(Struct, array_like=True):
    """`toolchain` names the program whose definitions the values follow; `values` are by kind and the rest of a key."""

    toolchain: Digest
    values: dict[str, dict[str, bytes]]


class Keeper:
    """Opens and writes the file at `path`. A file that cannot be used is no file."""

    def __init__(self, disk: Disk, path: Path, toolchain: str) -> None:
        self._disk = disk
        self._path = path
        self._toolchain = digest_of((toolchain, [version(library) for library in _LIBRARIES]))
        self._frozen: dict[Key, bytes] = {}

    def open(self) -> Memory:
        """The memory as the last process left it; an empty one when there is none."""
        try:
            file = msgspec.msgpack.decode(unseal(self._disk.read(self._path)) or b"", type=_File)
        except IsADirectoryError:
            self._disk.remove_tree(self._path)
            return Memory()
        except (OSError, msgspec.DecodeError):
            return Memory()
        if file.toolchain == self._toolchain:
            self._frozen = {
                (kind, *rest.split("\0")): value
                for kind, values in file.values.items()
                if kind in _KINDS
                for rest, value in values.items()
            }
        return Memory(self._frozen, _thawed)

    def save(self, memory: Memory) -> None:
        """Writes what the last whole reading used, when that is not what is there already."""
        kept = memory.kept()
        if not kept:
            return
        frozen = {key: self._bytes(key, value) for key, value in kept.items() if key[0] in _KINDS}
        whole = {key: value for key, value in frozen.items() if not any(mark in value for mark in _MOMENTS)}
        if whole == self._frozen:
            return
        values: dict[str, dict[str, bytes]] = {}
        for (kind, *rest), value in whole.items():
            values.setdefault(kind, {})["\0".join(rest)] = value
        self._disk.write(self._path, seal(_encode(_File(self._toolchain, values))))
        self._frozen = whole

    def _bytes(self, key: Key, value: object) -> bytes:
        """Keys tell the content of their values, but for the stamp under which a file was seen."""
        if key[0] != "seen" and key in self._frozen:
            return self._frozen[key]
        return _encode(value)


def _thawed(key: Key, value: bytes) -> Any:
    try:
        return _DECODERS[key[0]].decode(value)
    except msgspec.DecodeError:
        return None
