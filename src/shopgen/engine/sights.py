"""What `stat` says of many files at once: to tell in a moment that nobody touched any of them.

Nothing here says that two files are equal. Equal sights mean that the same files lie at the same places and that no
stamp has moved; a file so young that it could change again without moving its stamp is known by its content as well.
"""

import os
import time
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from operator import attrgetter
from pathlib import Path
from stat import S_ISDIR, S_ISREG

from msgspec import Struct

from shopgen.core.digests import Digest, digest
from shopgen.core.opened import READING

RACY_NS = 2_000_000_000
"""A file written this shortly before it was read may change again without a new time stamp (git's racy rule)."""

LONGEST = 50_000_000
"""Young files with more bytes are not compared by content."""

STAMP_BYTES = 32
"""So long is the packed stamp of a file: size, two times and the inode."""

FOLDER_BYTES = 24
"""That of a folder has no size."""

Stat = Callable[[str], os.stat_result]

_by_name = attrgetter("name")


def joined(names: Iterable[str]) -> str:
    """Names in one text, which is kept and compared much faster than many; none of them has a NUL in it."""
    return "\0".join((*names, ""))


def apart(names: str) -> list[str]:
    """The names that were joined."""
    return names.split("\0")[:-1]


class Doubt(Exception):
    """Something lies there that stamps alone cannot tell from something else: a symbolic link, a pipe, a device."""


class Sight(Struct, frozen=True, array_like=True):
    """What lay at some places: the folders and files, joined; the files' packed stamps, the digests of `young` ones."""

    folders: str
    files: str
    stamps: bytes
    young: dict[str, Digest]

    def __len__(self) -> int:
        """How many files there are."""
        return len(self.stamps) // STAMP_BYTES

    @property
    def name(self) -> Digest:
        """A digest of all names and stamps."""
        return digest(f"{self.folders}\0{self.files}".encode(errors="surrogateescape") + self.stamps)


class Again(Struct, frozen=True):
    """A second look at the same places, and the files that are not as they were."""

    sight: Sight
    changed: tuple[str, ...]


def look(places: Iterable[Path], skip: frozenset[str]) -> Sight:
    """All files at and below `places`, without folders whose names are in `skip`. Raises Doubt and OSError."""
    sight, young = _seen(places, skip)
    return Sight(sight.folders, sight.files, sight.stamps, {path: _content(path) for path in young})


def look_again(before: Sight, places: Iterable[Path], skip: frozenset[str]) -> Again | None:
    """What is seen now; None when a name came or went. Opens nothing but what was young then and what changed."""
    sight, young = _seen(places, skip)
    if sight.files != before.files or sight.folders != before.folders:
        return None
    changed = dict.fromkeys(_restamped(before, sight))
    changed |= dict.fromkeys(path for path, name in before.young.items() if _content(path) != name)
    known = {path: before.young[path] for path in young if path in before.young and path not in changed}
    known |= {path: _content(path) for path in young if path in changed}
    return Again(Sight(sight.folders, sight.files, sight.stamps, known), tuple(changed))


def _restamped(before: Sight, now: Sight) -> Iterator[str]:
    if before.stamps == now.stamps:
        return
    for number, path in enumerate(apart(now.files)):
        place = slice(number * STAMP_BYTES, (number + 1) * STAMP_BYTES)
        if before.stamps[place] != now.stamps[place]:
            yield path


def _content(path: str) -> Digest:
    """The digest of a file that is young; Doubt of one so long that waiting until it is old costs less."""
    with os.fdopen(os.open(path, READING), "rb") as file:
        content = file.read(LONGEST + 1)
    if len(content) > LONGEST:
        raise Doubt(path)
    return digest(content)


def _seen(places: Iterable[Path], skip: frozenset[str]) -> tuple[Sight, list[str]]:
    """Names and stamps, and the paths of files that are young."""
    trusted = time.time_ns() - RACY_NS
    folders: list[str] = []
    files: list[str] = []
    numbers: list[int] = []
    young: list[str] = []
    for place in places:
        _enter(place, skip, folders, files, numbers, trusted, young)
    return Sight(joined(folders), joined(files), packed(numbers), {}), young


def _enter(
    place: Path,
    skip: frozenset[str],
    folders: list[str],
    files: list[str],
    numbers: list[int],
    trusted: int,
    young: list[str],
) -> None:
    try:
        status = place.lstat()
    except FileNotFoundError:
        return
    if S_ISDIR(status.st_mode):
        _walk(str(place), skip, folders, files, numbers, trusted, young)
        return
    if not S_ISREG(status.st_mode):
        raise Doubt(place)
    files.append(str(place))
    numbers += (status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)
    if max(status.st_mtime_ns, status.st_ctime_ns) >= trusted:
        young.append(str(place))


def _walk(
    folder: str,
    skip: frozenset[str],
    entered: list[str],
    files: list[str],
    numbers: list[int],
    trusted: int,
    young: list[str],
) -> None:
    """A tight loop over what may be ten thousand files; the order is that of the names."""
    folders = [folder]
    while folders:
        folder = folders.pop()
        entered.append(folder)
        with _entries(folder) as entries:
            for entry in entries:
                path = f"{folder}{os.sep}{entry.name}"
                if not entry.is_file(follow_symlinks=False):
                    if not entry.is_dir(follow_symlinks=False):
                        raise Doubt(path)
                    if entry.name not in skip:
                        folders.append(path)
                    continue
                status = entry.stat(follow_symlinks=False)
                changed, moved = status.st_mtime_ns, status.st_ctime_ns
                files.append(path)
                numbers += (status.st_size, changed, moved, status.st_ino)
                if changed >= trusted or moved >= trusted:
                    young.append(path)


@contextmanager
def _entries(folder: str) -> Iterator[list[os.DirEntry[str]]]:
    """What lies in a folder, by name. Looking at it begins there: the system need not find the folder once more."""
    if os.scandir not in os.supports_fd:
        with os.scandir(folder) as found:
            yield sorted(found, key=_by_name)
        return
    opened = os.open(folder, os.O_RDONLY)
    try:
        with os.scandir(opened) as found:
            yield sorted(found, key=_by_name)
    finally:
        os.close(opened)


def stamps_in(sight: Sight) -> Iterator[tuple[int, int, int, int]]:
    """Size, two times and inode of each file."""
    numbers = iter(array("q", sight.stamps))
    return zip(numbers, numbers, numbers, numbers, strict=True)


def stamps_of(files: Sequence[str], folders: Sequence[str], stat: Stat = os.stat) -> bytes:
    """The stamps of files and folders that are known by name, one behind the other. Raises OSError, Doubt.

    A folder's time tells that a name in it came or went, so that nobody has to list it.
    """
    numbers: list[int] = []
    for path in files:
        status = stat(path)
        numbers += (status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)
    for path in folders:
        status = stat(path)
        numbers += (status.st_mtime_ns, status.st_ctime_ns, status.st_ino)
    return packed(numbers)


def packed(numbers: Iterable[int]) -> bytes:
    """Numbers of stamps as bytes. Raises Doubt."""
    try:
        return array("q", numbers).tobytes()
    except OverflowError:  # inodes of some file systems are longer
        raise Doubt("inodes of more than 63 bits") from None
