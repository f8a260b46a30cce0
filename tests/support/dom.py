"""Pages as browsers take them apart: what elements they have, where their links lead, what they tell machines."""

import json
import re
from collections.abc import Iterator
from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode

Shape = tuple[str, tuple[str, ...], tuple["Shape", ...]]

# what Markdown may become, by the module `formats.markdown`
PROSE_TAGS = frozenset(
    [
        "a",
        "blockquote",
        "br",
        "code",
        "dd",
        "dl",
        "dt",
        "em",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "img",
        "li",
        "ol",
        "p",
        "pre",
        "strong",
        "table",
        "tbody",
        "td",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
PROSE_ATTRIBUTES = frozenset(
    ["alt", "class", "height", "href", "id", "loading", "rel", "sizes", "src", "srcset", "start", "title", "width"]
)
SCHEMES = frozenset(("", "http", "https", "mailto", "tel"))

_URLS = ("href", "src", "action", "formaction", "poster", "data", "xlink:href")
_SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*):")


def parsed(html: str) -> LexborHTMLParser:
    return LexborHTMLParser(html)


def shape(page: LexborHTMLParser) -> Shape:
    """Elements and names of attributes; what Markdown became is one leaf."""
    assert page.root is not None
    return _shape(page.root)


def _shape(node: LexborNode) -> Shape:
    is_prose = "prose" in (node.attributes.get("class") or "").split()
    children = () if is_prose else tuple(_shape(child) for child in node.iter())
    return (node.tag or "", tuple(sorted(node.attributes)), children)


def differences(one: Shape, other: Shape, path: str = "") -> Iterator[str]:
    """Where two shapes part, for people."""
    here = f"{path}/{one[0]}"
    if one[:2] != other[:2]:
        yield f"{here}: {one[:2]} is not {other[:2]}"
    elif len(one[2]) != len(other[2]):
        yield f"{here}: {[child[0] for child in one[2]]} is not {[child[0] for child in other[2]]}"
    else:
        for left, right in zip(one[2], other[2], strict=True):
            yield from differences(left, right, here)


def strangers(page: LexborHTMLParser) -> list[str]:
    """Elements and attributes in prose that Markdown must not make."""
    found = []
    for prose in page.css(".prose"):
        for node in prose.traverse():
            if node.mem_id == prose.mem_id:
                continue
            if node.tag not in PROSE_TAGS:
                found.append(str(node.tag))
            found += [f"{node.tag} {name}" for name in node.attributes if name not in PROSE_ATTRIBUTES]
    return found


def bad_addresses(page: LexborHTMLParser) -> list[str]:
    """Addresses that do something else than lead to a page, as a browser reads them."""
    found = []
    for node in page.css("*"):
        for name in _URLS:
            address = node.attributes.get(name)
            if address is not None and _scheme(address) not in SCHEMES:
                found.append(address)
        content = node.attributes.get("content") or ""
        if (node.attributes.get("http-equiv") or "").lower() == "refresh" and not re.fullmatch(
            r"0; ?url=https://glinka\.example/\S*", content
        ):
            found.append(content)
    return found


def _scheme(address: str) -> str:
    bare = re.sub(r"[\t\n\r]", "", address.strip("".join(map(chr, range(33)))))
    match = _SCHEME.match(bare)
    return match[1].lower() if match else ""


def structured(page: LexborHTMLParser) -> list[Any]:
    return [json.loads(script.text(deep=True)) for script in page.css('script[type="application/ld+json"]')]


def texts_in(value: Any) -> Iterator[str]:
    """All texts in a JSON value."""
    if isinstance(value, str):
        yield value
    for child in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from texts_in(child)
