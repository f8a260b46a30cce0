"""A file without a name, for what one process tells another and neither has to hold as a whole."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryFile

_LENGTH = 8


class Spool:
    """Pieces in order; gone with the last process that has it. One that is forked from its maker may fill it."""

    def __init__(self, folder: Path) -> None:
        self._file = TemporaryFile(dir=folder)  # noqa: SIM115 - open as long as somebody holds this

    def fill(self, pieces: Iterable[bytes]) -> None:
        """Writes each piece when it comes."""
        for piece in pieces:
            self._file.write(len(piece).to_bytes(_LENGTH, "little"))
            self._file.write(piece)
        self._file.flush()

    def __iter__(self) -> Iterator[bytes]:
        """The pieces from the first on, once it is full."""
        self._file.seek(0)
        while length := self._file.read(_LENGTH):
            yield self._file.read(int.from_bytes(length, "little"))

    def __del__(self) -> None:
        with suppress(AttributeError):  # it could not be made
            self._file.close()
