"""In which order files become visible: nothing refers to what is not there yet."""

from typing import NamedTuple


class Rank(NamedTuple):
    group: int
    depth: int
    path: str


def rank(path: str) -> Rank:
    """Assets and pictures, other files, pages from the leaves up, the home page, then what lists them."""
    if path.startswith(("assets/", "images/")):
        group = 0
    elif path in {"sitemap.xml", "robots.txt", "_redirects", "_headers"} or path.endswith((".xml", ".rss")):
        group = 3
    elif path.endswith(".html"):
        group = 2
    else:
        group = 1
    return Rank(group, -path.count("/"), path)
