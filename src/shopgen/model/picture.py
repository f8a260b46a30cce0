"""A photograph as the shop knows it: where it lies, what it holds, what matters in it."""

import re
from posixpath import dirname
from urllib.parse import unquote

from msgspec import Struct

from shopgen.core.paths import PathRefused, source_path

_FILE_NAME = re.compile(r"\w[\w .-]*")


class Picture(Struct, frozen=True, omit_defaults=True):
    """`path` is relative to the shop; `digest` is that of the file; width and height are upright, in pixels.

    `focus` is the point that must stay visible when the picture is cropped, in thousandths from the left and the top.
    `tone` names the colour that it mostly has; nothing when nobody has looked, or when it lets light through.
    A drawing is of any size: its width and height only say which shape it has. One that is missing stands for a picture
    that cannot be shown.
    """

    path: str
    digest: str
    width: int
    height: int
    has_alpha: bool = False
    focus: tuple[int, int] = (500, 500)
    is_drawing: bool = False
    is_animated: bool = False
    is_missing: bool = False

    @classmethod
    def missing(cls, path: str) -> "Picture":
        """What stands at `path` until there is a picture that can be shown."""
        return cls(path, "", 800, 800, is_drawing=True, is_missing=True)

    tone: str = ""


def candidates(typed: str, source: str) -> tuple[str, ...]:
    """Where in the shop the picture `typed` in the file `source` may lie, the best place first.

    Beside the file, then in the `images` folder of its part of the shop; with a leading slash from the shop's root,
    then in `static/`. Nothing when `typed` leads out of the shop or is no path.
    """
    part = source.split("/", 1)[0]
    folders = ("", "static") if typed.startswith("/") else (dirname(source), f"{part}/images")
    if _FILE_NAME.fullmatch(typed):  # nearly always; source_path takes ten times as long
        return tuple(f"{folder}/{typed}" if folder else typed for folder in dict.fromkeys(folders))
    found = []
    for folder in folders:
        try:
            found.append(source_path(typed.lstrip("/"), folder))
        except PathRefused:
            continue
    return tuple(dict.fromkeys(found))


def candidates_of_link(target: str, source: str) -> tuple[str, ...]:
    """The same for a picture's address in Markdown, which may have percent signs and something behind `?` or `#`."""
    return candidates(unquote(target.split("#")[0].split("?")[0]), source)
