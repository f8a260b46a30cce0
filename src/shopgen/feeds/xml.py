"""Small XML trees whose texts can hold anything that people type."""

from collections.abc import Mapping
from xml.etree import ElementTree

from shopgen.formats.text import xml_text

Element = ElementTree.Element
_IN_ATTRIBUTES = str.maketrans({'"': "&quot;", "\n": "&#10;", "\t": "&#09;"})
DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'


def element(parent: Element | None, tag: str, text: str = "", attributes: Mapping[str, str] | None = None) -> Element:
    """A new element, below `parent` if there is one, its texts without what XML 1.0 cannot hold."""
    clean = {name: _text(value) for name, value in (attributes or {}).items()}
    made = ElementTree.Element(tag, clean) if parent is None else ElementTree.SubElement(parent, tag, clean)
    if text:
        made.text = _text(text)
    return made


def _text(text: str) -> str:
    """Line ends are those that a parser would make of them."""
    return xml_text(text).replace("\r\n", "\n").replace("\r", "\n")


def written(text: str) -> str:
    """`text` as it stands between tags, for a document that needs no tree."""
    return _text(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def quoted(text: str) -> str:
    """`text` as it stands in an attribute, with its quotation marks."""
    return f'"{written(text).translate(_IN_ATTRIBUTES)}"'


def document(root: Element) -> bytes:
    """The tree as an indented UTF-8 file with its declaration."""
    ElementTree.indent(root)
    return DECLARATION.encode() + bytes(ElementTree.tostring(root, "utf-8")) + b"\n"
