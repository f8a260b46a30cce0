"""Short ways to what is known to be safe: what templates may read by the exact type of a value, and markup of ours."""

from collections.abc import Callable

from jinja2.runtime import LoopContext
from markupsafe import Markup, _escape_inner  # type: ignore[attr-defined]
from msgspec import Struct

UNSAFE_OF_TEXTS = frozenset(("encode", "expandtabs", "format", "format_map", "maketrans", "translate", "zfill"))
"""They reach attributes that the sandbox hides, or make texts of any length."""

_OF_LOOPS = frozenset(("depth", "depth0", "first", "index", "index0", "last", "length", "revindex", "revindex0"))


class _Readable(dict[type, frozenset[str]]):
    """Of our own values all fields; nothing of a type that is not known."""

    def __missing__(self, kind: type) -> frozenset[str]:
        self[kind] = frozenset(kind.__struct_fields__) if issubclass(kind, Struct) else frozenset()
        return self[kind]


def _methods(kind: type[str]) -> frozenset[str]:
    return frozenset(name for name in dir(kind) if not name.startswith("_")) - UNSAFE_OF_TEXTS


READABLE = _Readable({str: _methods(str), Markup: _methods(Markup), LoopContext: _OF_LOOPS})


escaped: Callable[[str], str] = _escape_inner
"""What `escape` does to a text, without the markup around it; private to MarkupSafe and pinned by a test."""


def marked(text: str) -> Markup:
    """`text` as markup that needs no escaping, at a third of what it costs to let Markup ask whether it is any."""
    return str.__new__(Markup, text)
