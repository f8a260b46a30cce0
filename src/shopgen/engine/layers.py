"""A file of sealed layers: what one run wrote as a whole, and over it what later runs found out anew.

    layer = length of the sealed content in 8 bytes, sealed content

Most runs find out little, so most of them add a layer and leave the rest of the file alone.
"""

from pathlib import Path

from shopgen.core.disk import Disk
from shopgen.engine.sealed import SEAL_LENGTH, seal, unseal

MOST = 20
"""So many layers lie over the first: each is looked through for what is asked."""

_LENGTH = 8


class Layers:
    """`damaged` tells that one of the layers is not what was sealed; it is left out with those over it.

    A last layer that was cut off, because its writer was, is as if it had never been.
    """

    def __init__(self, disk: Disk, path: Path, *, durable: bool = False) -> None:
        self._disk = disk
        self._path = path
        self._durable = durable
        self._ends: list[int] = []
        self._size = 0
        self.damaged = False

    def read(self) -> list[memoryview]:
        """The contents from the first layer on. Raises OSError, FileNotFoundError where there is no file."""
        try:
            file = memoryview(self._disk.read(self._path))
        except IsADirectoryError:
            self.damaged = True
            return []
        self._size = len(file)
        contents: list[memoryview] = []
        end = 0
        while end < len(file):
            start, end = end + _LENGTH, end + _LENGTH + int.from_bytes(file[end : end + _LENGTH], "little")
            if end > len(file) and contents:
                break
            content = unseal(file[start:end]) if end <= len(file) else None
            if content is None:
                self.damaged = True
                break
            contents.append(content)
            self._ends.append(end)
        self.damaged = self.damaged or not contents
        return contents

    def add(self, content: bytes) -> bool:
        """Lays `content` over the rest. Not done when everything had better be written anew: False."""
        layer = _layer(content)
        is_cut_off = not self._ends or self._size != self._ends[-1]
        is_full = is_cut_off or len(self._ends) > MOST or self._size + len(layer) > 2 * self._ends[0]
        if is_full or self._is_changed():
            return False
        self._disk.append(self._path, layer, durable=self._durable)
        self._size += len(layer)
        self._ends.append(self._size)
        return True

    def replace(self, content: bytes) -> None:
        """Makes `content` all that there is."""
        layer = _layer(content)
        if self.damaged:
            self._disk.remove_tree(self._path)  # it may be a folder
            self.damaged = False
        self._disk.write(self._path, layer, durable=self._durable)
        self._size = len(layer)
        self._ends = [self._size]

    def _is_changed(self) -> bool:
        """Whether somebody else wrote the file since."""
        stamp = self._disk.stamp(self._path)
        return stamp is None or stamp.size != self._size


def _layer(content: bytes) -> bytes:
    return seal(content, (SEAL_LENGTH + len(content)).to_bytes(_LENGTH, "little"))
