"""Bytes by digest, kept between builds.

Small blobs are appended to pack files, because ten thousand small files cost more than the work they save; large ones
have a file each. The index says where each is. Nothing here is ever trusted: bytes are hashed again when they are
read, so that a damaged or cut-off file is the same as an absent one.

    store/index            msgpack: digest -> [pack, offset, length]
    store/packs/<name>     blobs end to end
    store/large/ab/cdef…   one blob
"""

import secrets
from collections.abc import Iterable
from pathlib import Path

import msgspec
from msgspec import Struct

from shopgen.core.digests import Digest, digest
from shopgen.core.disk import Disk

LARGE = 64 * 1024
_BUFFER = 4 * 1024 * 1024


class Slot(Struct, frozen=True, array_like=True):
    """Where a small blob lies; an empty pack name is a large one's own file."""

    pack: str
    offset: int
    length: int


class Store:
    def __init__(self, disk: Disk, folder: Path) -> None:
        self._disk = disk
        self._folder = folder
        self._pack = secrets.token_hex(8)
        self._buffer: list[bytes] = []
        self._buffered = 0
        self._written = 0
        self._recent: dict[Digest, bytes] = {}
        self._index = self._load()

    def _load(self) -> dict[Digest, Slot]:
        try:
            return msgspec.msgpack.decode(self._disk.read(self._folder / "index"), type=dict[Digest, Slot])
        except (OSError, msgspec.DecodeError):
            return {}

    def put(self, content: bytes) -> Digest:
        name = digest(content)
        if name in self._index:
            return name
        if len(content) >= LARGE:
            self._disk.write(self._large(name), content)
            self._index[name] = Slot("", 0, len(content))
        else:
            self._index[name] = Slot(self._pack, self._written + self._buffered, len(content))
            self._recent[name] = content
            self._buffer.append(content)
            self._buffered += len(content)
            if self._buffered >= _BUFFER:
                self._flush()
        return name

    def get(self, name: Digest) -> bytes | None:
        """The blob's bytes; None when it is not here or no longer what it was."""
        slot = self._index.get(name)
        if slot is None:
            return None
        content = self._recent.get(name)
        if content is None:
            try:
                content = self._read(name, slot)
            except OSError:
                content = b""
        if digest(content) != name:
            del self._index[name]
            return None
        return content

    def _read(self, name: Digest, slot: Slot) -> bytes:
        if not slot.pack:
            return self._disk.read(self._large(name))
        return self._disk.read_at(self._folder / "packs" / slot.pack, slot.offset, slot.length)

    def __contains__(self, name: Digest) -> bool:
        return name in self._index

    def save(self) -> None:
        """Writes what is still in memory, the index last."""
        self._flush()
        encoded = msgspec.msgpack.encode(self._index)
        self._disk.write(self._folder / "index", encoded, durable=True)

    def collect(self, keep: Iterable[Digest]) -> int:
        """Forgets all blobs but those in `keep`; returns the number of bytes freed on the disk."""
        self._flush()
        kept = set(keep)
        freed = 0
        for name, slot in list(self._index.items()):
            if name not in kept:
                del self._index[name]
                if not slot.pack:
                    self._disk.remove(self._large(name))
                    freed += slot.length
        return freed + self._drop_empty_packs()

    def _drop_empty_packs(self) -> int:
        used = {slot.pack for slot in self._index.values()}
        freed = 0
        for entry in list(self._disk.walk(self._folder / "packs")):
            if entry.path not in used:
                self._disk.remove(self._folder / "packs" / entry.path)
                freed += entry.stamp.size
        return freed

    def _flush(self) -> None:
        if not self._buffer:
            return
        self._disk.append(self._folder / "packs" / self._pack, b"".join(self._buffer))
        self._written += self._buffered
        self._buffered = 0
        self._buffer.clear()
        self._recent.clear()

    def _large(self, name: Digest) -> Path:
        return self._folder / "large" / name[:2] / name[2:]
