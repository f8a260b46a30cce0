"""Files and folders that are known by name: how they looked, and whether they still do, as several processes tell."""

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from functools import partial
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from msgspec import Struct

from shopgen.core.disk import Stamp
from shopgen.engine.aside import Question, asked_aside
from shopgen.engine.sights import FOLDER_BYTES, STAMP_BYTES, Stat, apart, joined, packed, stamps_of
from shopgen.engine.tickets import Tickets

_SHARE = 250
"""So many names are looked at by whoever has time, one after the other."""


class Stamped(Struct, frozen=True, array_like=True):
    """Names below one folder, and the stamps of what bears them: those of the files, then those of the folders."""

    files: str
    folders: str
    stamps: bytes

    def again(self, top: Path, files: Mapping[str, Stamp]) -> "Stamped":
        """The same after `files` were written, which had been there before, and the folders that they lie in."""
        stamps = bytearray(self.stamps)
        behind = self.files.count("\0") * STAMP_BYTES
        with _below(top) as stat:
            for path, stamp in files.items():
                _put(stamps, _place(path, self.files) * STAMP_BYTES, _packed([stamp]))
            for name in {path.rpartition("/")[0] for path in files}:
                place = behind + _place(name, self.folders) * FOLDER_BYTES
                _put(stamps, place, stamps_of((), [name or "."], stat))
        return Stamped(self.files, self.folders, bytes(stamps))


class _Share(NamedTuple):
    files: Sequence[str]
    folders: Sequence[str]
    stamps: bytes


def stamped(top: Path, files: Mapping[str, Stamp], folders: Iterable[str]) -> Stamped:
    """What bears these names below `top`; the `files` as they were seen, so that whatever happened since then shows."""
    names = list(folders)
    with _below(top) as stat:
        stamps = _packed(files.values()) + stamps_of((), [name or "." for name in names], stat)
    return Stamped(joined(files), joined(names), stamps)


@contextmanager
def looked_at(before: Stamped, top: Path) -> Iterator[Question]:
    """Has another process look whether all is as it was; gives a function that helps, and knows in the end.

    It raises OSError for what is not there, and Doubt.
    """
    shares = list(_shares(before))
    tickets = Tickets([range(len(shares))], [1] * len(shares))

    def is_same() -> bool:
        with _below(top) as stat:
            drawn = (shares[number] for number in tickets.drawn(0))
            return all(stamps_of(share.files, share.folders, stat) == share.stamps for share in drawn)

    with closing(tickets), asked_aside(is_same) as is_rest_same:
        yield lambda: is_same() and is_rest_same()


def _shares(before: Stamped) -> Iterator[_Share]:
    files, folders = apart(before.files), [name or "." for name in apart(before.folders)]
    behind = len(files) * STAMP_BYTES
    theirs, rest = before.stamps[:behind], before.stamps[behind:]
    for at in range(0, len(files), _SHARE):
        yield _Share(files[at : at + _SHARE], (), theirs[at * STAMP_BYTES : (at + _SHARE) * STAMP_BYTES])
    for at in range(0, len(folders), _SHARE):
        yield _Share((), folders[at : at + _SHARE], rest[at * FOLDER_BYTES : (at + _SHARE) * FOLDER_BYTES])


@contextmanager
def _below(top: Path) -> Iterator[Stat]:
    """`os.stat` for names below a folder, which the system need not find again for each of them if it knows how."""
    if os.stat not in os.supports_dir_fd:
        yield lambda name: (top / name).stat()
        return
    folder = os.open(top, os.O_RDONLY)
    try:
        yield partial(os.stat, dir_fd=folder)
    finally:
        os.close(folder)


def _packed(stamps: Iterable[Stamp]) -> bytes:
    numbers = ((stamp.size, stamp.mtime_ns, stamp.ctime_ns, stamp.inode) for stamp in stamps)
    return packed(chain.from_iterable(numbers))


def _place(name: str, names: str) -> int:
    """The number of a name among those that are joined."""
    return names.count("\0", 0, f"\0{names}".index(f"\0{name}\0"))


def _put(stamps: bytearray, place: int, content: bytes) -> None:
    stamps[place : place + len(content)] = content
