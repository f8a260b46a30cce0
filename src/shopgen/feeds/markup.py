"""Texts as they stand in XML that is written without a tree."""

from shopgen.formats.text import xml_text

_IN_ATTRIBUTES = str.maketrans({'"': "&quot;", "\n": "&#10;", "\t": "&#09;"})
DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'


def legal(text: str) -> str:
    """`text` without what XML 1.0 cannot hold, with the line ends that a parser would make of its own."""
    return xml_text(text).replace("\r\n", "\n").replace("\r", "\n")


def written(text: str) -> str:
    """`text` as it stands between tags."""
    return legal(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def quoted(text: str) -> str:
    """`text` as it stands in an attribute, with its quotation marks."""
    return f'"{written(text).translate(_IN_ATTRIBUTES)}"'
