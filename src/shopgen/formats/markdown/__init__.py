"""Markdown: what it refers to, what is wrong with it, its HTML and its plain text. The home of Python-Markdown.

The dialect is Python-Markdown's with tables, definition lists and fenced code. Links and pictures are found by the
grammar in `syntax`, by `references` and `render` alike, so what planning sees is what is rendered. Raw HTML is text.
"""

from shopgen.formats.markdown.checks import check
from shopgen.formats.markdown.image import Image
from shopgen.formats.markdown.limits import MAX_CHARACTERS, Remark
from shopgen.formats.markdown.plain import plain_text, summary
from shopgen.formats.markdown.rendering import render
from shopgen.formats.markdown.syntax import Reference, is_allowed, references

__all__ = [
    "MAX_CHARACTERS",
    "Image",
    "Reference",
    "Remark",
    "check",
    "is_allowed",
    "plain_text",
    "references",
    "render",
    "summary",
]
