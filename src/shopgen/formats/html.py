"""HTML that came from elsewhere: cleaned, or reduced to its text; and text made fit for XML. The home of selectolax."""

import re
from collections.abc import Mapping
from html import escape, unescape

import nh3
from msgspec import Struct
from selectolax.lexbor import LexborHTMLParser

_TAGS = """
a abbr b bdi bdo blockquote br caption cite code dd del dfn div dl dt em figcaption figure h1 h2 h3 h4 h5 h6 hr i img
ins kbd li mark ol p pre q s samp small span strong sub sup table tbody td tfoot th thead tr u ul var
"""
_ATTRIBUTES = {
    "*": {"dir", "lang", "title"},
    "a": {"href"},
    "img": {"src", "alt", "width", "height"},
    "ol": {"start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
}
_ACTIVE = """
applet audio base button dialog embed form frame frameset iframe input link math meta noscript object portal script
select style svg template textarea video
"""
_ADDRESSES = ("action", "formaction", "href", "src", "srcdoc", "xlink:href")
_ACTIVE_ADDRESS = re.compile(r"(?!https?:|mailto:|tel:)[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_BLANKS = re.compile(r"[\x00-\x20\x7f-\x9f\xad\u200b-\u200f\u2028-\u202e\u2060\ufeff]+")
_BLOCKS = """
address article aside blockquote br caption dd div dl dt figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr li
main nav ol option p pre section table td th tr ul
"""

# Parsers of HTML are quadratic in depth: 20,000 open elements take a second, a million most of an hour.
MAX_DEPTH = 500
# nh3 is quadratic in the ampersands of one text: 100,000 take 0.2 s, a million 15 s.
MAX_ENTITIES = 100_000
_TAG_START = re.compile(r"<(/?)([a-zA-Z][^\s/<>]*)")
_TAG = re.compile(r"<[^<>]*>")
_CLOSED_BY_OTHERS = "area br col dd dt embed hr img input li link meta option p source td th tr track wbr"


def _is_active(address: str) -> bool:
    """Whether `address` has a scheme that is not published, seen through controls and invisible characters."""
    return bool(_ACTIVE_ADDRESS.match(_BLANKS.sub("", address)))


_CLEANER = nh3.Cleaner(
    tags=set(_TAGS.split()),
    clean_content_tags={"script", "style"},
    attributes=_ATTRIBUTES,
    url_schemes={"http", "https", "mailto", "tel"},
    link_rel=None,
    url_relative=lambda address: None if _is_active(address) else address,
)


class Cleaned(Struct, frozen=True):
    """`html` is balanced and holds only the allowed elements; `removed` counts the active parts that were dropped."""

    html: str
    removed: int


def clean(html: str) -> Cleaned:
    """`html` reduced to text, structure, links and pictures: no scripts, styles, classes, ids, `data-*` or forms.

    All text outside scripts and styles is kept. Addresses are http, https, mailto, tel or relative.
    """
    printable = _printable(html)
    if is_excessive(printable):
        return Cleaned(escape(_without_tags(printable), quote=False), 0)
    return Cleaned(_CLEANER.clean(printable), _active_parts(printable))


def text_of(html: str) -> str:
    """The text that a reader sees in `html`: entities decoded, white space collapsed, blocks parted by a blank."""
    printable = _printable(html)
    if is_excessive(printable):
        return " ".join(_without_tags(printable).split())
    tree = LexborHTMLParser(printable)
    if tree.body is None:
        return ""
    tree.strip_tags(["script", "style", "template", "noscript", "title"])
    for block in tree.css(", ".join(_BLOCKS.split())):
        block.insert_before(" ")
        block.insert_after(" ")
    return " ".join(tree.body.text().split())


class ShownImage(Struct, frozen=True):
    """An `img` as a page has it: its own address, and what is offered instead as media type, srcset and sizes."""

    src: str
    offers: tuple[tuple[str, str, str], ...] = ()


def shown_images(html: str) -> tuple[ShownImage, ...]:
    """The pictures that a page of ours shows, in their order."""
    found = []
    for image in LexborHTMLParser(html).css("img"):
        parent = image.parent
        sources = parent.css("source") if parent is not None and parent.tag == "picture" else []
        offers = [_offer(source.attributes) for source in (*sources, image) if source.attributes.get("srcset")]
        found.append(ShownImage(image.attributes.get("src") or "", tuple(offers)))
    return tuple(found)


def _offer(attributes: Mapping[str, str | None]) -> tuple[str, str, str]:
    return attributes.get("type") or "", attributes.get("srcset") or "", attributes.get("sizes") or ""


def _active_parts(html: str) -> int:
    """How many elements, handlers and addresses in `html` could act."""
    active, count = set(_ACTIVE.split()), 0
    for node in LexborHTMLParser(html).css("*"):
        count += node.tag in active
        for name, value in node.attributes.items():
            count += name.startswith("on")
            count += name in _ADDRESSES and _is_active(value or "")
    return count


def is_excessive(html: str) -> bool:
    """Whether `html` is beyond what parsers read in time, and beyond any document that people write."""
    if html.count("&") > MAX_ENTITIES:
        return True
    depth, closed_by_others = 0, set(_CLOSED_BY_OTHERS.split())
    for slash, name in _TAG_START.findall(html):
        if name.lower() not in closed_by_others:
            depth = max(0, depth + (-1 if slash else 1))
            if depth > MAX_DEPTH:
                return True
    return False


def _without_tags(html: str) -> str:
    return unescape(_TAG.sub(" ", html))


def _printable(html: str) -> str:
    """Lone surrogates cannot be encoded; NUL ends the text for lexbor."""
    return html.encode("utf-8", "replace").decode().replace("\0", "")
