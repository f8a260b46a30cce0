"""A file of sealed layers: what one run wrote as a whole, and over it what later runs found out anew.

    layer = length of the sealed content in 8 bytes, seal, content

Most runs find out little, so most of them add a layer and leave the rest of the file alone.
"""

from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import NamedTuple

from shopgen.core.disk import Disk
from shopgen.engine.sealed import SEAL_LENGTH, Sealing, unseal

MOST = 20
"""So many layers lie over the first: each is looked through for what is asked."""

_LENGTH = 8
_HEAD = _LENGTH + SEAL_LENGTH


class Extent(NamedTuple):
    """The part of `file` from `start` to `end`."""

    file: bytes
    start: int
    end: int


class Layers:
    """`damaged` tells that the file is not what was written; then there is nothing in it.

    A last layer that was cut off, because its writer was, is as if it had never been.
    """

    def __init__(self, disk: Disk, path: Path, *, durable: bool = False) -> None:
        self._disk = disk
        self._path = path
        self._durable = durable
        self._ends: list[int] = []
        self._size = 0
        self._prepared = ""
        self._prepared_size = 0
        self.damaged = False

    def read(self) -> list[Extent]:
        """Where the contents are, from the first layer on."""
        try:
            file = self._disk.read(self._path)
        except FileNotFoundError:
            return []
        except OSError:
            self.damaged = True
            return []
        contents = self._contents(file)
        self._size, self._ends = len(file), [each.end for each in contents]
        self.damaged = not contents
        return contents

    def _contents(self, file: bytes) -> list[Extent]:
        """Nothing when one of them is not what was sealed."""
        contents: list[Extent] = []
        end = 0
        while end < len(file):
            start, end = end + _LENGTH, end + _LENGTH + int.from_bytes(file[end : end + _LENGTH], "little")
            if end > len(file):
                break
            if unseal(memoryview(file)[start:end]) is None:
                return []
            contents.append(Extent(file, start + SEAL_LENGTH, end))
        return contents

    @property
    def have_room(self) -> bool:
        """Whether there is something whole over which one more layer may lie."""
        return 0 < len(self._ends) <= MOST and self._size == self._ends[-1]

    def add(self, content: Iterable[bytes]) -> bool:
        """Lays `content` over the rest. Not done when everything had better be written anew: False."""
        sealing = Sealing(content)
        pieces = list(sealing)
        size = _HEAD + sealing.size
        if not self.have_room or self._size + size > 2 * self._ends[0] or self.is_changed:
            return False
        self._disk.append(self._path, b"".join([_head(sealing), *pieces]), durable=self._durable)
        self._size += size
        self._ends.append(self._size)
        return True

    def prepare(self, content: Iterable[bytes]) -> None:
        """Writes `content` beforehand, piece by piece, to a place of its own."""
        self.abandon()
        sealing = Sealing(content)
        head = partial(_head, sealing)
        self._prepared = self._disk.prepare(self._path, sealing, head, _HEAD, durable=self._durable)
        self._prepared_size = _HEAD + sealing.size

    def install(self) -> None:
        """Makes what was prepared all that there is."""
        if self.damaged:
            self._disk.remove_tree(self._path)  # it may be a folder
        self._disk.rename(self._prepared, self._path)
        self._prepared = ""
        self._size = self._prepared_size
        self._ends = [self._size]
        self.damaged = False

    def abandon(self) -> None:
        """Nobody wants what was prepared."""
        if self._prepared:
            self._disk.remove(self._prepared)
            self._prepared = ""

    @property
    def is_changed(self) -> bool:
        """Whether somebody else wrote the file since, or removed it."""
        stamp = self._disk.stamp(self._path)
        return self._size != (stamp.size if stamp else 0)


def _head(sealing: Sealing) -> bytes:
    return (SEAL_LENGTH + sealing.size).to_bytes(_LENGTH, "little") + sealing.seal
