"""The snapshot of a shop's folder: which files there are, and their bytes on demand."""

import os
import time
from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from msgspec import Struct

from shopgen.core.digests import Digest, digest
from shopgen.core.disk import TEMPORARY_PREFIX, Disk, Entry, Stamp
from shopgen.core.layout import FOLDERS, SETTINGS
from shopgen.core.paths import PathRefused, inside
from shopgen.engine.sights import RACY_NS, Sight, apart, stamps_in
from shopgen.reading.memory import Memory

INSTALLED_THEMES = "@themes"
_TOP = frozenset(FOLDERS)
_OURS = tuple(f"{name}/" for name in FOLDERS)

NEVER_ENTERED = frozenset(("node_modules", "__pycache__"))
_WAITING = 4_000_000
"""So many bytes of files, and those of the last one, wait for somebody who read them for their digest."""

_LEFTOVERS = (".swp", ".swo", ".swx", "~", ".tmp.$$$")
_LEFTOVER_NAMES = frozenset((".DS_Store", "Thumbs.db", "desktop.ini"))


class FileRefused(Exception):
    """A file cannot be had. `code` and the message are those of the finding."""

    def __init__(self, code: str, message: str, hint: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.hint = hint


class Sighting(Struct, frozen=True, array_like=True):
    """The digest that a file had when it carried `stamp`."""

    stamp: Stamp
    digest: Digest


class Sources:
    """Files by logical path: relative to the shop's folder, or below `@themes/` for installed themes.

    The listing is that of the moment of `scan`; bytes are read when they are asked for.
    """

    def __init__(self, disk: Disk, root: Path, entries: Mapping[str, Entry], memory: Memory | None = None) -> None:
        self.disk = disk
        self.root = root
        self.memory = Memory() if memory is None else memory
        self._entries = dict(entries)
        self._folder = str(root)
        self._mounts: dict[str, str] = {}
        self.taken_ns = time.time_ns()
        self.young: dict[str, Digest] = {}
        """The digests of files that were read so soon after they were written that their stamps prove nothing."""
        self._just_read: dict[str, bytes] = {}
        self._waiting = 0
        self._sorted: list[str] = []
        self._folders: dict[str, dict[str, str]] = {}

    def looked_at_again(self, paths: Collection[str]) -> "Sources | None":
        """The same snapshot, but for how the files at `paths` are now; None when one is no ordinary file there."""
        entries = dict(self._entries)
        for path in paths:
            stamp = self.disk.stamp(self.location(path)) if _is_ordinary(self.root, path) else None
            if stamp is None:
                return None
            entries[path] = Entry(path, stamp)
        again = Sources(self.disk, self.root, entries, self.memory)
        again._mounts = self._mounts
        again.taken_ns = self.taken_ns
        again.young = {path: name for path, name in self.young.items() if path not in set(paths)}
        if len(entries) == len(self._entries):
            again._sorted, again._folders = self._sorted, self._folders
        return again

    def mount(self, name: str, folder: Path) -> None:
        """Adds the files below `folder` under the first step `name`, once."""
        if name in self._mounts:
            return
        self._mounts[name] = str(folder)
        self._sorted, self._folders = [], {}
        for entry in self.disk.walk(folder, NEVER_ENTERED):
            if not is_ignored(entry.path):
                path = f"{name}/{entry.path}"
                self._entries[path] = Entry(path, entry.stamp, entry.odd)

    def location(self, path: str) -> Path:
        """Where the file with this logical path really lies."""
        return Path(self._location(path))

    def _location(self, path: str) -> str:
        first, _, rest = path.partition("/")
        return f"{self._mounts[first]}/{rest}" if first in self._mounts else f"{self._folder}/{path}"

    def __contains__(self, path: str) -> bool:
        return path in self._entries

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)

    @property
    def has_aliases(self) -> bool:
        """Whether a file lies here under two names, by a link: whoever changes one changes the other."""
        inodes = [entry.stamp.inode for entry in self._entries.values() if entry.stamp.inode]
        return len(set(inodes)) < len(inodes)

    def entry(self, path: str) -> Entry | None:
        return self._entries.get(path)

    def below(self, folder: str) -> Iterator[Entry]:
        """The entries in `folder` and its sub-folders, in the order of their paths."""
        if not self._sorted:
            self._sorted = sorted(self._entries)
        first, behind = bisect_left(self._sorted, f"{folder}/"), bisect_left(self._sorted, f"{folder}0")  # 0 follows /
        return (self._entries[path] for path in self._sorted[first:behind])

    def names_in(self, folder: str) -> Mapping[str, str]:
        """The names of the files directly in `folder`, by their case-folded form."""
        if not self._folders:
            for path in self._entries:
                parent, _, name = path.rpartition("/")
                self._folders.setdefault(parent, {})[name.casefold()] = name
        return self._folders.get(folder, {})

    def read(self, path: str, limit: int) -> bytes:
        """The bytes of a file of at most `limit` bytes. Raises FileRefused; an odd file is never opened."""
        content = self._just_read.pop(path, None)
        if content is not None:
            self._waiting -= len(content)
            return content
        content, told = self._opened(path, limit), self._told(path)
        if told is not None and digest(content) != told:  # what comes of it would be remembered as what came of another
            raise FileRefused("file-unreadable", "the file was changed while the shop was read", "run again")
        return content

    def _opened(self, path: str, limit: int) -> bytes:
        """The bytes as they are now. Raises as `read`."""
        entry = self._entries.get(path)
        if entry is None:
            raise FileRefused("file-unreadable", f"there is no file `{path}`", "")
        if entry.odd:
            raise FileRefused("file-unreadable", f"this is {entry.odd}", "put an ordinary file there, or remove it")
        if entry.stamp.size > limit:
            size = f"the file has {entry.stamp.size:,} bytes; the limit is {limit:,}"
            raise FileRefused("file-too-large", size, "make the file smaller, or split it")
        try:
            return self.disk.read(self._location(path))
        except OSError as error:
            reason = error.strerror or "it cannot be opened"
            message = f"the file cannot be read: {reason.lower()}"
            raise FileRefused("file-unreadable", message, "check that it is there and may be read") from None

    def _told(self, path: str) -> Digest | None:
        """The digest of a file, when that is known of the file as it was listed."""
        entry, seen = self._entries.get(path), self.memory.get(("seen", path))
        if entry is not None and seen is not None and seen.stamp == entry.stamp:
            return str(seen.digest)
        return self.young.get(path)

    def digest(self, path: str, limit: int) -> Digest:
        """The digest of a file's bytes; from memory when its stamp is old and the same. Raises as `read`."""
        told = self._told(path)
        if told is not None:
            return told
        content = self._opened(path, limit)
        found = digest(content)
        if self._waiting + len(content) > _WAITING:
            self._just_read.clear()
            self._waiting = 0
        self._just_read[path] = content
        self._waiting += len(content)
        entry = self._entries.get(path)
        if entry is not None and max(entry.stamp.mtime_ns, entry.stamp.ctime_ns) < time.time_ns() - RACY_NS:
            self.memory.put(("seen", path), Sighting(entry.stamp, found))
        else:
            self.young[path] = found
        return found


def scan(disk: Disk, root: Path, skip: frozenset[str] = frozenset()) -> Sources:
    """What lies in the shop at `root`: `shop.yaml` and the folders that hold a shop's parts, but those in `skip`."""
    entries: dict[str, Entry] = {}
    for name in (SETTINGS, *FOLDERS):
        stamp = disk.stamp(root / name)
        odd = "" if stamp is None else _oddity(root, name)
        if stamp is not None and (odd or name == SETTINGS):
            entries[name] = Entry(name, stamp, odd)
        elif stamp is not None and name not in skip:
            entries |= _walked(disk, root, name)
    return Sources(disk, root, entries)


def as_seen(disk: Disk, root: Path, sight: Sight) -> Sources | None:
    """What `scan` finds where all looks like `sight`, without looking again; None when that cannot tell."""
    text = f"\0{sight.files}".replace(f"\0{root}{os.sep}", "\0").replace(os.sep, "/")[1:]
    paths = apart(text)
    if f"/{TEMPORARY_PREFIX}" in text or not _TOP.isdisjoint(paths) or not _is_unicode(text):
        return None
    entries = {
        path: Entry(path, Stamp(*stamp))
        for path, stamp in zip(paths, stamps_in(sight), strict=True)
        if path == SETTINGS or (path.startswith(_OURS) and not is_ignored(path))
    }
    return Sources(disk, root, entries)


def _is_unicode(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _oddity(root: Path, name: str) -> str:
    """Why what lies at the top of the shop is not what it should be, in words; nothing when it is."""
    try:
        real = inside(root, name)
    except PathRefused:
        return "a symbolic link that leads out of the shop"
    except (OSError, RuntimeError):  # Python 3.13 and 3.11
        return "a symbolic link in a circle"
    if name == SETTINGS:
        return "" if real.is_file() else "not an ordinary file"
    return "" if real.is_dir() else "not a folder"


def _is_ordinary(root: Path, path: str) -> bool:
    """Whether a file lies at `path` of which a walk through the folder at its top would say nothing odd."""
    top, _, rest = path.partition("/")
    try:
        return inside(root / top, rest).is_file()
    except (PathRefused, OSError, RuntimeError):
        return False


def _walked(disk: Disk, root: Path, folder: str) -> dict[str, Entry]:
    entries = {}
    for entry in disk.walk(root / folder, NEVER_ENTERED):
        path = folder if entry.path == "." else f"{folder}/{entry.path}"
        if not is_ignored(path):
            entries[path] = Entry(path, entry.stamp, entry.odd)
    return entries


def is_ignored(path: str) -> bool:
    """Whether a file is hidden or an editor's leftover. `static/` is not asked: it says what it leaves out."""
    if path.startswith("static/"):
        return False
    name = path.rpartition("/")[2]
    if path.startswith(".") or "/." in path or name in _LEFTOVER_NAMES:
        return True
    return name.endswith(_LEFTOVERS) or (name.startswith("#") and name.endswith("#"))
