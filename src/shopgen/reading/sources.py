"""The snapshot of a shop's folder: which files there are, and their bytes on demand."""

import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from msgspec import Struct

from shopgen.core.digests import Digest, digest
from shopgen.core.disk import Disk, Entry, Stamp
from shopgen.reading.memory import Memory

SETTINGS = "shop.yaml"
FOLDERS = ("assets", "catalog", "content", "locales", "static", "templates", "themes")
INSTALLED_THEMES = "@themes"

_NEVER_ENTERED = frozenset(("node_modules", "__pycache__"))
_LEFTOVERS = (".swp", ".swo", ".swx", "~", ".tmp.$$$")
_LEFTOVER_NAMES = frozenset((".DS_Store", "Thumbs.db", "desktop.ini"))

# A file written this shortly before it was read may change again without a new time stamp (git's racy rule).
_RACY_NS = 2_000_000_000


class FileRefused(Exception):
    """A file cannot be had. `code` and the message are those of the finding."""

    def __init__(self, code: str, message: str, hint: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.hint = hint


class Sighting(Struct, frozen=True):
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
        self.memory = memory or Memory()
        self._entries = dict(entries)
        self._mounts: dict[str, Path] = {}
        self._last: tuple[str, bytes] = ("", b"")
        self._folders: dict[str, dict[str, str]] = {}

    def mount(self, name: str, folder: Path) -> None:
        """Adds the files below `folder` under the first step `name`, once."""
        if name in self._mounts:
            return
        self._mounts[name] = folder
        for entry in self.disk.walk(folder, _NEVER_ENTERED):
            if not is_ignored(entry.path):
                path = f"{name}/{entry.path}"
                self._entries[path] = Entry(path, entry.stamp, entry.odd)

    def location(self, path: str) -> Path:
        """Where the file with this logical path really lies."""
        first, _, rest = path.partition("/")
        return self._mounts[first] / rest if first in self._mounts else self.root / path

    def __contains__(self, path: str) -> bool:
        return path in self._entries

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def entry(self, path: str) -> Entry | None:
        return self._entries.get(path)

    def below(self, folder: str) -> Iterator[Entry]:
        """The entries in `folder` and its sub-folders, in the order of their paths."""
        prefix = folder + "/"
        return (entry for path, entry in self._entries.items() if path.startswith(prefix))

    def has_folder(self, folder: str) -> bool:
        return next(self.below(folder), None) is not None

    def names_in(self, folder: str) -> Mapping[str, str]:
        """The names of the files directly in `folder`, by their case-folded form."""
        if not self._folders:
            for path in self._entries:
                parent, _, name = path.rpartition("/")
                self._folders.setdefault(parent, {})[name.casefold()] = name
        return self._folders.get(folder, {})

    def read(self, path: str, limit: int) -> bytes:
        """The bytes of a file of at most `limit` bytes. Raises FileRefused; an odd file is never opened."""
        if self._last[0] == path:
            return self._last[1]
        entry = self._entries.get(path)
        if entry is None:
            raise FileRefused("file-unreadable", f"there is no file `{path}`", "")
        if entry.odd:
            raise FileRefused("file-unreadable", f"this is {entry.odd}", "put an ordinary file there, or remove it")
        if entry.stamp.size > limit:
            size = f"the file has {entry.stamp.size:,} bytes; the limit is {limit:,}"
            raise FileRefused("file-too-large", size, "make the file smaller, or split it")
        try:
            return self.disk.read(self.location(path))
        except OSError as error:
            reason = error.strerror or "it cannot be opened"
            message = f"the file cannot be read: {reason.lower()}"
            raise FileRefused("file-unreadable", message, "check that it is there and may be read") from None

    def digest(self, path: str, limit: int) -> Digest:
        """The digest of a file's bytes; from memory when its stamp is old and the same. Raises as `read`."""
        entry = self._entries.get(path)
        key = ("seen", path)
        seen = self.memory.get(key)
        if entry is not None and seen is not None and seen.stamp == entry.stamp:
            return str(seen.digest)
        content = self.read(path, limit)
        found = digest(content)
        self._last = (path, content)
        if entry is not None and max(entry.stamp.mtime_ns, entry.stamp.ctime_ns) < time.time_ns() - _RACY_NS:
            self.memory.put(key, Sighting(entry.stamp, found))
        return found


def scan(disk: Disk, root: Path, skip: frozenset[str] = frozenset()) -> Sources:
    """What lies in the shop at `root`: `shop.yaml` and the folders that hold a shop's parts, but those in `skip`."""
    entries: dict[str, Entry] = {}
    settings = disk.stamp(root / SETTINGS)
    if settings is not None:
        odd = "" if (root / SETTINGS).is_file() else "not an ordinary file"
        entries[SETTINGS] = Entry(SETTINGS, settings, odd)
    for folder in FOLDERS:
        if folder in skip:
            continue
        for entry in disk.walk(root / folder, _NEVER_ENTERED):
            path = f"{folder}/{entry.path}"
            if not is_ignored(path):
                entries[path] = Entry(path, entry.stamp, entry.odd)
    return Sources(disk, root, entries)


def is_ignored(path: str) -> bool:
    """Whether a file is hidden or an editor's leftover. `static/` is not asked: it says what it leaves out."""
    if path.startswith("static/"):
        return False
    name = path.rpartition("/")[2]
    if path.startswith(".") or "/." in path or name in _LEFTOVER_NAMES:
        return True
    return name.endswith(_LEFTOVERS) or (name.startswith("#") and name.endswith("#"))
