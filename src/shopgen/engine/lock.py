"""One build at a time in a folder: a lock that dies with its process."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from shopgen.core.failures import BusyFailure

PATIENCE_SECONDS = 10.0
_LOCKED_BYTE = 1 << 30


@contextmanager
def locked(path: Path, patience: float = PATIENCE_SECONDS) -> Iterator[None]:
    """Holds the lock file `path`. Raises BusyFailure, naming the holder, when `patience` seconds were not enough."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+") as file:
        deadline = time.monotonic() + patience
        while not _acquire(file):
            if time.monotonic() >= deadline:
                file.seek(0)
                holder = file.read().strip() or "unknown"
                raise BusyFailure(f"another shopgen is at work in this folder (process {holder})", "wait until it ends")
            time.sleep(0.05)
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        try:
            yield
        finally:
            _release(file)


def _acquire(file: IO[str]) -> bool:
    try:
        import fcntl
    except ImportError:
        return _acquire_on_windows(file)
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _release(file: IO[str]) -> None:
    """Workers that were forked share the lock, so closing our file would not be enough."""
    try:
        import fcntl
    except ImportError:
        return
    fcntl.flock(file, fcntl.LOCK_UN)


def _acquire_on_windows(file: IO[str]) -> bool:
    """Locks a byte far behind the text, which stays readable; the system releases it when the file is closed.

    Never seen on Windows.
    """
    import msvcrt

    os.lseek(file.fileno(), _LOCKED_BYTE, os.SEEK_SET)
    try:
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined, unused-ignore]
    except OSError:
        return False
    return True
