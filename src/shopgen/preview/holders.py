"""Which program listens on a port of this computer, where the system tells."""

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

_TABLES = (Path("/proc/net/tcp"), Path("/proc/net/tcp6"))
_LISTENING = "0A"


def holder(port: int) -> str:
    """Name and number of the process that listens on `port`; empty when nobody may know (only Linux tells)."""
    sockets = {f"socket:[{inode}]" for table in _TABLES for inode in _inodes(table, port)}
    for process in _processes() if sockets else ():
        with suppress(OSError):
            if any(os.readlink(file) in sockets for file in (process / "fd").iterdir()):  # noqa: PTH115
                return f"{(process / 'comm').read_text().strip()}, process {process.name}"
    return ""


def _inodes(table: Path, port: int) -> Iterator[str]:
    """The sockets in one of the kernel's tables (proc(5)) that listen on `port`."""
    with suppress(OSError):
        for line in table.read_text().splitlines()[1:]:
            fields = line.split()
            if fields[3] == _LISTENING and int(fields[1].rpartition(":")[2], 16) == port:
                yield fields[9]


def _processes() -> Iterator[Path]:
    with suppress(OSError):
        yield from (folder for folder in Path("/proc").iterdir() if folder.name.isdecimal())
