"""Only what is on the lists of `allowed` is written again; what a person should miss is counted."""

from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from collections import Counter
from collections.abc import Callable
from html import escape

from shopgen.formats.picture import BrokenPicture, Operation, OutputFormat, encoder_version, facts, make
from shopgen.formats.svg.allowed import ACTING, ATTRIBUTES, ELEMENTS, LOCAL, PICTURE, REFERRING, WITH_TEXT
from shopgen.formats.svg.drawing import Drawing
from shopgen.formats.svg.parsing import Element, tree
from shopgen.formats.svg.references import check_references
from shopgen.formats.svg.sizes import size_of
from shopgen.formats.svg.styles import safe_style

Embedded = Callable[[bytes], bytes]
"""What becomes of a photograph inside a drawing. Raises BrokenPicture."""

_HANDLER = "event handler"
_ADDRESS = "address outside the drawing"
_PICTURE_QUALITY = 88
_LISTS = 1
"""Goes up whenever other things are written of a drawing than before."""


def examined(content: bytes) -> Drawing:
    """What the drawing is. Raises BrokenDrawing."""
    return _Cleaner(_looked_at).clean(content)[0]


def cleaned(content: bytes) -> bytes:
    """The drawing as it is published: UTF-8, without metadata, photographs in it made anew. Raises BrokenDrawing."""
    return _Cleaner(_made_anew).clean(content)[1].encode()


def cleaner_version() -> str:
    """Everything that decides the bytes of `cleaned` beside its argument."""
    return f"svg {_LISTS}, {encoder_version()}"


class _Cleaner:
    def __init__(self, embedded: Embedded) -> None:
        self._embedded = embedded
        self._removed: Counter[str] = Counter()
        self._written: list[str] = []

    def clean(self, content: bytes) -> tuple[Drawing, str]:
        root = tree(content)
        width, height = size_of(root)
        box = root.attributes.pop("viewBox", "") or f"0 0 {width} {height}"
        others = {key: value for key, value in root.attributes.items() if key not in {"width", "height"}}
        root.attributes = {"viewBox": box, "width": str(width), "height": str(height), **others}
        check_references(root)
        self._write(root, ' xmlns="http://www.w3.org/2000/svg"')
        return Drawing(width, height, tuple(sorted((+self._removed).items()))), "".join(self._written)

    def _write(self, element: Element, more: str = "", group: str = "g") -> None:
        name = group if element.name == "a" else element.name  # inside `<img>` a link leads nowhere
        if element.foreign or name not in ELEMENTS:
            self._leave_out(element)
            return
        if name == "style":
            self._write_style(element)
            return
        attributes = {key: self._attribute(name, key, value) for key, value in element.attributes.items()}
        if name == "image" and not attributes.get("href"):
            return
        told = "".join(f' {_written(key)}="{_quoted(value)}"' for key, value in attributes.items() if value)
        self._written.append(f"<{name}{more}{told}")
        start = len(self._written)
        self._written.append(">")
        for child in element.children:
            if isinstance(child, Element):
                self._write(child, group="tspan" if name in WITH_TEXT else "g")
            elif name in WITH_TEXT:
                self._written.append(escape(child, quote=False))
        if len(self._written) == start + 1:
            self._written[start] = "/>"
        else:
            self._written.append(f"</{name}>")

    def _write_style(self, element: Element) -> None:
        css, outside = safe_style("".join(child for child in element.children if isinstance(child, str)))
        self._removed[_ADDRESS] += outside
        if css:
            self._written.append(f"<style>{escape(css, quote=False)}</style>")

    def _leave_out(self, element: Element) -> None:
        waiting = [element]
        while waiting:
            one = waiting.pop()
            what = ACTING.get(one.name)
            if what is not None:
                self._removed[what] += 1
                continue  # what is inside counts with it
            waiting.extend(child for child in one.children if isinstance(child, Element))

    def _attribute(self, element: str, name: str, value: str) -> str:
        """The value that is written; nothing for an attribute that is left out."""
        if name.lower().startswith("on"):
            self._removed[_HANDLER] += 1
        elif name in {"href", "src"}:
            kept = self._address(element, value.strip())
            self._removed[_ADDRESS] += not kept
            return kept
        elif name in ATTRIBUTES:
            if not {"(", "\\", ":", "@"}.isdisjoint(value):
                value, outside = safe_style(value)
                self._removed[_ADDRESS] += outside
            return value
        return ""

    def _address(self, element: str, value: str) -> str:
        if element in REFERRING:
            return value if LOCAL.fullmatch(value) else ""
        picture = PICTURE.fullmatch(value) if element == "image" else None
        if picture is None:
            return ""
        try:
            content = self._embedded(b64decode(picture[1]))
        except (BrokenPicture, NotBase64):
            return ""
        return f"data:image/{facts(content).format};base64,{b64encode(content).decode()}"


def _looked_at(content: bytes) -> bytes:
    facts(content)
    return content


def _made_anew(content: bytes) -> bytes:
    """A photograph as it would be published by itself: upright, in sRGB, nameless."""
    known = facts(content)
    kind: OutputFormat = "png" if known.has_alpha or known.format in {"png", "gif"} else "jpeg"
    return make(content, Operation(known.width, known.height, "contain", kind, _PICTURE_QUALITY))


def _written(name: str) -> str:
    return f"xml:{name}" if name in {"lang", "space"} else name


def _quoted(value: str) -> str:
    return escape(value).replace("\n", "&#10;").replace("\t", "&#9;").replace("\r", "&#13;")
