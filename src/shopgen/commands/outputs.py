"""Which file of the finished shop somebody means: by its path, by its address, by its URL."""

import os
from collections.abc import Collection, Iterator
from difflib import get_close_matches
from pathlib import Path
from urllib.parse import unquote, urlsplit

from shopgen.core.failures import UsageFailure

SIMILAR = 0.7


def output_meant(typed: str, root: Path, output: Path, known: Collection[str]) -> str:
    """The one of `known` that is meant. Raises UsageFailure, with the nearest one, when there is none."""
    spellings = _spellings(typed, root, output)
    for path in spellings:
        if path in known:
            return path
    addresses = {path.removesuffix("/index.html"): path for path in known}
    close = get_close_matches(spellings[0], addresses, 1, SIMILAR)
    hint = f"did you mean `{addresses[close[0]]}`?" if close else "name a file of the finished shop, or its address"
    raise UsageFailure(f"`{typed}` is no file of the finished shop", hint)


def _spellings(typed: str, root: Path, output: Path) -> list[str]:
    """What may be meant, relative to the output folder, the likeliest first."""
    try:
        places = [place.strip("/") for place in _places(typed, root, output)]
    except ValueError:  # no path and no address can have what was typed
        return [typed]
    found = [(path, f"{path}/index.html", f"{path}.html") if path else ("index.html",) for path in places]
    return [path for spellings in found for path in spellings]


def _places(typed: str, root: Path, output: Path) -> Iterator[str]:
    url = urlsplit(typed) if "://" in typed else None
    if url is not None:
        # a shop may live below a folder of its host, and the address of the shop is not known here
        steps = unquote(url.path).strip("/").split("/")
        yield from ("/".join(steps[start:]) for start in range(len(steps)))
        return
    for folder in (Path.cwd(), root):
        whole = Path(os.path.abspath(folder / typed))  # noqa: PTH100 - links are followed only where they have to be
        for one, other in ((whole, output), (whole.resolve(), output.resolve())):
            if one.is_relative_to(other):
                yield one.relative_to(other).as_posix().removeprefix(".")
    yield unquote(typed.partition("#")[0].partition("?")[0])
