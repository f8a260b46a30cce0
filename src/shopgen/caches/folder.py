"""A folder as an image cache: one that several shops or branches share, or that CI keeps between its runs."""

import os
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from shopgen.caches.parcels import MAGIC, MAX_PARCEL, PLACE, opened, packed, place_of
from shopgen.caches.protocol import Patience, Site, Trouble
from shopgen.core.disk import Disk, Entry
from shopgen.engine.elsewhere import Wanted

TAKES = True
KEPT_DAYS = 30
"""What no build has used for so many days may go."""


def problem(address: str) -> str:
    return ""


def open_cache(address: str, site: Site, patience: Patience, until: float) -> "FolderCache":
    """`address` is relative to the shop. Raises Trouble for a folder that would be published."""
    folder = folder_at(address, site.root)
    if folder.resolve().is_relative_to(site.output.resolve()):
        raise Trouble("lies in the output folder", "choose another folder, such as `.image-cache`")
    return FolderCache(folder)


def folder_at(address: str, root: Path) -> Path:
    """`address` as people write it: `~` is their home, and what is relative begins at the shop."""
    return root / os.path.expanduser(address)  # noqa: PTH111 - Path's own raises where there is no home


class FolderCache:
    """A file for each picture. One that was used is touched, so that the others can be told from it."""

    def __init__(self, folder: Path, disk: Disk | None = None) -> None:
        self._folder = folder
        self._disk = disk or Disk()

    def get(self, wanted: Wanted, until: float) -> bytes | None:
        file = self._folder / place_of(wanted.key)
        try:
            stamp = self._disk.stamp(file)
            if stamp is None:
                return None
            if stamp.size > MAX_PARCEL:
                raise Trouble("holds files that are no pictures")
            parcel = self._disk.read(file)
        except OSError as problem:
            raise _trouble("cannot be read", problem) from None
        content = opened(wanted.key, parcel)
        with suppress(OSError):
            os.utime(file)
        return content

    def put(self, wanted: Wanted, content: bytes, until: float) -> None:
        try:
            self._disk.write(self._folder / place_of(wanted.key), packed(wanted.key, content))
        except OSError as problem:
            raise _trouble("cannot be written to", problem) from None

    def close(self) -> None:
        pass

    def left_over(self, needed: frozenset[str], now: float | None = None) -> Iterator[tuple[Path, int]]:
        """Pictures that shopgen put here, that are not in `needed` (keys), and that no build used for KEPT_DAYS."""
        oldest = ((time.time() if now is None else now) - KEPT_DAYS * 86_400) * 1e9
        for entry in self._disk.walk(self._folder):
            is_old = PLACE.fullmatch(entry.path) and not entry.odd and entry.stamp.mtime_ns < oldest
            if is_old and entry.path.replace("/", "") not in needed and self._is_ours(entry):
                yield self._folder / entry.path, entry.stamp.size

    def _is_ours(self, entry: Entry) -> bool:
        try:
            return self._disk.read_at(self._disk.open(self._folder / entry.path), 0, len(MAGIC)) == MAGIC
        except OSError:
            return False


def _trouble(what: str, problem: OSError) -> Trouble:
    return Trouble(f"{what} ({problem.strerror or 'no reason given'})", "let shopgen read and write that folder")
