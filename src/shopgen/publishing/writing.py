"""Files from the store into a folder, each at once; very many of them by other processes."""

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache, partial
from pathlib import Path

import msgspec

from shopgen.core.digests import Digest
from shopgen.core.disk import Disk, Stamp
from shopgen.core.failures import EnvironmentFailure
from shopgen.engine.aside import done_aside

WORTH_PROCESSES = 2000
"""So many files pay for other processes that write them."""

_PROCESSES = 2
"""More would wait for one another: the system changes a folder for one of them at a time."""

Read = Callable[[Digest], bytes | None]
_Stamps = list[Stamp | None]
_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(_Stamps).decode


class Writer:
    """Writes below `top` what `names` says; `folders` are some that are there. Files are replaced, never folders.

    `stamps` is how each file looked when it had been written, and `size` how many bytes they have together.
    `meanwhile` is done once: while others write, or when somebody asks for it.
    """

    def __init__(
        self,
        disk: Disk,
        top: Path,
        names: Mapping[str, Digest],
        read: Read,
        folders: Iterable[str],
        meanwhile: Callable[[], object] = bool,
    ) -> None:
        self.meanwhile = cache(meanwhile)
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
        shares = [paths[first::_PROCESSES] for first in range(_PROCESSES)]
        with done_aside([partial(self._written, share) for share in shares]) as answers:
            self.meanwhile()
            for share, answer in zip(shares, answers(), strict=True):
                self._note(share, self._write_each(share) if answer is None else _decode(answer))

    def _written(self, paths: Iterable[str]) -> bytes:
        return _encode(self._write_each(paths))

    def _note(self, paths: Sequence[str], stamps: Sequence[Stamp | None]) -> None:
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
