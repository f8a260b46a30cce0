"""Drawings in SVG: how large they are, and clean copies in which nothing acts and nothing leads outside.

Nothing here trusts a file: it is parsed without a document type's entities, and only what is on a list is written
again. What comes out is for `<img>`, never for the inside of a page.
"""

from shopgen.formats.svg.cleaning import Drawing, cleaned, cleaner_version, examined
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
