"""Small XML trees whose texts can hold anything that people type."""

from collections.abc import Mapping
from xml.etree import ElementTree

from shopgen.formats.text import xml_text

Element = ElementTree.Element


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


def document(root: Element) -> bytes:
    """The tree as an indented UTF-8 file with its declaration."""
    ElementTree.indent(root)
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + bytes(ElementTree.tostring(root, "utf-8")) + b"\n"
