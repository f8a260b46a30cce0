"""Our parts of Python-Markdown: links and pictures by the grammar of `syntax`, headings with ids."""

import re
from collections.abc import Mapping
from html import unescape
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString
from msgspec import Struct

from shopgen.formats.markdown.headings import Outline
from shopgen.formats.markdown.image import Image
from shopgen.formats.markdown.standins import restored_text
from shopgen.formats.markdown.syntax import (
    EMPHASIS,
    INLINE,
    address,
    automatic,
    folded,
    is_allowed,
    is_elsewhere,
    unescaped,
)

_Found = tuple[Element | None, int | None, int | None]
_NOTHING: _Found = (None, None, None)
_PLACEHOLDER = re.compile("\x02[^\x03]*\x03")


class Wishes(Struct):
    """What the caller of `render` asks for. The processors read it while they run."""

    links: Mapping[str, str]
    images: Mapping[str, Image]
    top_heading: int


class _References(InlineProcessor):
    """What links and pictures share: the grammar, and where a match leads."""

    def __init__(self, engine: Markdown, wishes: Wishes) -> None:
        super().__init__("", engine)
        self.compiled_re = INLINE
        self.engine = engine
        self.wishes = wishes

    def destination(self, match: re.Match[str], label: str) -> tuple[str, str | None] | None:
        """Address and title; None when `label` is not defined."""
        if match["target"] is not None:
            return address(match["target"]), match["title"] and match["title"][1:-1]
        wanted = folded(label)
        for name, (target, title) in self.engine.references.items():
            if folded(name) == wanted:
                return address(target), title
        return None


class Links(_References):
    def handleMatch(self, m: re.Match[str], data: str) -> _Found:  # type: ignore[override]  # noqa: N802
        if m["auto"]:
            return self._link(automatic(m["auto"]), None, _literal(m["auto"])), m.start(), m.end()
        text = m["text"] if m["text"] is not None else m["short"]
        if text is None or m["image"] or m["short_image"]:
            return _NOTHING
        destination = self.destination(m, m["label"] or text)
        if destination is None:
            return _NOTHING
        return self._link(*destination, text), m.start(), m.end()

    def _link(self, target: str, title: str | None, text: str) -> Element:
        mapped = self.wishes.links.get(target)
        if mapped is None and not is_allowed(target):
            return _plain(text)
        element = Element("a", {"href": _escaped(target if mapped is None else mapped)})
        if mapped is None and is_elsewhere(target):
            element.set("rel", "noopener")
        if title:
            element.set("title", _attribute(title))
        element.text = text
        return element


class Pictures(_References):
    def handleMatch(self, m: re.Match[str], data: str) -> _Found:  # type: ignore[override]  # noqa: N802
        text = m["text"] if m["image"] else m["short"] if m["short_image"] else None
        if text is None:
            return _NOTHING
        destination = self.destination(m, m["label"] or text)
        if destination is None:
            return _NOTHING
        return self._picture(*destination, _attribute(EMPHASIS.sub("", text))), m.start(), m.end()

    def _picture(self, target: str, title: str | None, alternative: str) -> Element:
        picture = self.wishes.images.get(target)
        if picture is None:
            return _plain(AtomicString(alternative))
        shown = Element("img", {"src": _escaped(picture.src), "alt": alternative, **_all_escaped(picture.attributes)})
        if title:
            shown.set("title", _attribute(title))
        if not picture.sources:
            return shown
        whole = Element("picture")
        for attributes in picture.source_attributes():
            SubElement(whole, "source", _all_escaped(attributes))
        whole.append(shown)
        return whole


class Headings(Treeprocessor):
    """Gives headings levels without gaps and ids of their own, and says the alignment of table cells by a class."""

    def __init__(self, engine: Markdown, wishes: Wishes) -> None:
        super().__init__(engine)
        self.wishes = wishes

    def run(self, root: Element) -> None:
        outline = Outline(self.wishes.top_heading)
        for element in root.iter():
            if element.tag in {"h1", "h2", "h3", "h4", "h5", "h6"}:
                text = restored_text(_PLACEHOLDER.sub("", "".join(element.itertext())))
                level, name = outline.place(int(element.tag[1]), text)
                element.tag = f"h{level}"
                element.set("id", name)
            elif "align" in element.attrib:
                element.set("class", f"align-{element.attrib.pop('align')}")


def _plain(text: str) -> Element:
    """`text` without any element of its own: the last gate takes the span away."""
    element = Element("span")
    element.text = text
    return element


def _all_escaped(attributes: Mapping[str, str]) -> dict[str, str]:
    return {name: _escaped(value) for name, value in attributes.items()}


def _escaped(text: str) -> str:
    """Python-Markdown leaves an ampersand alone that looks like an entity."""
    return text.replace("&", "&amp;")


def _literal(text: str) -> AtomicString:
    return AtomicString(_escaped(unescape(text)))


def _attribute(text: str) -> str:
    return " ".join(_escaped(unescape(unescaped(text))).split())
