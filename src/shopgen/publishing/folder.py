"""A finished build into a folder that a web server may be reading all the while.

What is there is compared first; then new assets are written, then the pages that need them, then what lists the pages,
and only then is anything deleted. A list of the files that are shopgen's own lies in the folder itself, and is written
before the first of them: nothing else is ever overwritten or deleted.
"""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TypeVar

import msgspec
from msgspec import Raw, Struct

from shopgen.core.digests import Digest, digest
from shopgen.core.disk import Beside, Disk, Entry, Stamp
from shopgen.core.paths import folders_above
from shopgen.engine.manifest import Manifest
from shopgen.engine.sealed import seal, unseal
from shopgen.publishing.changes import Changes, changes_for
from shopgen.publishing.helping import Helper
from shopgen.publishing.order import in_turn, removing_order, writing_order
from shopgen.publishing.placing import Placing
from shopgen.publishing.published import MANIFEST, Published
from shopgen.publishing.writing import Read, Writer


class Listing(Struct, frozen=True):
    """The folder's own list of what shopgen made. Not complete: a run is under way, or was cut off."""

    files: Mapping[str, Digest]
    complete: bool = True


class Sighting(Struct, frozen=True, gc=False):
    """The content that a file had when it carried `stamp`."""

    digest: Digest
    stamp: Stamp


T = TypeVar("T", Sighting, Raw)


class Folder:
    """`stamps` is a file outside the folder that remembers what `stat` said, so that unchanged files are not read.

    After publishing, `held` has the stamps of all that was wanted, or after an amendment of what was written, and
    `folders` every folder there is.
    """

    def __init__(self, disk: Disk, path: Path, stamps: Path) -> None:
        self._disk = disk
        self._path = path
        self._stamps = stamps
        self.held: Mapping[str, Stamp] = {}
        self.folders: tuple[str, ...] = ()

    def listing(self) -> Listing | None:
        """None when shopgen never published here. When the list is damaged, `stamps` tells what is ours."""
        try:
            return msgspec.json.decode(self._disk.read(self._path / MANIFEST), type=Listing)
        except (FileNotFoundError, NotADirectoryError):
            return None
        except msgspec.DecodeError:
            return Listing({path: known.digest for path, known in self._remembered(Sighting).items()}, complete=False)

    def publish(
        self,
        manifest: Manifest,
        read: Read,
        helper: Helper | None = None,
        meanwhile: Callable[[], object] = bool,
    ) -> Published:
        """Makes the folder hold exactly `manifest`, next to whatever is not shopgen's.

        `meanwhile` is called once, and while `helper` writes when there is much to write. Raises UsageFailure, before
        anything is written, when a file that shopgen did not make is in the way.
        """
        wanted = {path: manifest[path].digest for path in sorted(manifest) if manifest[path].root == "site"}
        before = self.listing() or Listing({})
        beside = Beside()
        present = {entry.path: entry for entry in self._disk.walk(self._path, beside=beside)}
        known = self._remembered(Sighting)
        seen = dict(known)
        stale = [path for path in wanted if not self._holds(path, wanted[path], present, seen)]
        changes = changes_for(wanted, stale, before.files, present)
        after = Listing(wanted)
        foreign = sorted(path for path in present if path not in wanted and path not in before.files)
        removed = sorted((*changes.in_the_way, *changes.gone))
        there = () if changes.in_the_way else tuple(beside.folders)
        writer = Writer(Placing(self._disk, self._path, there), after.files, read, helper, meanwhile)
        if changes.are_any or before != after:
            self._sweep(beside.leftovers)
            self._apply(changes, before, after, writer)
        writer.meanwhile()
        fresh = {path: seen[path] for path in wanted.keys() - set(stale)}
        if stale or fresh != known:
            fresh |= _sightings(after, writer.stamps)
            self._remember(fresh)
        self.held = {path: sighting.stamp for path, sighting in fresh.items()}
        self.folders = self._folders(beside.folders, stale, bool(removed))
        return Published(tuple(sorted(stale)), tuple(removed), tuple(foreign), writer.size)

    def amend(self, changed: Mapping[str, Digest], folders: tuple[str, ...], read: Read) -> Published | None:
        """Other content for some files of a folder that is known to be as it was left; None when it cannot be told.

        `folders` are all that there are.
        """
        before, known = self.listing(), self._remembered(Raw)
        is_whole = before is not None and before.complete and known.keys() == before.files.keys()
        if before is None or not is_whole or changed.keys() - known.keys():
            return None
        stale = {path: name for path, name in changed.items() if before.files[path] != name}
        after = Listing({**before.files, **stale})
        written = tuple(writing_order(stale, stale))
        writer = Writer(Placing(self._disk, self._path, folders), after.files, read)
        if stale:
            self._apply(Changes(stale=written), before, after, writer)
            self._remember({**known, **_sightings(after, writer.stamps)})
        self.held, self.folders = writer.stamps, folders
        return Published(tuple(sorted(stale)), bytes_written=writer.size)

    def clean(self) -> tuple[str, ...]:
        """Removes everything that shopgen made here, and nothing else; the paths removed."""
        before = self.listing()
        if before is None:
            return ()
        beside = Beside()
        present = {entry.path for entry in self._disk.walk(self._path, beside=beside)}
        gone = [path for path in before.files if path in present]
        self._sweep(beside.leftovers)
        self._remove(removing_order(gone))
        self._disk.remove(self._path / MANIFEST)
        self._disk.remove_empty_folder(self._path)
        return tuple(sorted(gone))

    def _folders(self, before: Iterable[str], written: Iterable[str], is_any_gone: bool) -> tuple[str, ...]:
        """All folders after publishing: those of `before`, those of what was written, without those that are gone."""
        folders = dict.fromkeys(("", *before))
        for path in written:
            folder = path.rpartition("/")[0]
            while folder not in folders:
                folders[folder] = None
                folder = folder.rpartition("/")[0]
        return tuple(name for name in folders if not is_any_gone or (self._path / name).is_dir())

    def _holds(self, path: str, name: Digest, present: Mapping[str, Entry], seen: dict[str, Sighting]) -> bool:
        """Whether the file at `path` has the content `name`; notes what it found."""
        entry = present.get(path)
        if entry is None or entry.odd:
            return False
        known = seen.get(path)
        if known is None or known.stamp != entry.stamp:
            known = seen[path] = Sighting(digest(self._disk.read(self._path / path)), entry.stamp)
        return known.digest == name

    def _apply(self, changes: Changes, before: Listing, after: Listing, writer: Writer) -> None:
        """Owns every file before it is written, so that a run that is cut off leaves nothing unknown behind."""
        if changes.are_any:
            self._list(Listing({**before.files, **after.files}, complete=False))
        self._remove(changes.in_the_way)
        writer.write(in_turn(changes.stale, before.files))
        self._remove(changes.gone)
        self._list(after)

    def _list(self, listing: Listing) -> None:
        content = msgspec.json.format(msgspec.json.encode(listing), indent=1) + b"\n"
        self._disk.write(self._path / MANIFEST, content, durable=True)

    def _sweep(self, leftovers: Iterable[str]) -> None:
        for path in leftovers:
            self._disk.remove(self._path / path)

    def _remove(self, paths: Iterable[str]) -> None:
        """Removes files, and the folders that are empty then."""
        folders: set[str] = set()
        for path in paths:
            self._disk.remove(self._path / path)
            folders.update(folders_above(path))
        for folder in sorted(folders, key=lambda folder: -folder.count("/")):
            self._disk.remove_empty_folder(self._path / folder)

    def _remembered(self, kind: type[T]) -> dict[str, T]:
        """What each file was when somebody saw it last: a Sighting, or that packed as Raw."""
        try:
            content = unseal(self._disk.read(self._stamps))
            return msgspec.msgpack.decode(content or b"", type=dict[str, kind])  # type: ignore[valid-type]
        except IsADirectoryError:
            self._disk.remove_tree(self._stamps)
            return {}
        except (OSError, msgspec.DecodeError):
            return {}

    def _remember(self, all_of: Mapping[str, Sighting | Raw]) -> None:
        """Notes the stamps of all files."""
        self._disk.write(self._stamps, seal(msgspec.msgpack.encode(all_of)))


def _sightings(files: Listing, stamps: Mapping[str, Stamp]) -> dict[str, Sighting]:
    return {path: Sighting(files.files[path], stamp) for path, stamp in stamps.items()}
