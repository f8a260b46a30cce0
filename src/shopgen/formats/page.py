"""A finished page as browsers and search engines take it apart: what it refers to, and what it says of itself."""

import re
from collections.abc import Mapping

from msgspec import Struct
from selectolax.lexbor import LexborHTMLParser, LexborNode

from shopgen.formats.html import is_excessive

_PICTURE = re.compile(r"[^\s\"'<>()\\,;]+\.(?:avif|webp|jpe?g|png|gif|svg|ico)\b", re.IGNORECASE)
_OF_PICTURES = ("class", "height", "sizes", "width")
# Fewer tags than this are taken apart in under half a second, however deep they are.
_MANY_TAGS = 20_000


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


class Description(Struct, frozen=True):
    """What a page says of itself to machines, each as it is written and empty when it is not there.

    `properties` are those of OpenGraph and its kin by name, the first of each; `data` the texts of its JSON-LD.
    """

    title: str
    description: str
    robots: str
    canonical: str
    language: str
    properties: Mapping[str, str]
    data: tuple[str, ...]


def description(html: str) -> Description:
    tree = LexborHTMLParser("" if _is_endless(html) else html)
    named: dict[str, str] = {}
    for node in tree.css("meta[content]"):
        name = node.attributes.get("property") or node.attributes.get("name")
        if name:
            named.setdefault(name.lower(), node.attributes["content"] or "")
    title, link = tree.css_first("title"), tree.css_first("link[rel=canonical][href]")
    return Description(
        title=" ".join(title.text().split()) if title else "",
        description=named.get("description", ""),
        robots=named.get("robots", ""),
        canonical=(link.attributes["href"] or "") if link else "",
        language=(tree.root.attributes.get("lang") or "") if tree.root else "",
        properties={name: value for name, value in named.items() if ":" in name},
        data=tuple(node.text() for node in tree.css('script[type="application/ld+json"]')),
    )


def references(html: str) -> References:
    """What `html` refers to; nothing, and all of it as `rest`, when it is nested beyond what can be taken apart."""
    if _is_endless(html):
        return References((), (), (), html)
    tree = LexborHTMLParser(html)
    scripts = tuple(filter(None, (node.attributes.get("src") for node in tree.css("script[src]"))))
    styles = tuple(_taken(node, "href") for node in tree.css("link[rel~=stylesheet][href]"))
    pictures = tuple(filter(None, map(_named, tree.css("*"))))
    return References(styles, scripts, pictures, _PICTURE.sub("", tree.html or ""))


def _is_endless(html: str) -> bool:
    return html.count("<") > _MANY_TAGS and is_excessive(html)


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
