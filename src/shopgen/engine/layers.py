"""A file of sealed layers: what one run wrote as a whole, and over it what later runs found out anew.

    layer = length of the sealed content in 8 bytes, sealed content

Most runs find out little, so most of them add a layer and leave the rest of the file alone.
"""

from pathlib import Path
from typing import NamedTuple

from shopgen.core.disk import Disk
from shopgen.engine.sealed import SEAL_LENGTH, seal_of, unseal

MOST = 20
"""So many layers lie over the first: each is looked through for what is asked."""

_LENGTH = 8


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

    def add(self, content: list[bytes]) -> bool:
        """Lays `content` over the rest. Not done when everything had better be written anew: False."""
        layer = _layer(content)
        size = sum(map(len, layer))
        if not self.have_room or self._size + size > 2 * self._ends[0] or self._is_changed():
            return False
        self._disk.append(self._path, b"".join(layer), durable=self._durable)
        self._size += size
        self._ends.append(self._size)
        return True

    def replace(self, content: list[bytes]) -> None:
        """Makes `content` all that there is."""
        layer = _layer(content)
        if self.damaged:
            self._disk.remove_tree(self._path)  # it may be a folder
        self._disk.write(self._path, layer, durable=self._durable)
        self._size = sum(map(len, layer))
        self._ends = [self._size]
        self.damaged = False

    def _is_changed(self) -> bool:
        """Whether somebody else wrote the file since."""
        stamp = self._disk.stamp(self._path)
        return stamp is None or stamp.size != self._size


def _layer(content: list[bytes]) -> list[bytes]:
    length = SEAL_LENGTH + sum(map(len, content))
    return [length.to_bytes(_LENGTH, "little"), seal_of(content), *content]
