"""Shops as one string: sections `-- path --` with the file's text, `-- path.jpg: 40x50 --` for a picture of that size.

A shop without `shop.yaml` or theme gets a small one of each.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from io import BytesIO
from pathlib import Path
from textwrap import wrap

from PIL import Image

from shopgen.core.diagnostics import Diagnostic, Span
from shopgen.model.shop import Shop
from shopgen.reading.shop import Reading

FINDINGS = "-- findings --\n"

Read = Callable[[str], Reading]
Sound = Callable[[str], Shop]
Holds = Callable[[str], None]
"""What tests of shops written as one string ask for; `Holds` checks that its last section tells all findings."""

SETTINGS = "name: Glinka\nbase_url: https://glinka.example/\ncurrency: EUR\n"
THEME = "name: default\n"

_SECTION = re.compile(r"^-- (?P<path>[^:\n]+?)(?:: (?P<width>\d+)x(?P<height>\d+))? --\n", re.MULTILINE)
_FORMATS = {"jpg": "JPEG", "jpeg": "JPEG", "png": "PNG", "webp": "WEBP", "gif": "GIF"}


def files(text: str) -> dict[str, bytes]:
    """The files of a shop written as one string."""
    parts = list(_SECTION.finditer(text))
    ends = [*(part.start() for part in parts[1:]), len(text)][: len(parts)]
    found = {"shop.yaml": SETTINGS.encode(), "themes/default/theme.yaml": THEME.encode()}
    for part, end in zip(parts, ends, strict=True):
        content = text[part.end() : end].encode()
        if part["width"]:
            content = picture(
                int(part["width"]), int(part["height"]), _FORMATS[part["path"].rpartition(".")[2].lower()]
            )
        found[part["path"]] = content
    return found


def lay(root: Path, text: str) -> Path:
    """Writes the shop into the folder `root`."""
    for path, content in files(text).items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    return root


def picture(width: int, height: int, name: str = "JPEG") -> bytes:
    buffer = BytesIO()
    Image.new("RGB", (width, height), (90, 120, 150)).save(buffer, name)
    return buffer.getvalue()


def report(findings: Iterable[Diagnostic]) -> str:
    """Each finding with its place, and indented below it its hint and other places; long lines are broken."""
    return "".join(f"{line}\n" for finding in findings for line in _lines(finding))


def _lines(finding: Diagnostic) -> Iterator[str]:
    yield from _broken(f"{_place(finding.place)}: {finding.severity}[{finding.code}]: {finding.message}", "")
    if finding.hint:
        yield from _broken(finding.hint, "    ")
    for other in finding.related:
        yield from _broken(f"{other.message}: {_place(other.place)}", "    ")


def _broken(text: str, indent: str) -> list[str]:
    later = indent + "        "
    return wrap(
        text, 110, initial_indent=indent, subsequent_indent=later, break_long_words=False, break_on_hyphens=False
    )


def _place(place: object) -> str:
    return f"{place.path}:{place.line}:{place.column}" if isinstance(place, Span) else repr(place)
