"""Files that are copied or scaled, and documents whose text is known when they are planned."""

from shopgen.core.diagnostics import Diagnostic, Field, Severity
from shopgen.core.digests import Digest
from shopgen.engine.files import FileValue
from shopgen.engine.kitchen import Making
from shopgen.engine.refusal import Refused
from shopgen.formats import picture, svg
from shopgen.formats.picture import BrokenPicture, Icon, Operation

COPY = {"source": FileValue}
PICTURE = {"source": FileValue, "operation": Operation}
DRAWING = {"source": FileValue}
ICON = {"source": FileValue, "icon": Icon}
TEXT = {"text": str}


def copy(making: Making) -> bytes:
    """The bytes of the ingredient `source`."""
    return making.read(making.one("source"))


class Darkroom:
    """Where pictures are made: the one that was used last stays open, for the next copy of it."""

    def __init__(self) -> None:
        self._open: tuple[Digest, picture.Decoded] | None = None

    def copy(self, making: Making) -> bytes:
        """The picture `source` after `operation`. Refused when it cannot be decoded."""
        source: FileValue = making.one("source")
        operation: Operation = making.one("operation")
        try:
            return self._decoded(source, making).make(operation)
        except BrokenPicture as broken:
            raise _refused(source, broken, "save it again as JPEG or PNG") from None

    def _decoded(self, source: FileValue, making: Making) -> "picture.Decoded":
        if self._open is None or self._open[0] != source.digest:
            self._open = None  # before the next is opened: one must fit into memory, not two
            self._open = source.digest, picture.Decoded(making.read(source))
        return self._open[1]


def icon(making: Making) -> bytes:
    """The picture `source` as the `icon` that is wanted."""
    source: FileValue = making.one("source")
    try:
        return picture.icon(making.read(source), making.one("icon"))
    except BrokenPicture as broken:
        raise _refused(source, broken, "save it again as JPEG or PNG") from None


def favicon(making: Making) -> bytes:
    """The picture `source` as `favicon.ico`, around the focus of `icon`."""
    source: FileValue = making.one("source")
    wanted: Icon = making.one("icon")
    try:
        return picture.favicon(making.read(source), wanted.focus)
    except BrokenPicture as broken:
        raise _refused(source, broken, "save it again as JPEG or PNG") from None


def clean(making: Making) -> bytes:
    """The drawing `source` without anything that acts. Refused when it cannot be read."""
    source: FileValue = making.one("source")
    try:
        return svg.cleaned(making.read(source))
    except svg.BrokenDrawing as broken:
        raise _refused(source, broken, "export it again as plain SVG") from None


def _refused(source: FileValue, broken: ValueError, hint: str) -> Refused:
    message = f"`{source.path}` is not a picture that can be used: {broken}"
    return Refused(Diagnostic(Severity.ERROR, "picture-broken", message, Field(source.path), hint))


def verbatim(making: Making) -> bytes:
    """The text of the ingredient `text`."""
    text: str = making.one("text")
    return text.encode()
