"""The last gate: only what may be published passes it, whichever engine wrote it."""

import nh3

from shopgen.formats.tones import TONES

_ALIGNMENTS = {"align-left", "align-center", "align-right"}
_TAGS = """
a blockquote br code dd del dl dt em h1 h2 h3 h4 h5 h6 hr img li ol p picture pre source strong table tbody td th thead
tr ul
"""
_GATE = nh3.Cleaner(
    tags=set(_TAGS.split()),
    attributes={
        "a": {"href", "rel", "title"},
        "code": {"class"},
        "img": {"alt", "height", "loading", "sizes", "src", "srcset", "title", "width"},
        "ol": {"start"},
        "source": {"media", "sizes", "srcset", "type"},
    }
    | {f"h{level}": {"id"} for level in range(1, 7)},
    allowed_classes={"td": _ALIGNMENTS, "th": _ALIGNMENTS, "img": {f"tone-{name}" for name in TONES}},
    url_schemes={"http", "https", "mailto", "tel"},
    link_rel=None,
)
# nh3 is quadratic in the entities of one text: 100,000 take 0.2 s, a million 20 s.
_MAX_ENTITIES = 100_000


def cleaned(html: str) -> str | None:
    """`html` with nothing but the allowed elements, attributes and addresses; None when there is too much to clean."""
    return None if html.count("&") > _MAX_ENTITIES else _GATE.clean(html)
