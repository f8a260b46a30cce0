"""How heavy a page is: what it takes to show it, as it is and as a host sends it."""

import gzip
from collections.abc import Callable, Iterable

from msgspec import Struct

from shopgen.formats.page import References


class Weight(Struct, frozen=True):
    """Bytes of one kind of file; `compressed` by gzip as hosts do it with texts."""

    kind: str
    files: int
    size: int
    compressed: int


def weights(page: bytes, named: References, load: Callable[[str], bytes]) -> tuple[Weight, ...]:
    """The page itself, its stylesheets and its scripts. `load` gives the bytes at an address as it stands in the page,
    none for what is not in the shop. Pictures are measured by the browser, which chooses among them.
    """
    styles, scripts = (list(filter(None, map(load, dict.fromkeys(each)))) for each in (named.styles, named.scripts))
    return (_weight("HTML", [page]), _weight("CSS", styles), _weight("JavaScript", scripts))


def _weight(kind: str, contents: Iterable[bytes]) -> Weight:
    sizes = [(len(content), len(gzip.compress(content))) for content in contents]
    return Weight(kind, len(sizes), sum(size for size, _ in sizes), sum(small for _, small in sizes))
