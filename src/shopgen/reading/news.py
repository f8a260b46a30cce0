"""What is otherwise in a shop's folder than a snapshot of it says."""

from collections.abc import Iterable, Iterator

from shopgen.core.digests import digest
from shopgen.core.disk import Entry
from shopgen.core.layout import FOLDERS, SETTINGS
from shopgen.reading.sources import NEVER_ENTERED, Sources, is_ignored, scan


def news(sources: Sources, paths: Iterable[str]) -> set[str]:
    """The files at and below `paths` that came, went or have other content than when `sources` were read.

    Equal stamps are believed, but of a file that was young when it was read: that is compared by content.
    """
    changed: set[str] = set()
    for path in paths:
        before = {entry.path: entry for entry in _at(sources, path)}
        now = {entry.path: entry for entry in _now(sources, path)}
        changed.update(each for each in before.keys() | now.keys() if not _is_same(sources, before, now, each))
    return changed


def all_news(sources: Sources, skip: frozenset[str]) -> set[str]:
    """The same for the whole shop, but for the folders in `skip`."""
    found = scan(sources.disk, sources.root, skip)
    now = {path: entry for path in found if (entry := found.entry(path)) is not None}
    before = {path: entry for path in sources if path[:1] != "@" and (entry := sources.entry(path)) is not None}
    return {path for path in before.keys() | now.keys() if not _is_same(sources, before, now, path)}


def _at(sources: Sources, path: str) -> Iterator[Entry]:
    entry = sources.entry(path)
    if entry is not None:
        yield entry
    yield from sources.below(path)


def _now(sources: Sources, path: str) -> Iterator[Entry]:
    place = sources.location(path)
    stamp = sources.disk.stamp(place)
    if place.is_dir():
        below = (
            Entry(f"{path}/{entry.path}", entry.stamp, entry.odd) for entry in sources.disk.walk(place, NEVER_ENTERED)
        )
        yield from (entry for entry in below if _is_of_the_shop(entry.path))
    elif stamp is not None and _is_of_the_shop(path):
        yield Entry(path, stamp)


def _is_of_the_shop(path: str) -> bool:
    first, slash, _ = path.partition("/")
    return path == SETTINGS or (bool(slash) and first in FOLDERS and not is_ignored(path))


def _is_same(sources: Sources, before: dict[str, Entry], now: dict[str, Entry], path: str) -> bool:
    if path not in before or path not in now or before[path].stamp != now[path].stamp:
        return False
    known = sources.young.get(path)
    if known is None:
        return True
    try:
        return digest(sources.disk.read(sources.location(path))) == known
    except OSError:
        return False
