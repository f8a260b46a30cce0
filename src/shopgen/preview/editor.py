"""Links that open a place of a file in the editor of whoever reads them."""

import re
from collections.abc import Mapping
from pathlib import PurePath
from urllib.parse import quote

from msgspec import Struct

from shopgen.core.failures import UsageFailure

_JETBRAINS = "{name}://open?file={{path}}&line={{line}}&column={{column}}"

EDITORS: Mapping[str, str] = {
    "vscode": "vscode://file{path}:{line}:{column}",
    "vscodium": "vscodium://file{path}:{line}:{column}",
    "cursor": "cursor://file{path}:{line}:{column}",
    "windsurf": "windsurf://file{path}:{line}:{column}",
    "zed": "zed://file{path}:{line}:{column}",
    **{name: _JETBRAINS.format(name=name) for name in ("idea", "phpstorm", "pycharm", "webstorm")},
    "sublime": "subl://open?url=file://{path}&line={line}&column={column}",
    "textmate": "txmt://open?url=file://{path}&line={line}&column={column}",
    "none": "",
}
"""Patterns by the editor's name; `{path}` is absolute, and begins with a slash on every system."""

_PATTERN = re.compile(r"(?P<scheme>[a-z][a-z0-9+.-]*)://[\x21-\x7e]*", re.IGNORECASE)
_ACTIVE = frozenset(("javascript", "data", "vbscript", "file"))


class Editor(Struct, frozen=True):
    """`pattern` is empty when there are to be no links."""

    pattern: str = EDITORS["vscode"]

    def link(self, file: PurePath, line: int = 1, column: int = 1) -> str:
        """The address that opens `file` there. Nothing of a file's name can be more than a name in it."""
        names = quote(file.as_posix().removeprefix(file.drive), "/", errors="surrogateescape")
        path = f"/{file.drive}{names}" if file.drive else names
        filled = self.pattern.replace("{line}", str(line)).replace("{column}", str(column))
        return filled.replace("{path}", path)


def editor(typed: str) -> Editor:
    """The editor of that name, or with that pattern. Raises UsageFailure."""
    if typed in EDITORS:
        return Editor(EDITORS[typed])
    found = _PATTERN.fullmatch(typed)
    if found is None or found["scheme"].lower() in _ACTIVE or "{path}" not in typed:
        known = ", ".join(f"`{name}`" for name in EDITORS)
        hint = f"name one of {known}, or write an address, as vscode://file{{path}}:{{line}}:{{column}}"
        raise UsageFailure(f"`{typed}` is no editor", hint)
    return Editor(typed)
