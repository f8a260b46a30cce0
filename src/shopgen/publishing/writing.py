"""Files from the store into a folder, each at once; very many of them by other processes."""

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing, suppress
from functools import cache, partial
from itertools import chain
from pathlib import Path

import msgspec

from shopgen.core.digests import Digest
from shopgen.core.disk import Disk, Stamp
from shopgen.core.failures import EnvironmentFailure
from shopgen.engine.aside import done_aside
from shopgen.engine.tickets import in_shares

WORTH_PROCESSES = 2000
"""So many files pay for other processes that write them."""

_PROCESSES = 2
"""More would wait for one another: the system changes a folder for one of them at a time."""

_TOGETHER = 50
"""So many files are written before a process looks what is left."""

Read = Callable[[Digest], bytes | None]
_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(dict[str, Stamp]).decode


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
            self._write_each(paths)
            return
        try:
            self._write_together(paths)
        except BaseException:
            with suppress(OSError):
                self._disk.sweep(Path(self._top))  # who was at work was ended at once
            raise

    def _write_together(self, paths: Sequence[str]) -> None:
        batches = [paths[first : first + _TOGETHER] for first in range(0, len(paths), _TOGETHER)]
        with closing(in_shares([1] * len(batches), _PROCESSES)) as tickets:
            drawn = [(batches[number] for number in tickets.drawn(process)) for process in range(_PROCESSES)]
            mine, *others = map(chain.from_iterable, drawn)
            with done_aside([partial(self._written, share) for share in others]) as answers:
                self.meanwhile()
                self._write_each(mine)
                for answer in filter(None, answers()):
                    self.stamps |= _decode(answer)
        self._write_each([path for path in paths if path not in self.stamps])  # what somebody drew who died

    def _written(self, paths: Iterable[str]) -> bytes:
        self.stamps = {}
        self._write_each(paths)
        return _encode(self.stamps)

    def _write_each(self, paths: Iterable[str]) -> None:
        for path in paths:
            stamp = self._write(path)
            if stamp is not None:
                self.stamps[path] = stamp

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
