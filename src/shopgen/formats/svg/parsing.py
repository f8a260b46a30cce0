"""A file's bytes to a tree of elements, within limits."""

import re
import zlib
from typing import Any
from xml.parsers import expat

from msgspec import Struct

MAX_BYTES = 2_000_000
MAX_INFLATED = 10_000_000
MAX_DEPTH = 200
MAX_ELEMENTS = 100_000

_MAX_ATTRIBUTES = 500
_SVG = "http://www.w3.org/2000/svg"
_GZIP = b"\x1f\x8b"
_ROOT = re.compile(rb"<(\w+:)?svg[\s/>]")
_SEARCHED = 65_536


class BrokenDrawing(ValueError):
    """The content is not a drawing that can be published. The message says why, in words for a person."""


class Element(Struct):
    """`name` is the local one; nothing for an element that is not SVG. Attributes have their local names too.

    `foreign` says that it is of another vocabulary, such as HTML.
    """

    name: str
    attributes: dict[str, str]
    children: "list[Element | str]"
    foreign: bool = False


def is_drawing(content: bytes) -> bool:
    """Whether `content` looks like SVG, packed or not; it may still be broken."""
    head = content[:_SEARCHED]
    return head.startswith(_GZIP) or _ROOT.search(head.replace(b"\0", b"")) is not None


def tree(content: bytes) -> Element:
    """The root of the drawing. Raises BrokenDrawing for what is over the limits or no SVG."""
    if len(content) > MAX_BYTES:
        raise BrokenDrawing(f"the drawing has {len(content):,} bytes, more than the limit of {MAX_BYTES:,}")
    builder = _Builder()
    try:
        builder.parser.Parse(_inflated(content) if content.startswith(_GZIP) else content, True)
    except expat.ExpatError as problem:
        what = expat.ErrorString(problem.code)
        raise BrokenDrawing(f"the drawing is damaged in line {problem.lineno}: {what}") from None
    except (LookupError, ValueError) as problem:  # an encoding that is not known, or cannot be one of XML
        if isinstance(problem, BrokenDrawing):
            raise
        raise BrokenDrawing("the drawing is in an encoding that cannot be read") from None
    root = builder.root
    if root is None or root.name != "svg" or root.foreign:
        raise BrokenDrawing("the content is not a drawing in SVG")
    return root


def _inflated(content: bytes) -> bytes:
    unpacking = zlib.decompressobj(zlib.MAX_WBITS | 16)
    try:
        text = unpacking.decompress(content, MAX_INFLATED + 1)
    except zlib.error:
        raise BrokenDrawing("the packed drawing is damaged") from None
    if len(text) > MAX_INFLATED:
        raise BrokenDrawing(f"the packed drawing unpacks to more than the limit of {MAX_INFLATED:,} bytes")
    if not unpacking.eof:
        raise BrokenDrawing("the packed drawing is damaged")
    return text


class _Builder:
    """Builds the tree. A document type is passed over as long as it declares nothing."""

    def __init__(self) -> None:
        self.root: Element | None = None
        self._open: list[Element] = []
        self._count = 0
        self.parser: Any = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self._document_type
        self.parser.EntityDeclHandler = _refuse_entities
        self.parser.SkippedEntityHandler = _refuse_entities
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = lambda name: self._open.pop()
        self.parser.CharacterDataHandler = lambda text: self._open[-1].children.append(text)

    def _document_type(self, name: str, system: str | None, public: str | None, declares: bool) -> None:
        if declares:
            _refuse_entities()

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._count += 1
        if len(self._open) >= MAX_DEPTH:
            raise BrokenDrawing(f"the drawing is nested deeper than the limit of {MAX_DEPTH} levels")
        if self._count > MAX_ELEMENTS or len(attributes) > _MAX_ATTRIBUTES:
            raise BrokenDrawing(f"the drawing has more than the limit of {MAX_ELEMENTS:,} elements")
        space, _, local = name.rpartition(" ")
        element = Element(local, {_local(key): value for key, value in attributes.items()}, [], space not in {"", _SVG})
        if self._open:
            self._open[-1].children.append(element)
        else:
            self.root = element
        self._open.append(element)


def _local(name: str) -> str:
    """`href` whether or not it is that of XLink, `xml:space` as `space`; others of foreign vocabularies get a colon."""
    space, _, local = name.rpartition(" ")
    known = not space or space.startswith(("http://www.w3.org/1999/xlink", "http://www.w3.org/XML/"))
    return local if known else f":{local}"


def _refuse_entities(*_: object) -> None:
    raise BrokenDrawing("the drawing declares or uses entities, which are not read")
