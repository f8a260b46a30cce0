"""Files into a folder, each at once."""

import os
from collections.abc import Iterable
from pathlib import Path

from shopgen.core.disk import UNSEEN, Disk, Stamp


class Placing:
    """Below `top`; `folders` are some that are there. Files are replaced, never folders with something in them."""

    def __init__(self, disk: Disk, top: Path, folders: Iterable[str] = ()) -> None:
        self._disk = disk
        self._top = os.fspath(top) + os.sep
        self._folders = set(folders)

    def is_folder(self, path: str) -> bool:
        """Whether a folder is known to lie there."""
        return path in self._folders

    def place(self, path: str, content: bytes) -> Stamp:
        """How the file looks then; UNSEEN when somebody has taken it away already."""
        place, folder = self._top + path, path.rpartition("/")[0]
        if path in self._folders:
            self._disk.remove_empty_folder(place)
        if folder not in self._folders:
            self._disk.make_folder(self._top + folder)
            self._folders.add(folder)
        self._disk.replace(place, content)
        return self._disk.stamp(place) or UNSEEN
