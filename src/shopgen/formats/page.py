"""A finished page as browsers take it apart: what it refers to."""

import re

from msgspec import Struct
from selectolax.lexbor import LexborHTMLParser, LexborNode

_PICTURE = re.compile(r"[^\s\"'<>()\\,;]+\.(?:avif|webp|jpe?g|png|gif|svg|ico)\b", re.IGNORECASE)
_OF_PICTURES = ("class", "height", "sizes", "width")


class Named(Struct, frozen=True):
    """An element that names pictures: all its attributes that do, and with `img` and `source` those of its size."""

    attributes: tuple[tuple[str, str], ...]
    pictures: tuple[str, ...]


class References(Struct, frozen=True):
    """The addresses in a page as they are written, in its order, and `rest`: the page without what is in `styles`
    and `pictures`, so that it is equal for pages that differ in nothing else.
    """

    styles: tuple[str, ...]
    scripts: tuple[str, ...]
    pictures: tuple[Named, ...]
    rest: str


def references(html: str) -> References:
    tree = LexborHTMLParser(html)
    scripts = tuple(filter(None, (node.attributes.get("src") for node in tree.css("script[src]"))))
    styles = tuple(_taken(node, "href") for node in tree.css("link[rel=stylesheet][href]"))
    pictures = tuple(filter(None, map(_named, tree.css("*"))))
    return References(styles, scripts, pictures, _PICTURE.sub("", tree.html or ""))


def _named(node: LexborNode) -> Named | None:
    attributes = {name: value for name, value in node.attributes.items() if value and _PICTURE.search(value)}
    if not attributes or node.tag == "script":
        return None
    pictures = tuple(name for value in attributes.values() for name in _PICTURE.findall(value))
    if node.tag in {"img", "source"}:
        attributes.update({name: node.attributes[name] or "" for name in _OF_PICTURES if name in node.attributes})
    return Named(tuple((name, _taken(node, name)) for name in sorted(attributes)), pictures)


def _taken(node: LexborNode, name: str) -> str:
    """The value of an attribute, which is taken away."""
    value = node.attributes[name] or ""
    del node.attrs[name]
    return value
