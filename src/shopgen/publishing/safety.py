"""Folders that must never become an output folder."""

import os
from pathlib import Path

from shopgen.core.disk import TEMPORARY_PREFIX
from shopgen.core.failures import EnvironmentFailure, UsageFailure
from shopgen.publishing.published import MANIFEST

_SOURCES = ("assets", "catalog", "content", "locales", "static", "templates", "themes", "src", "docs", "tests")
_HINT = "choose another folder with `--destination`"


def refuse_unsafe(folder: Path, root: Path, cache: Path | None = None) -> None:
    """Raises UsageFailure when publishing to `folder` could destroy something, EnvironmentFailure when it cannot work.

    `root` is the shop's folder, `cache` that of the memory. Links are followed first.
    """
    try:
        real, source = folder.resolve(), root.resolve()
    except RuntimeError:
        raise UsageFailure(f"the output folder `{folder}` is a link in a circle", _HINT) from None
    _refuse_places(folder, real, source)
    if cache is not None and (real.is_relative_to(cache.resolve()) or cache.resolve().is_relative_to(real)):
        raise UsageFailure(f"the output folder `{folder}` and the cache `{cache}` lie in one another", _HINT)
    if real.exists() and not real.is_dir():
        raise UsageFailure(f"the output folder `{folder}` is a file", _HINT)
    if (real / ".git").exists():
        raise UsageFailure(f"the output folder `{folder}` is a git repository", _HINT)
    if _has_files(real) and not (real / MANIFEST).is_file():
        raise UsageFailure(f"the output folder `{folder}` has files that shopgen did not make", "empty it, or " + _HINT)
    _refuse_unwritable(real)


def _has_files(folder: Path) -> bool:
    """Temporary files of a run that was killed before it wrote anything else do not count."""
    return folder.is_dir() and any(not entry.name.startswith(TEMPORARY_PREFIX) for entry in folder.iterdir())


def _refuse_places(folder: Path, real: Path, source: Path) -> None:
    home = Path(os.path.expanduser("~")).resolve()  # noqa: PTH111 - Path.home() raises where there is none
    if real == Path(real.anchor):
        raise UsageFailure("the output folder is the root of the disk", _HINT)
    if home.is_relative_to(real):
        raise UsageFailure(f"the output folder `{folder}` is or holds your home folder", _HINT)
    if source.is_relative_to(real):
        raise UsageFailure(f"the output folder `{folder}` is or holds the shop itself", _HINT)
    for name in (*_SOURCES, ".git", ".shopgen", ".venv"):
        if real.is_relative_to(source / name):
            raise UsageFailure(f"the output folder `{folder}` is in the shop's `{name}`", _HINT)


def _refuse_unwritable(folder: Path) -> None:
    existing = next(each for each in (folder, *folder.parents) if each.exists())
    if not os.access(existing, os.W_OK | os.X_OK):
        raise EnvironmentFailure(f"the folder `{existing}` cannot be written to", "allow it, or " + _HINT)
