"""In which order files become visible: nothing that a visitor can reach refers to what is not there yet."""

from collections.abc import Container, Iterable, Iterator
from itertools import groupby

_LISTS = {"sitemap.xml", "robots.txt", "_redirects", "_headers"}


def writing_order(paths: Iterable[str], present: Container[str]) -> list[str]:
    """Assets and pictures, other files, new pages, changed pages, then what lists them; pages from the leaves up.

    A new page is linked to by nobody until a page that was `present` is changed.
    """
    return sorted(paths, key=lambda path: (_group(path, path in present), -path.count("/"), path))


def in_turn(ordered: Iterable[str], present: Container[str]) -> Iterator[list[str]]:
    """Paths in their writing order, parted where one that comes later may refer to one before."""
    for _, together in groupby(ordered, key=lambda path: _group(path, path in present)):
        yield list(together)


def removing_order(paths: Iterable[str]) -> list[str]:
    """The other way round: what lists pages first, and last what pages need."""
    return sorted(paths, key=lambda path: (-_group(path, is_present=True), path.count("/"), path))


def _group(path: str, is_present: bool) -> int:
    if path.startswith(("assets/", "images/")):
        return 0
    if path in _LISTS or path.endswith((".xml", ".rss")):
        return 4
    if path.endswith((".html", ".htm")):
        return 3 if is_present else 2
    return 1
