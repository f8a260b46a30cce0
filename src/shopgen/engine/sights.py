"""What `stat` says of many files at once: to tell in a moment that nobody touched any of them.

Nothing here says that two files are equal. Equal sights mean that the same files lie at the same places and that no
stamp has moved; a file so young that it could change again without moving its stamp is known by its content as well.
"""

import os
import time
from array import array
from collections.abc import Iterable, Sequence
from operator import attrgetter
from pathlib import Path
from stat import S_ISDIR, S_ISREG

from msgspec import Struct

from shopgen.core.digests import Digest, digest

RACY_NS = 2_000_000_000
"""A file written this shortly before it was read may change again without a new time stamp (git's racy rule)."""

LONGEST = 50_000_000
"""Young files with more bytes are not compared by content."""

STAMP_BYTES = 32
"""So long is the packed stamp of a file: size, two times and the inode."""

_by_name = attrgetter("name")


class Doubt(Exception):
    """Something lies there that stamps alone cannot tell from something else: a symbolic link, a pipe, a device."""


class Sight(Struct, frozen=True, array_like=True):
    """What lay at some places: a digest of all names and stamps, and the digests of the contents of `young` files."""

    stamps: Digest
    young: dict[str, Digest]


def look(places: Iterable[Path], skip: frozenset[str]) -> Sight:
    """All files at and below `places`, without folders whose names are in `skip`. Raises Doubt and OSError."""
    stamps, young = _stamped(places, skip)
    return Sight(stamps, {path: _content(path) for path in young})


def look_again(before: Sight, places: Iterable[Path], skip: frozenset[str]) -> Sight | None:
    """What is seen now, when it is the same as `before`; else None. Opens nothing but what was young then."""
    stamps, young = _stamped(places, skip)
    if stamps != before.stamps or any(_content(path) != name for path, name in before.young.items()):
        return None
    return Sight(stamps, {path: before.young[path] for path in young if path in before.young})


def _content(path: str) -> Digest:
    """The digest of a file that is young; Doubt of one so long that waiting until it is old costs less."""
    with Path(path).open("rb") as file:
        content = file.read(LONGEST + 1)
    if len(content) > LONGEST:
        raise Doubt(path)
    return digest(content)


def _stamped(places: Iterable[Path], skip: frozenset[str]) -> tuple[Digest, list[str]]:
    """The digest of names and stamps, and the paths of files that are young."""
    trusted = time.time_ns() - RACY_NS
    paths: list[str] = []
    numbers: list[int] = []
    young: list[str] = []
    for place in places:
        _enter(place, skip, paths, numbers, trusted, young)
    return digest("\0".join(paths).encode(errors="surrogateescape") + packed(numbers)), young


def _enter(
    place: Path, skip: frozenset[str], paths: list[str], numbers: list[int], trusted: int, young: list[str]
) -> None:
    try:
        status = place.lstat()
    except FileNotFoundError:
        return
    if S_ISDIR(status.st_mode):
        _walk(str(place), skip, paths, numbers, trusted, young)
        return
    if not S_ISREG(status.st_mode):
        raise Doubt(place)
    paths.append(str(place))
    numbers += (status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)
    if max(status.st_mtime_ns, status.st_ctime_ns) >= trusted:
        young.append(str(place))


def _walk(
    folder: str, skip: frozenset[str], paths: list[str], numbers: list[int], trusted: int, young: list[str]
) -> None:
    """A tight loop over what may be ten thousand files; the order is that of the names."""
    folders = [folder]
    while folders:
        folder = folders.pop()
        paths.append(folder)
        with os.scandir(folder) as found:
            entries = sorted(found, key=_by_name)
        for entry in entries:
            if entry.is_symlink():
                raise Doubt(entry.path)
            if entry.is_dir():
                if entry.name not in skip:
                    folders.append(entry.path)
                continue
            if not entry.is_file():
                raise Doubt(entry.path)
            status = entry.stat()
            changed, moved = status.st_mtime_ns, status.st_ctime_ns
            paths.append(entry.path)
            numbers += (status.st_size, changed, moved, status.st_ino)
            if changed >= trusted or moved >= trusted:
                young.append(entry.path)


def stamps_of(files: Sequence[str], folders: Sequence[str]) -> bytes:
    """The stamps of files and folders that are known by name, one behind the other. Raises OSError, Doubt.

    A folder's time tells that a name in it came or went, so that nobody has to list it.
    """
    numbers: list[int] = []
    stat = os.stat
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
