"""What the command line decides about a run, and where the files of that run lie."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from msgspec import Struct

import shopgen


class Options(Struct, frozen=True, kw_only=True):
    """What the command line decides. `clock` is the moment for which the shop is built, always aware.

    `cluster` is the host and port of a Dask scheduler; without one the work is done on this machine. `image_cache`
    goes before that of the settings; `none` is none.
    """

    root: Path
    output: Path
    cache: Path
    clock: datetime
    base_url: str = ""
    drafts: bool = False
    future: bool = False
    expired: bool = False
    strict: bool = False
    jobs: int = 1
    cluster: str = ""
    image_cache: str = ""
    is_preview: bool = False

    @property
    def skipped(self) -> frozenset[str]:
        """The folder at the top of the shop that is not read, because the finished shop lies in it."""
        output, root = self.output.resolve(), self.root.resolve()
        below = output.relative_to(root).parts[:1] if output.is_relative_to(root) else ()
        return frozenset(below)

    def source_text(self, path: str, read: Callable[[Path], bytes] = Path.read_bytes) -> str | None:
        """The text of a source file as it is now, for showing the line of a finding; None when it cannot be read.

        What is no ordinary file of the shop is never opened: a pipe would wait for ever, a link may lead anywhere.
        """
        place = self.source_path(path)
        with suppress(OSError, RuntimeError):  # a link in a circle
            if place.is_file() and place.resolve().is_relative_to(self._top(path).resolve()):
                return read(place).decode("utf-8-sig", "replace")
        return None

    def source_path(self, path: str) -> Path:
        """Where a source file lies on the disk; `@themes/…` is one of an installed theme."""
        return self._top(path) / path.removeprefix("@themes/")

    def _top(self, path: str) -> Path:
        return installed_themes() if path.startswith("@themes/") else self.root


def installed_themes() -> Path:
    """The folder of the themes that come with shopgen: in the package, or in the repository it is developed in."""
    package = Path(shopgen.__file__).parent
    inside = package / "themes"
    return inside if inside.is_dir() else package.parent.parent / "themes"
