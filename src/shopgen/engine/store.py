"""Bytes by digest, kept between builds.

Small blobs are appended to pack files, because ten thousand small files cost more than the work they save; large ones
have a file each. The index says where each is. Nothing here is ever trusted: bytes are hashed again when they are
read, so that a damaged or cut-off file is the same as an absent one.

    store/index   tables: digest -> pack, offset, length
"""

import secrets
from collections.abc import Iterable, Mapping
from pathlib import Path

from shopgen.core.digests import Digest, digest
from shopgen.core.disk import Disk
from shopgen.engine.packs import Packs
from shopgen.engine.slots import Slot, Slots

LARGE = 64 * 1024
_BUFFER = 4 * 1024 * 1024


class Lost(Exception):
    """Something that was put away is not in the store any more: everything has to be found out anew."""


class Store:
    """`damaged` tells that there was an index and it could not be used."""

    def __init__(self, disk: Disk, folder: Path) -> None:
        self._packs = Packs(disk, folder)
        self._pack = secrets.token_hex(8)
        self._buffer: dict[Digest, bytes] = {}
        self._buffered = 0
        self._slots = Slots(disk, folder / "index")
        self.damaged = self._slots.damaged

    def put(self, content: bytes, name: Digest = "") -> Digest:
        """Keeps `content` and returns the name under which it is found again, which is its digest."""
        name = name or digest(content)
        if name in self:
            return name
        if len(content) >= LARGE:
            self._packs.write_large(name, content)
            self._slots.put(name, Slot("", 0, len(content)))
        else:
            self._buffer[name] = content
            self._buffered += len(content)
            if self._buffered >= _BUFFER:
                self.flush()
        return name

    def get(self, name: Digest) -> bytes | None:
        """The blob's bytes; None when it is not here or no longer what it was, and then it can be put again."""
        buffered = self._buffer.get(name)
        if buffered is not None:
            return buffered
        slot = self._slots.get(name)
        if slot is None:
            return None
        content = self._packs.read(name, slot)
        if content is None:
            self._slots.drop(name)
        return content

    def slot(self, name: Digest) -> bytes | None:
        """Where the blob lies, at rest: for another process to read it. None when it is not here."""
        if name in self._buffer:
            self.flush()
        return self._slots.packed(name)

    def __contains__(self, name: Digest) -> bool:
        return name in self._buffer or name in self._slots

    def save(self) -> None:
        """Writes what is still in memory, the index last."""
        self.flush()
        self._slots.save()

    def close(self) -> None:
        """Leaves no file open: a plan lives on in circles, and would keep them until somebody collects those."""
        self._packs.close()

    def branch(self) -> None:
        """Has all that is put from now on lie apart: for a process that is forked from this one, or has been."""
        self.flush()
        self._pack = secrets.token_hex(8)

    def new(self) -> dict[Digest, bytes]:
        """Where everything lies that was put since the index was saved, for another process to learn."""
        self.flush()
        return self._slots.new()

    def learn(self, slots: Mapping[Digest, bytes]) -> None:
        """Takes over where another process put something."""
        self._slots.learn(slots)

    def collect(self, keep: Iterable[Digest]) -> None:
        """Forgets all blobs but those in `keep`, and saves. Packs that are mostly waste are written anew."""
        kept = set(keep)
        for name in [name for name, _ in self._slots.items() if name not in kept]:
            self._slots.drop(name)
        self._unpack(self._wasteful_packs())
        self.save()
        used = {slot.pack for _, slot in self._slots.items()}
        self._packs.keep_only(used, {name for name, slot in self._slots.items() if not slot.pack})

    def _unpack(self, packs: set[str]) -> None:
        """Puts all that is in `packs` into a new one."""
        self._pack = secrets.token_hex(8)
        for name, slot in list(self._slots.items()) if packs else ():
            if slot.pack in packs:
                content = self.get(name)
                self._slots.drop(name)
                if content is not None:
                    self.put(content)

    def _wasteful_packs(self) -> set[str]:
        """Packs in use of which more than half is not."""
        live: dict[str, int] = {}
        for _, slot in self._slots.items():
            live[slot.pack] = live.get(slot.pack, 0) + slot.length
        return {pack for pack, size in self._packs.sizes().items() if 0 < live.get(pack, 0) < size / 2}

    def flush(self) -> None:
        """Writes all blobs; only what the disk has taken is in the index: a full one leaves nothing wrong behind."""
        if not self._buffer:
            return
        offset = self._packs.append(self._pack, self._buffer.values())
        self._slots.put_together(self._pack, offset, {name: len(content) for name, content in self._buffer.items()})
        self._buffer.clear()
        self._buffered = 0
