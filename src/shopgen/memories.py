"""The memories of a shop, one for each format that there was, in a folder that may hold anybody's things as well."""

import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from shopgen.core.disk import Beside, Disk
from shopgen.engine.memory import FORMAT

_FORMAT = re.compile(r"[1-9][0-9]*")
_FILE = re.compile(
    r"ledger|outline|reading|images|preview/(plan|outline)"
    r"|store/(index|packs/[0-9a-f]{16}|large/[0-9a-f]{2}/[0-9a-f]{38})"
)
_FOLDER = re.compile(r"(preview|store(/packs|/large(/[0-9a-f]{2})?)?)?")


def memories(cache: Path) -> Iterator[Path]:
    """The folder of each: it is named by a number, and a store is in it unless this shopgen has lost that."""
    numbered = (path for path in sorted(cache.iterdir()) if _FORMAT.fullmatch(path.name) and not path.is_symlink())
    return (folder for folder in numbered if folder.name == FORMAT or (folder / "store").is_dir())


def throw_away(disk: Disk, memory: Path) -> None:
    """Removes what any shopgen has put into a memory. Whatever else lies there stays."""
    beside = Beside()
    found = [entry.path for entry in disk.walk(memory, beside=beside) if not entry.odd]
    for path in (*filter(_FILE.fullmatch, found), *beside.leftovers):
        disk.remove(memory / path)
    for path in filter(_FOLDER.fullmatch, reversed(beside.folders)):
        disk.remove_empty_folder(memory / path)


def throw_away_older(disk: Disk, cache: Path) -> None:
    """The same with memories of formats before this one, as far as the system lets us: they only take room."""
    older: list[Path] = []
    with suppress(OSError):
        older += [memory for memory in memories(cache) if int(memory.name) < int(FORMAT)]
    for memory in older:
        with suppress(OSError):
            throw_away(disk, memory)
