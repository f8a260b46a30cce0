"""Bytes by digest, kept between builds.

Small blobs are appended to pack files, because ten thousand small files cost more than the work they save; large ones
have a file each. The index says where each is. Nothing here is ever trusted: bytes are hashed again when they are
read, so that a damaged or cut-off file is the same as an absent one.

    store/index            tables: digest -> pack, offset, length
    store/packs/<name>     blobs end to end
    store/large/ab/cdef…   one blob
"""

import re
import secrets
from collections.abc import Iterable, Mapping
from pathlib import Path

from shopgen.core.digests import Digest, digest
from shopgen.core.disk import Disk
from shopgen.core.opened import Opened
from shopgen.engine.slots import Slot, Slots

LARGE = 64 * 1024
_BUFFER = 4 * 1024 * 1024
_OPEN = 16
"""So many packs stay open at most."""
_DIGEST = re.compile(r"[0-9a-f]{40}")
_PACK = re.compile(r"[0-9a-f]{16}")


class Store:
    """`damaged` tells that there was an index and it could not be used."""

    def __init__(self, disk: Disk, folder: Path) -> None:
        self._disk = disk
        self._folder = folder
        self._pack = secrets.token_hex(8)
        self._buffer: dict[Digest, bytes] = {}
        self._buffered = 0
        self._opened: dict[str, Opened] = {}
        self._slots = Slots(disk, folder / "index")
        self.damaged = self._slots.damaged

    def put(self, content: bytes, name: Digest = "") -> Digest:
        """Keeps `content` and returns the name under which it is found again, which is its digest."""
        name = name or digest(content)
        if name in self:
            return name
        if len(content) >= LARGE:
            self._disk.write(self._large(name), content)
            self._slots.put(name, Slot("", 0, len(content)))
        else:
            self._buffer[name] = content
            self._buffered += len(content)
            if self._buffered >= _BUFFER:
                self._flush()
        return name

    def get(self, name: Digest) -> bytes | None:
        """The blob's bytes; None when it is not here or no longer what it was, and then it can be put again."""
        buffered = self._buffer.get(name)
        if buffered is not None:
            return buffered
        slot = self._slots.get(name)
        if slot is None:
            return None
        try:
            content = self._read(name, slot)
        except OSError:
            content = None
        if content is None or digest(content) != name:
            self._slots.drop(name)
            return None
        return content

    def _read(self, name: Digest, slot: Slot) -> bytes:
        if not slot.pack:
            return self._disk.read(self._large(name))
        pack = self._opened.get(slot.pack) or self._open(slot.pack)
        return self._disk.read_at(pack, slot.offset, slot.length)

    def _open(self, pack: str) -> Opened:
        if len(self._opened) == _OPEN:
            self._opened.clear()
        opened = self._opened[pack] = self._disk.open(self._pack_file(pack))
        return opened

    def __contains__(self, name: Digest) -> bool:
        return name in self._buffer or name in self._slots

    def save(self) -> None:
        """Writes what is still in memory, the index last."""
        self._flush()
        self._slots.save()

    def branch(self) -> None:
        """Has all that is put from now on lie apart: for a process that is forked from this one, or has been."""
        self._flush()
        self._pack = secrets.token_hex(8)

    def new(self) -> dict[Digest, bytes]:
        """Where everything lies that was put since the index was saved, for another process to learn."""
        self._flush()
        return self._slots.new()

    def learn(self, slots: Mapping[Digest, bytes]) -> None:
        """Takes over where another process put something."""
        self._slots.learn(slots)

    def collect(self, keep: Iterable[Digest]) -> None:
        """Forgets all blobs but those in `keep`, and saves. Packs that are mostly waste are written anew.

        Files that are not named like ours stay, whoever put them there.
        """
        kept = set(keep)
        for name in [name for name, _ in self._slots.items() if name not in kept]:
            self._slots.drop(name)
        self._unpack(self._wasteful_packs())
        self.save()
        self._opened.clear()
        used = {slot.pack for _, slot in self._slots.items()}
        for path in filter(_PACK.fullmatch, self._packs().keys() - used):
            self._disk.remove(self._folder / "packs" / path)
        large = {name for name, slot in self._slots.items() if not slot.pack}
        there = (entry.path.replace("/", "", 1) for entry in self._disk.walk(self._folder / "large"))
        for name in [name for name in there if _DIGEST.fullmatch(name) and name not in large]:
            self._disk.remove(self._large(name))

    def _unpack(self, packs: set[str]) -> None:
        """Puts all that is in `packs` into a new one."""
        self._pack = secrets.token_hex(8)
        for name, slot in list(self._slots.items()) if packs else ():
            if slot.pack in packs:
                content = self.get(name)
                self._slots.drop(name)
                if content is not None:
                    self.put(content)

    def _packs(self) -> dict[str, int]:
        """The pack files there are, with their sizes."""
        return {entry.path: entry.stamp.size for entry in self._disk.walk(self._folder / "packs")}

    def _wasteful_packs(self) -> set[str]:
        """Packs in use of which more than half is not."""
        live: dict[str, int] = {}
        for _, slot in self._slots.items():
            live[slot.pack] = live.get(slot.pack, 0) + slot.length
        return {pack for pack, size in self._packs().items() if 0 < live.get(pack, 0) < size / 2}

    def _flush(self) -> None:
        """Only what the disk has taken is in the index: a full disk leaves nothing wrong behind."""
        if not self._buffer:
            return
        offset = self._disk.append(self._folder / "packs" / self._pack, b"".join(self._buffer.values()))
        self._slots.put_together(self._pack, offset, {name: len(content) for name, content in self._buffer.items()})
        self._buffer.clear()
        self._buffered = 0

    def _large(self, name: Digest) -> Path:
        return self._folder / "large" / _fitting(_DIGEST, name)[:2] / name[2:]

    def _pack_file(self, name: str) -> Path:
        return self._folder / "packs" / _fitting(_PACK, name)


def _fitting(pattern: re.Pattern[str], name: str) -> str:
    """Names become paths, and a cache may come from somebody else's machine: OSError for what is not one of ours."""
    if not pattern.fullmatch(name):
        raise FileNotFoundError(name)
    return name
