"""Small XML trees whose texts can hold anything that people type."""

from collections.abc import Mapping
from xml.etree import ElementTree

from shopgen.feeds.markup import DECLARATION, legal

Element = ElementTree.Element


def element(parent: Element | None, tag: str, text: str = "", attributes: Mapping[str, str] | None = None) -> Element:
    """A new element, below `parent` if there is one, its texts without what XML 1.0 cannot hold."""
    clean = {name: legal(value) for name, value in (attributes or {}).items()}
    made = ElementTree.Element(tag, clean) if parent is None else ElementTree.SubElement(parent, tag, clean)
    if text:
        made.text = legal(text)
    return made


def document(root: Element) -> bytes:
    """The tree as an indented UTF-8 file with its declaration."""
    ElementTree.indent(root)
    return DECLARATION.encode() + bytes(ElementTree.tostring(root, "utf-8")) + b"\n"
