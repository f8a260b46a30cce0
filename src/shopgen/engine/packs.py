"""The files in which a store has its blobs.

packs/<name>     blobs end to end
large/ab/cdef…   one blob
"""

import re
from collections.abc import Collection, Iterable
from pathlib import Path

from shopgen.core.digests import Digest, digest
from shopgen.core.disk import Disk
from shopgen.core.opened import Opened
from shopgen.engine.slots import Slot

_OPEN = 16
"""So many packs stay open at most."""

_DIGEST = re.compile(r"[0-9a-f]{40}")
_PACK = re.compile(r"[0-9a-f]{16}")


class Packs:
    """Those in one folder. Files that are not named like ours stay, whoever put them there."""

    def __init__(self, disk: Disk, folder: Path) -> None:
        self._disk = disk
        self._folder = folder
        self._opened: dict[str, Opened] = {}

    def read(self, name: Digest, slot: Slot) -> bytes | None:
        """The bytes of a blob; None when they are not there or no longer what they were."""
        try:
            content = self._read(name, slot)
        except OSError:
            return None
        return content if digest(content) == name else None

    def _read(self, name: Digest, slot: Slot) -> bytes:
        if not slot.pack:
            return self._disk.read(self._large(name))
        pack = self._opened.get(slot.pack) or self._open(slot.pack)
        return self._disk.read_at(pack, slot.offset, slot.length)

    def _open(self, pack: str) -> Opened:
        if len(self._opened) == _OPEN:
            self._opened.clear()
        opened = self._opened[pack] = self._disk.open(self._pack(pack))
        return opened

    def append(self, pack: str, blobs: Iterable[bytes]) -> int:
        """Adds blobs to the end of a pack; the offset at which the first begins."""
        return self._disk.append(self._pack(pack), b"".join(blobs))

    def write_large(self, name: Digest, content: bytes) -> None:
        self._disk.write(self._large(name), content)

    def sizes(self) -> dict[str, int]:
        """The packs there are, with their sizes."""
        return {entry.path: entry.stamp.size for entry in self._disk.walk(self._folder / "packs")}

    def close(self) -> None:
        """Packs are opened again when somebody reads."""
        self._opened.clear()

    def keep_only(self, packs: Collection[str], large: Collection[Digest]) -> None:
        self.close()
        for pack in filter(_PACK.fullmatch, self.sizes().keys() - packs):
            self._disk.remove(self._pack(pack))
        there = (entry.path.replace("/", "", 1) for entry in self._disk.walk(self._folder / "large"))
        for name in [name for name in there if _DIGEST.fullmatch(name) and name not in large]:
            self._disk.remove(self._large(name))

    def _large(self, name: Digest) -> Path:
        return self._folder / "large" / _fitting(_DIGEST, name)[:2] / name[2:]

    def _pack(self, name: str) -> Path:
        return self._folder / "packs" / _fitting(_PACK, name)


def _fitting(pattern: re.Pattern[str], name: str) -> str:
    """Names become paths, and a cache may come from somebody else's machine: OSError for what is not one of ours."""
    if not pattern.fullmatch(name):
        raise FileNotFoundError(name)
    return name
