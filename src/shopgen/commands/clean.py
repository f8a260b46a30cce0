"""`shopgen clean`"""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import click

from shopgen.commands.options import CACHE_DIR, DESTINATION, SOURCE, session_options

LOCK = "lock"
_OURS = re.compile(r"schemas|(published|glance)-[0-9a-f]+|(crash|verify)-[0-9-]+\.txt")


@click.command("clean")
@SOURCE
@DESTINATION
@CACHE_DIR
def command(source: Path, destination: Path | None, cache_dir: Path | None) -> None:
    """Remove what shopgen made.

    That is its memory, and in the output folder the files that it knows as its own; nothing else, ever.
    """
    from shopgen.commands.screen import shown_path
    from shopgen.core.disk import Disk
    from shopgen.engine.lock import locked
    from shopgen.memories import memories, throw_away
    from shopgen.report.form import count
    from shopgen.session import Session

    options = session_options(source=source, destination=destination, cache_dir=cache_dir)
    if not options.cache.exists() and not options.output.exists():
        click.echo("There is nothing to remove.")
        return
    with locked(options.cache / LOCK):
        removed = Session(options).clean()
        for memory in memories(options.cache):
            throw_away(Disk(), memory)
        for entry in _ours(options.cache):
            shutil.rmtree(entry) if entry.is_dir() else entry.unlink()
    (options.cache / LOCK).unlink(missing_ok=True)
    kept = _remove_empty(options.cache)
    output, cache = shown_path(options.output), shown_path(options.cache)
    click.echo(f"Removed {count(len(removed), 'file')} from {output}, and the memory in {cache}")
    if kept:
        click.echo(f"Kept {count(kept, 'file')} there that shopgen did not make.")


def _ours(cache: Path) -> Iterator[Path]:
    """What shopgen puts beside its memory; somebody may have named a folder that holds more than that."""
    return (entry for entry in sorted(cache.iterdir()) if _OURS.fullmatch(entry.name) and not entry.is_symlink())


def _remove_empty(folder: Path) -> int:
    """Removes `folder` when nothing is left in it; returns how much is."""
    kept = sum(1 for _ in folder.iterdir())
    if not kept:
        folder.rmdir()
    return kept
