"""Folders that must never become an output folder."""

import os
from pathlib import Path

from shopgen.core.failures import EnvironmentFailure, UsageFailure
from shopgen.publishing.folder import MANIFEST

_SOURCES = ("assets", "catalog", "content", "locales", "static", "templates", "themes", "src", "docs", "tests")
_HINT = "choose another folder with `--destination`"


def refuse_unsafe(folder: Path, root: Path) -> None:
    """Raises UsageFailure when publishing to `folder` could destroy something, EnvironmentFailure when it cannot work.

    `root` is the shop's folder. Links are followed first.
    """
    real, source = folder.resolve(), root.resolve()
    if real == Path(real.anchor):
        raise UsageFailure("the output folder is the root of the disk", _HINT)
    if real == Path.home().resolve() or Path.home().resolve().is_relative_to(real):
        raise UsageFailure(f"the output folder `{folder}` is or holds your home folder", _HINT)
    if real == source or source.is_relative_to(real):
        raise UsageFailure(f"the output folder `{folder}` is or holds the shop itself", _HINT)
    for name in (*_SOURCES, ".git", ".shopgen", ".venv"):
        if real.is_relative_to(source / name):
            raise UsageFailure(f"the output folder `{folder}` is in the shop's `{name}`", _HINT)
    if real.exists() and not real.is_dir():
        raise UsageFailure(f"the output folder `{folder}` is a file", _HINT)
    if (real / ".git").exists():
        raise UsageFailure(f"the output folder `{folder}` is a git repository", _HINT)
    if real.is_dir() and any(real.iterdir()) and not (real / MANIFEST).is_file():
        raise UsageFailure(f"the output folder `{folder}` has files that shopgen did not make", "empty it, or " + _HINT)
    _refuse_unwritable(real)


def _refuse_unwritable(folder: Path) -> None:
    existing = next(each for each in (folder, *folder.parents) if each.exists())
    if not os.access(existing, os.W_OK | os.X_OK):
        raise EnvironmentFailure(f"the folder `{existing}` cannot be written to", "allow it, or " + _HINT)
