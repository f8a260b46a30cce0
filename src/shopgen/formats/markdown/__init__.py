"""Markdown: what it refers to, what is wrong with it, its HTML and its plain text. The home of its engines.

The dialect is that of the engine: Python-Markdown's with tables, definition lists and fenced code, or that of comrak.
Raw HTML is text. `references` and `render` find links and pictures in one way, the first by the grammar in `syntax` and
the second in what comrak writes, so what planning sees is what is rendered.
"""

from shopgen.formats.markdown.checks import Study, check, study
from shopgen.formats.markdown.engines import LIBRARIES, Engine, is_installed
from shopgen.formats.markdown.image import Image
from shopgen.formats.markdown.limits import MAX_CHARACTERS, Remark
from shopgen.formats.markdown.plain import plain_text, summary
from shopgen.formats.markdown.referring import references
from shopgen.formats.markdown.rendering import render
from shopgen.formats.markdown.syntax import SKU, Reference, is_allowed

__all__ = [
    "LIBRARIES",
    "MAX_CHARACTERS",
    "SKU",
    "Engine",
    "Image",
    "Reference",
    "Remark",
    "Study",
    "check",
    "is_allowed",
    "is_installed",
    "plain_text",
    "references",
    "render",
    "study",
    "summary",
]
