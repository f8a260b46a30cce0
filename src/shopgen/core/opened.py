"""Files that stay open while parts of them are read."""

import os
from contextlib import suppress
from pathlib import Path

READING = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)
"""A pipe that came into the place of a file since somebody looked is empty: nobody waits for who may write to it."""


class Opened:
    """A file that is open as long as somebody holds this; a forked process may read from it as well."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file = os.open(path, READING)

    def part(self, offset: int, length: int) -> bytes:
        """The bytes from `offset` on; less than `length` where the file ends earlier."""
        return _read_at(self._file, length, offset)

    def __del__(self) -> None:
        with suppress(AttributeError):  # it could not be opened
            os.close(self._file)


def _seek_and_read(file: int, length: int, offset: int) -> bytes:
    """For systems that cannot do both in one call."""
    os.lseek(file, offset, os.SEEK_SET)
    return os.read(file, length)


_read_at = getattr(os, "pread", _seek_and_read)
