"""Pictures are decoded in a process apart, of which one is kept for each process that makes them."""

from msgspec import convert

from shopgen.formats.picture import making, tones
from shopgen.formats.picture.cell import Cell
from shopgen.formats.picture.limits import BrokenPicture
from shopgen.formats.picture.operations import Operation

_cell = Cell()
_open: list[making.Decoded] = []
"""In the cell: the one picture that is open."""


class Decoded:
    """One picture, decoded once for as many copies as are wanted of it, one after the other."""

    def __init__(self, content: bytes) -> None:
        """Raises BrokenPicture for all but pictures within the limits."""
        self._content = content
        self._problem = ""
        with _cell:
            self._open()

    def make(self, operation: Operation) -> bytes:
        """As making.Decoded.make. Raises BrokenPicture also for what takes too much time or memory, and then always:
        a picture that takes all of its time would else take it for each of its copies.
        """
        if self._problem:
            raise BrokenPicture(self._problem)
        try:
            return self._made(operation)
        except BrokenPicture as broken:
            self._problem = str(broken)
            raise

    def _made(self, operation: Operation) -> bytes:
        with _cell:
            _cell.start()
            if _cell.holds is not self:
                self._open()
            return _cell.ask(_make, operation, kind=bytes)

    def _open(self) -> None:
        _cell.ask(_open_picture, self._content, kind=bool)
        _cell.holds = self


def make(content: bytes, operation: Operation) -> bytes:
    """One copy of the picture `content`, as `Decoded.make` gives it."""
    return Decoded(content).make(operation)


def tone(content: bytes) -> str:
    """As tones.tone."""
    with _cell:
        _cell.holds = None
        return _cell.ask(_tone, content, kind=str)


def _open_picture(content: bytes) -> bool:  # pragma: no cover - runs in a process of its own
    _open.clear()  # before the next is opened: one must fit into memory, not two
    _open.append(making.Decoded(content))
    return True


def _tone(content: bytes) -> str:  # pragma: no cover - runs in a process of its own
    _open.clear()
    return tones.tone(content)


def _make(operation: object) -> bytes:  # pragma: no cover - runs in a process of its own
    return _open[0].make(convert(operation, Operation))
