"""JSON that stands in HTML: it cannot end the script around it, whatever the texts are."""

from collections.abc import Callable, Iterable
from json.encoder import encode_basestring_ascii
from typing import Any

import msgspec
from jinja2.utils import htmlsafe_json_dumps
from markupsafe import Markup

from shopgen.making.access import escaped, marked

_ESCAPES = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}

_encode = msgspec.json.Encoder().encode


def linked_data(documents: Iterable[object]) -> Markup:
    """A script block for each document; a Decimal in it is written as a text."""
    return Markup("\n    ".join(map(_block, documents)))


def _block(document: object) -> str:
    text = _encode(document).decode()
    for character, escape in _ESCAPES.items():
        text = text.replace(character, escape)
    return f'<script type="application/ld+json">{text}</script>'


def tojson(value: Any, indent: int | None = None) -> Markup:
    """Jinja's filter as it is set up without options."""
    return htmlsafe_json_dumps(value, sort_keys=True, indent=indent)


def short_for_texts(tojson: Callable[..., Markup]) -> Callable[..., Markup]:
    """The filter `tojson` with a short way for texts, which are most of what it gets, to the same result."""

    def filter_(value: Any, indent: int | None = None) -> Markup:
        return marked(text_in_script(value)) if type(value) is str else tojson(value, indent=indent)

    return filter_


def text_in_script(text: str) -> str:
    """What `tojson` gives for a text."""
    json = encode_basestring_ascii(text)
    if escaped(text) is text:  # it has none of the signs of HTML
        return json
    return json.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026").replace("'", "\\u0027")
