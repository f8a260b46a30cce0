"""Files from the store into a folder, each at once; very many of them by two processes."""

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

import msgspec

from shopgen.core.digests import Digest
from shopgen.core.disk import Disk, Stamp
from shopgen.core.failures import EnvironmentFailure
from shopgen.engine.aside import done_aside

WORTH_PROCESSES = 2000
"""So many files pay for a second process that writes half of them."""

Read = Callable[[Digest], bytes | None]
_Stamps = list[Stamp | None]


class Writer:
    """Writes below `top` what `names` says; `folders` are some that are there. Files are replaced, never folders.

    `stamps` is how each file looked when it had been written, and `size` how many bytes they have together.
    """

    def __init__(
        self, disk: Disk, top: Path, names: Mapping[str, Digest], read: Read, folders: Iterable[str] = ()
    ) -> None:
        self.stamps: dict[str, Stamp] = {}
        self._disk = disk
        self._top = os.fspath(top) + os.sep
        self._names = names
        self._read = read
        self._folders = set(folders)

    @property
    def size(self) -> int:
        return sum(stamp.size for stamp in self.stamps.values())

    def write(self, paths: Sequence[str]) -> None:
        """Writes files of which none refers to another; raises EnvironmentFailure when one is lost."""
        if len(paths) < WORTH_PROCESSES:
            self._note(paths, self._write_each(paths))
            return
        mine, others = paths[::2], paths[1::2]
        with done_aside([lambda: msgspec.msgpack.encode(self._write_each(others))]) as answers:
            self._note(mine, self._write_each(mine))
            (answer,) = answers()
        stamps = self._write_each(others) if answer is None else msgspec.msgpack.decode(answer, type=_Stamps)
        self._note(others, stamps)

    def _note(self, paths: Sequence[str], stamps: _Stamps) -> None:
        self.stamps |= {path: stamp for path, stamp in zip(paths, stamps, strict=True) if stamp is not None}

    def _write_each(self, paths: Iterable[str]) -> _Stamps:
        return [self._write(path) for path in paths]

    def _write(self, path: str) -> Stamp | None:
        content = self._read(self._names[path])
        if content is None:
            raise EnvironmentFailure(f"the finished `{path}` is no longer in the cache", "build again")
        place, folder = self._top + path, path.rpartition("/")[0]
        if path in self._folders:
            self._disk.remove_empty_folder(place)
        if folder not in self._folders:
            self._disk.make_folder(self._top + folder)
            self._folders.add(folder)
        self._disk.replace(place, content)
        return self._disk.stamp(place)
