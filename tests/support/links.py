"""What the pages of a folder refer to."""

import re
from collections.abc import Iterable, Mapping
from urllib.parse import unquote, urljoin

OWN = "https://glinka.example/"
_REFERENCE = re.compile(r'(?:href|src|content)="([^"]+)"|<loc>([^<]+)</loc>')
_PAGE = (".html", ".xml")


def broken_links(files: Mapping[str, bytes], starts: Iterable[str]) -> set[tuple[str, str]]:
    """Pages with what they refer to and is not there: the pages at `starts`, and all that they lead to."""
    found, queue, seen = set(), [path for path in starts if path in files], set()
    while queue:
        page = queue.pop()
        if page in seen or not page.endswith(_PAGE):
            continue
        seen.add(page)
        for target in references(page, files[page].decode()):
            if target in files:
                queue.append(target)
            else:
                found.add((page, target))
    return found


def references(page: str, text: str) -> Iterable[str]:
    """The files of the same site that a page refers to."""
    for found in _REFERENCE.finditer(text):
        address = urljoin(f"{OWN}{page}", found[1] or found[2])
        if address.startswith(OWN):
            path = unquote(address.removeprefix(OWN).partition("#")[0].partition("?")[0])
            yield f"{path}index.html" if path == "" or path.endswith("/") else path
