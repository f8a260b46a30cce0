"""A finished build into a folder that a web server may be reading all the while.

What is there is compared first; then new assets are written, then the pages that need them, then what lists the pages,
and only then is anything deleted. A list of the files that are shopgen's own lies in the folder itself, and is written
before the first of them: nothing else is ever overwritten or deleted.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from itertools import chain
from pathlib import Path

import msgspec
from msgspec import Struct

from shopgen.core.digests import Digest, digest
from shopgen.core.disk import Disk, Entry, Stamp
from shopgen.core.failures import EnvironmentFailure
from shopgen.core.paths import folders_above
from shopgen.engine.aside import done_aside
from shopgen.engine.manifest import Manifest
from shopgen.engine.sealed import seal, unseal
from shopgen.publishing.changes import Changes, changes_for
from shopgen.publishing.order import in_turn, removing_order, writing_order

MANIFEST = ".shopgen-manifest.json"

WORTH_PROCESSES = 2000
"""So many files pay for a second process that writes half of them."""

Read = Callable[[Digest], bytes | None]


class Published(Struct, frozen=True):
    """What publishing did to the folder; paths are relative to it. `foreign` are the files that are not shopgen's."""

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
    """`stamps` is a file outside the folder that remembers what `stat` said, so that unchanged files are not read.

    After publishing, `held` has the stamps of all that was wanted, and `folders` every folder there is.
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
            return Listing({path: known.digest for path, known in self._remembered().items()}, complete=False)

    def publish(self, manifest: Manifest, read: Read) -> Published:
        """Makes the folder hold exactly `manifest`, next to whatever is not shopgen's.

        Raises UsageFailure, before anything is written, when a file that shopgen did not make is in the way.
        """
        wanted = {path: output.digest for path, output in manifest.items() if output.root == "site"}
        before = self.listing() or Listing({})
        folders: list[str] = []
        present = {entry.path: entry for entry in self._disk.walk(self._path, folders=folders)}
        known = self._remembered()
        seen = dict(known)
        stale = [path for path in wanted if not self._holds(path, wanted[path], present, seen)]
        changes = changes_for(wanted, stale, before.files, present)
        after = Listing({path: wanted[path] for path in sorted(wanted)})
        foreign = sorted(path for path in present if path not in wanted and path not in before.files)
        removed = sorted((*changes.in_the_way, *changes.gone))
        size = 0
        if changes.are_any or before != after:
            self._disk.sweep(self._path)
            size = self._apply(changes, before, after, read)
        fresh = {path: seen[path] for path in wanted.keys() - set(stale)}
        if stale or fresh != known:
            fresh = self._remember(wanted, fresh)
        self.held = {path: sighting.stamp for path, sighting in fresh.items()}
        self.folders = self._folders(folders, stale, bool(removed))
        return Published(tuple(sorted(stale)), tuple(removed), tuple(foreign), size)

    def amend(self, changed: Mapping[str, Digest], folders: tuple[str, ...], read: Read) -> Published | None:
        """Other content for some files of a folder that is known to be as it was left; None when it cannot be told.

        `folders` are all that there are.
        """
        before, known = self.listing(), self._remembered()
        is_whole = before is not None and before.complete and known.keys() == before.files.keys()
        if before is None or not is_whole or changed.keys() - known.keys():
            return None
        stale = {path: name for path, name in changed.items() if before.files[path] != name}
        after = Listing({**before.files, **stale})
        written = tuple(writing_order(stale, stale))
        size = self._apply(Changes(stale=written), before, after, read) if stale else 0
        fresh = {path: sighting for path, sighting in known.items() if path not in stale}
        if stale:
            fresh = self._remember(after.files, fresh)
        self.held = {path: sighting.stamp for path, sighting in fresh.items()}
        self.folders = folders
        return Published(tuple(sorted(stale)), bytes_written=size)

    def clean(self) -> tuple[str, ...]:
        """Removes everything that shopgen made here, and nothing else; the paths removed."""
        before = self.listing()
        if before is None:
            return ()
        present = {entry.path for entry in self._disk.walk(self._path)}
        gone = [path for path in before.files if path in present]
        self._remove(removing_order(gone))
        self._disk.sweep(self._path)
        self._disk.remove(self._path / MANIFEST)
        self._disk.remove_empty_folder(self._path)
        return tuple(sorted(gone))

    def _folders(self, before: Iterable[str], written: Iterable[str], is_any_gone: bool) -> tuple[str, ...]:
        """All folders after publishing: those of `before`, those of what was written, without those that are gone."""
        folders = tuple(dict.fromkeys(("", *before, *chain.from_iterable(map(folders_above, written)))))
        return tuple(name for name in folders if (self._path / name).is_dir()) if is_any_gone else folders

    def _holds(self, path: str, name: Digest, present: Mapping[str, Entry], seen: dict[str, Sighting]) -> bool:
        """Whether the file at `path` has the content `name`; notes what it found."""
        entry = present.get(path)
        if entry is None or entry.odd:
            return False
        known = seen.get(path)
        if known is None or known.stamp != entry.stamp:
            known = seen[path] = Sighting(digest(self._disk.read(self._path / path)), entry.stamp)
        return known.digest == name

    def _apply(self, changes: Changes, before: Listing, after: Listing, read: Read) -> int:
        """Owns every file before it is written, so that a run that is cut off leaves nothing unknown behind."""
        if changes.are_any:
            both = Listing({**before.files, **after.files}, complete=False)
            self._disk.write(self._path / MANIFEST, _encode(both), durable=True)
        self._remove(changes.in_the_way)
        size = sum(self._write_together(paths, after, read) for paths in in_turn(changes.stale, before.files))
        self._remove(changes.gone)
        self._disk.write(self._path / MANIFEST, _encode(after), durable=True)
        return size

    def _write_together(self, paths: Sequence[str], after: Listing, read: Read) -> int:
        """Writes files of one rank, many of them with the help of a second process; how many bytes."""
        if len(paths) < WORTH_PROCESSES:
            return self._write_each(paths, after, read)
        others = partial(self._write_each, paths[1::2], after, read)
        with done_aside([lambda: str(others()).encode()]) as answers:
            size = self._write_each(paths[::2], after, read)
            (answer,) = answers()
        return size + (others() if answer is None else int(answer))

    def _write_each(self, paths: Iterable[str], after: Listing, read: Read) -> int:
        return sum(self._write(path, after.files[path], read) for path in paths)

    def _write(self, path: str, name: Digest, read: Read) -> int:
        content = read(name)
        if content is None:
            raise EnvironmentFailure(f"the finished `{path}` is no longer in the cache", "build again")
        self._disk.remove_empty_folder(self._path / path)
        self._disk.write(self._path / path, content)
        return len(content)

    def _remove(self, paths: Iterable[str]) -> None:
        """Removes files, and the folders that are empty then."""
        folders: set[str] = set()
        for path in paths:
            self._disk.remove(self._path / path)
            folders.update(folders_above(path))
        for folder in sorted(folders, key=lambda folder: -folder.count("/")):
            self._disk.remove_empty_folder(self._path / folder)

    def _remembered(self) -> dict[str, Sighting]:
        try:
            content = unseal(self._disk.read(self._stamps))
            return msgspec.msgpack.decode(content or b"", type=dict[str, Sighting])
        except IsADirectoryError:
            self._disk.remove_tree(self._stamps)
            return {}
        except (OSError, msgspec.DecodeError):
            return {}

    def _remember(self, wanted: Mapping[str, Digest], seen: Mapping[str, Sighting]) -> dict[str, Sighting]:
        """Notes the stamps of all that is wanted; `seen` are those of files that were not written now."""
        current = dict(seen)
        for path in wanted.keys() - seen.keys():
            stamp = self._disk.stamp(self._path / path)
            if stamp is not None:
                current[path] = Sighting(wanted[path], stamp)
        self._disk.write(self._stamps, seal(msgspec.msgpack.encode(current)))
        return current


def _encode(listing: Listing) -> bytes:
    return msgspec.json.format(msgspec.json.encode(listing), indent=1) + b"\n"
