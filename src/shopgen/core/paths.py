"""The one gate between text that somebody typed and paths that are written or read.

Rules of portable names after Windows' naming conventions and the limits of `docs/reference/limits.md`.
"""

import re
import unicodedata
from pathlib import Path

COMPONENT_BYTES = 100
PATH_CHARACTERS = 240

_RESERVED = re.compile(r"(?i:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³]) *(?:\..*)?$")
_FORBIDDEN = re.compile(r'[<>:"|?*\\\x00-\x1f\x7f-\x9f]')
_ORDINARY = re.compile(
    rf"(?!{_RESERVED.pattern})(?:[A-Za-z0-9_-][A-Za-z0-9_.-]{{0,{COMPONENT_BYTES - 2}}}[A-Za-z0-9_-]|[A-Za-z0-9_-])"
)
# Characters that show nothing and that some file systems skip when they compare names.
_NOT_SEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
_BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


class PathRefused(ValueError):
    """The text cannot become a path. The message says why, in words for the person who typed it."""


def output_path(text: str) -> str:
    """The relative POSIX path for `text`, normalised to NFC.

    Raises PathRefused for anything that could leave the output folder or could not be stored on every common
    file system.
    """
    path = unicodedata.normalize("NFC", text)
    if not path:
        raise PathRefused("the path is empty")
    if path.startswith("/"):
        raise PathRefused("the path is absolute")
    if len(path) > PATH_CHARACTERS:
        raise PathRefused(f"the path is longer than {PATH_CHARACTERS} characters")
    for component in path.split("/"):
        check_component(component)
    return path


def page_path(text: str) -> str:
    """The same for an address: no name in it may be a hidden one, such as `.git` or `.htaccess`."""
    path = output_path(text)
    if "/." in f"/{path}":
        raise PathRefused("a name in the path begins with a dot")
    return path


def check_component(name: str) -> None:
    """Raises PathRefused when `name` cannot be one file or folder name everywhere."""
    if not _ORDINARY.fullmatch(name):
        _check_unusual(name)
        if _RESERVED.match(name):
            raise PathRefused(f"`{name}` is a reserved name on Windows")


def _check_unusual(name: str) -> None:
    if not name:
        raise PathRefused("a name in the path is empty")
    if name in {".", ".."}:
        raise PathRefused(f"`{name}` leads out of the folder")
    if "/" in name:
        raise PathRefused("a slash is not allowed in a name")
    if _FORBIDDEN.search(name):
        raise PathRefused(f"`{name}` has a character that file names cannot have everywhere")
    if _BIDI.search(name):
        raise PathRefused("an invisible character that changes the direction of text is not allowed in names")
    if not name.isascii() and any(unicodedata.category(letter) in {"Cs", "Cn", "Co"} for letter in name):
        raise PathRefused(f"`{name!a}` has a character that is not assigned in Unicode")
    if name != name.strip() or name.endswith("."):
        raise PathRefused(f"`{name}` begins or ends with a blank or ends with a dot")
    if len(name.encode()) > COMPONENT_BYTES:
        raise PathRefused(f"a name in the path is longer than {COMPONENT_BYTES} bytes")


def is_component(name: str) -> bool:
    try:
        check_component(name)
    except PathRefused:
        return False
    return True


def folders_above(path: str) -> list[str]:
    """The folders in which `path` lies, the outermost first."""
    found, end = [], path.find("/")
    while end >= 0:
        found.append(path[:end])
        end = path.find("/", end + 1)
    return found


def folded(path: str) -> str:
    """What two paths share when some file system would take them for one: compatibility-normalised, case-folded.

    The dotted and dotless i of Turkish count as i, as they do once they have been through capitals.
    """
    if path.isascii():
        lower = path.lower()
        return path if path == lower else lower  # there are as many of them as pages
    letters = unicodedata.normalize("NFKC", path).translate(_NOT_SEEN).casefold()
    return unicodedata.normalize("NFKC", letters).replace("i\u0307", "i").replace("ı", "i")


def source_path(text: str, relative_to: str = "") -> str:
    """The path inside the shop that `text`, typed in a file of the folder `relative_to`, refers to.

    A leading slash means the shop's root. Raises PathRefused when it would lead out of the shop.
    """
    if not text or "\x00" in text or "\\" in text:
        raise PathRefused(f"`{text}` is not a path")
    steps: list[str] = [] if text.startswith("/") else [step for step in relative_to.split("/") if step]
    for step in text.split("/"):
        if step == "..":
            if not steps:
                raise PathRefused(f"`{text}` leads out of the shop")
            steps.pop()
        elif step not in {"", "."}:
            steps.append(step)
    return "/".join(steps)


def inside(root: Path, relative: str) -> Path:
    """The real path of `relative` below `root`, symbolic links followed.

    Raises PathRefused when a link leads out of `root`.
    """
    resolved = (root / relative).resolve()
    if not resolved.is_relative_to(root.resolve()):
        raise PathRefused(f"`{relative}` leads out of the shop by a symbolic link")
    return resolved
