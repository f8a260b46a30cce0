"""Short ways to what is known to be safe: what templates may read by the exact type of a value, and markup of ours."""

from collections.abc import Callable
from typing import get_type_hints

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


class Way(dict[type, bool]):
    """Whether attributes may be read one after the other, by the exact type of the value that the first is read of.

    Only where each of them is a field of ours, always with a value of the same type, is all known from the first.
    """

    def __init__(self, names: tuple[str, ...]) -> None:
        super().__init__()
        self._names = names

    def __missing__(self, kind: type) -> bool:
        self[kind] = all_open = _is_open(kind, self._names)
        return all_open


def _is_open(kind: type, names: tuple[str, ...]) -> bool:
    first, *others = names
    if first not in READABLE[kind]:
        return False
    field = get_type_hints(kind).get(first)
    return not others or (isinstance(field, type) and _is_open(field, tuple(others)))


escaped: Callable[[str], str] = _escape_inner
"""What `escape` does to a text, without the markup around it; private to MarkupSafe and pinned by a test."""


def marked(text: str) -> Markup:
    """`text` as markup that needs no escaping, at a third of what it costs to let Markup ask whether it is any."""
    return str.__new__(Markup, text)
