"""Drawings in SVG: how large they are, and clean copies in which nothing acts and nothing leads outside.

Nothing here trusts a file: it is parsed without a document type's entities, and only what is on a list is written
again. What comes out is for `<img>`, never for the inside of a page.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from shopgen.formats.svg.drawing import Drawing

if TYPE_CHECKING:
    from shopgen.formats.svg.cleaning import cleaned, cleaner_version, examined
    from shopgen.formats.svg.parsing import MAX_BYTES, MAX_DEPTH, MAX_ELEMENTS, MAX_INFLATED, BrokenDrawing, is_drawing
    from shopgen.formats.svg.references import MAX_DRAWN
    from shopgen.formats.svg.standing import stand_in

__all__ = [
    "MAX_BYTES",
    "MAX_DEPTH",
    "MAX_DRAWN",
    "MAX_ELEMENTS",
    "MAX_INFLATED",
    "BrokenDrawing",
    "Drawing",
    "cleaned",
    "cleaner_version",
    "examined",
    "is_drawing",
    "stand_in",
]

_HOMES = {
    "cleaned": "cleaning",
    "cleaner_version": "cleaning",
    "examined": "cleaning",
    "MAX_BYTES": "parsing",
    "MAX_DEPTH": "parsing",
    "MAX_ELEMENTS": "parsing",
    "MAX_INFLATED": "parsing",
    "BrokenDrawing": "parsing",
    "is_drawing": "parsing",
    "MAX_DRAWN": "references",
    "stand_in": "standing",
}

if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        """What takes drawings apart is loaded for the first of them, and Pillow for the photographs in it."""
        if name not in _HOMES:
            raise AttributeError(name)
        return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
