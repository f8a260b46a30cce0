"""A finished build into a folder that a web server may be reading all the while.

What is there is compared first; then new assets are written, then the pages that need them, then what lists the pages,
and only then is anything deleted. A list of the files that are shopgen's own lies in the folder itself, and is written
before the first of them: nothing else is ever overwritten or deleted.
"""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import msgspec
from msgspec import Struct

from shopgen.core.digests import Digest, digest
from shopgen.core.disk import TEMPORARY_PREFIX, Disk, Stamp
from shopgen.core.failures import EnvironmentFailure, UsageFailure
from shopgen.engine.run import Manifest, Output
from shopgen.publishing.order import rank

MANIFEST = ".shopgen-manifest.json"


class Published(Struct, frozen=True):
    """What publishing did to the folder; paths are relative to it."""

    written: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    foreign: tuple[str, ...] = ()
    bytes_written: int = 0


class Listing(Struct, frozen=True):
    """The folder's own list of what shopgen made. Not complete: a run is under way, or was cut off."""

    files: Mapping[str, Digest]
    complete: bool = True


class Sighting(Struct, frozen=True):
    """The content that a file had when it carried `stamp`."""

    digest: Digest
    stamp: Stamp


class Folder:
    """`stamps` is a file outside the folder that remembers what `stat` said, so that unchanged files are not read."""

    def __init__(self, disk: Disk, path: Path, stamps: Path) -> None:
        self._disk = disk
        self._path = path
        self._stamps = stamps

    def listing(self) -> Listing | None:
        """None when shopgen never published here."""
        try:
            return msgspec.json.decode(self._disk.read(self._path / MANIFEST), type=Listing)
        except (FileNotFoundError, NotADirectoryError):
            return None
        except msgspec.DecodeError:
            return Listing({}, complete=False)

    def publish(self, manifest: Manifest, read: Callable[[Digest], bytes | None]) -> Published:
        """Makes the folder hold exactly `manifest`, next to whatever is not shopgen's.

        Raises UsageFailure, before anything is written, when a file that shopgen did not make is in the way.
        """
        wanted = {path: output for path, output in manifest.items() if output.root == "site"}
        before = self.listing() or Listing({})
        present = {entry.path: entry.stamp for entry in self._disk.walk(self._path)}
        seen = self._remembered()
        self._refuse_overwriting(wanted, before.files, present)
        stale = [path for path in wanted if not self._holds(path, wanted[path].digest, present, seen)]
        gone = [path for path in before.files if path not in wanted and path in present]
        after = Listing({path: wanted[path].digest for path in sorted(wanted)})
        if stale or gone or before != after:
            self._begin(before, after)
            size = self._write(sorted(stale, key=rank), wanted, read, seen)
            self._remove(gone)
            self._disk.write(self._path / MANIFEST, _encode(after), durable=True)
        else:
            size = 0
        self._remember(wanted, seen)
        foreign = sorted(
            path for path in present if path not in wanted and path not in before.files and path != MANIFEST
        )
        return Published(tuple(sorted(stale)), tuple(sorted(gone)), tuple(foreign), size)

    def clean(self) -> tuple[str, ...]:
        """Removes everything that shopgen made here, and nothing else; the paths removed."""
        before = self.listing()
        if before is None:
            return ()
        present = {entry.path for entry in self._disk.walk(self._path)}
        gone = sorted(path for path in before.files if path in present)
        self._remove(gone)
        self._disk.remove(self._path / MANIFEST)
        self._disk.remove_empty_folder(self._path)
        return tuple(gone)

    def _refuse_overwriting(
        self, wanted: Iterable[str], ours: Mapping[str, Digest], present: Mapping[str, Stamp]
    ) -> None:
        for path in wanted:
            if path in present and path not in ours:
                raise UsageFailure(
                    f"`{self._path / path}` was not made by shopgen and is in the way of a page",
                    "move it to `static/`, or choose another folder with `--destination`",
                )

    def _holds(self, path: str, name: Digest, present: Mapping[str, Stamp], seen: dict[str, Sighting]) -> bool:
        """Whether the file at `path` has the content `name`; notes what it found."""
        stamp = present.get(path)
        if stamp is None:
            return False
        known = seen.get(path)
        if known is None or known.stamp != stamp:
            known = seen[path] = Sighting(digest(self._disk.read(self._path / path)), stamp)
        return known.digest == name

    def _begin(self, before: Listing, after: Listing) -> None:
        """Owns every file before it is written, so that a run that is cut off leaves nothing unknown behind."""
        for leftover in self._path.rglob(f"{TEMPORARY_PREFIX}*"):
            if leftover.name != MANIFEST and leftover.is_file():
                self._disk.remove(leftover)
        both = Listing({**before.files, **after.files}, complete=False)
        self._disk.write(self._path / MANIFEST, _encode(both), durable=True)

    def _write(
        self,
        paths: Iterable[str],
        wanted: Mapping[str, Output],
        read: Callable[[Digest], bytes | None],
        seen: dict[str, Sighting],
    ) -> int:
        size = 0
        for path in paths:
            content = read(wanted[path].digest)
            if content is None:
                raise EnvironmentFailure(f"the finished `{path}` is no longer in the cache", "build again")
            self._disk.write(self._path / path, content)
            seen.pop(path, None)
            size += len(content)
        return size

    def _remove(self, paths: Iterable[str]) -> None:
        folders: set[Path] = set()
        for path in paths:
            self._disk.remove(self._path / path)
            folders.update(parent for parent in (self._path / path).parents if parent.is_relative_to(self._path))
        for folder in sorted(folders - {self._path}, key=lambda folder: -len(folder.parts)):
            self._disk.remove_empty_folder(folder)

    def _remembered(self) -> dict[str, Sighting]:
        try:
            return msgspec.msgpack.decode(self._disk.read(self._stamps), type=dict[str, Sighting])
        except (OSError, msgspec.DecodeError):
            return {}

    def _remember(self, wanted: Mapping[str, Output], seen: dict[str, Sighting]) -> None:
        current: dict[str, Sighting] = {}
        for path, output in wanted.items():
            known = seen.get(path)
            stamp = known.stamp if known else self._disk.stamp(self._path / path)
            if stamp is not None:
                current[path] = Sighting(output.digest, stamp)
        encoded = msgspec.msgpack.encode(current)
        if current != self._remembered():
            self._disk.write(self._stamps, encoded)


def _encode(listing: Listing) -> bytes:
    return msgspec.json.format(msgspec.json.encode(listing), indent=1) + b"\n"
