"""Files of the shop for who reads about them in a browser: their text, and links that open them."""

from msgspec import Struct

from shopgen.core.diagnostics import Place
from shopgen.options import Options
from shopgen.preview.editor import Editor
from shopgen.report import Look
from shopgen.report.form import position
from shopgen.report.safe import escaped
from shopgen.report.text import place_text


class Spot(Struct, frozen=True):
    """A place as it is shown, and the address that opens it; no address when it cannot be opened."""

    text: str
    link: str = ""


class Places(Struct, frozen=True):
    options: Options
    editor: Editor = Editor()

    def without_links(self) -> "Places":
        """For readers at another computer, whose editor has none of the files, and who need not know where they lie."""
        return Places(self.options, Editor(""))

    def text(self, path: str) -> str | None:
        """The text of a source file as it is now."""
        return self.options.source_text(path)

    def spot(self, place: Place | None) -> Spot:
        """Where a finding is."""
        path, line, column = position(place)
        return Spot(place_text(place, Look()), self._link(path, line or 1, column or 1))

    def file(self, path: str) -> Spot:
        """A file as a whole."""
        return Spot(escaped(path), self._link(path, 1, 1))

    def _link(self, path: str, line: int, column: int) -> str:
        if not path or not self.editor.pattern:
            return ""
        file = self.options.source_path(path)
        return self.editor.link(file, line, column) if file.is_file() else ""
