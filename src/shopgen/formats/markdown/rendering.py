"""Markdown to HTML that is safe to publish: Python-Markdown, our own links and pictures, and nh3 as the last gate."""

import re
from collections.abc import Mapping
from html import escape
from threading import local

import nh3
from markdown import Markdown

from shopgen.formats.markdown.preparing import Prepared, prepare
from shopgen.formats.markdown.processors import Headings, Image, Links, Pictures, Wishes
from shopgen.formats.markdown.standins import FENCE_MARK, restored

_EXTENSIONS = ["def_list", "sane_lists", "tables"]
_REPLACED = "reference link image_link image_reference short_reference short_image_ref autolink automail"
_FENCE_MARK = re.compile(f"(?:<p>)?{FENCE_MARK}([0-9]+){FENCE_MARK}(?:</p>)?")
_ALIGNMENTS = {"align-left", "align-center", "align-right"}
_TAGS = "a blockquote br code dd dl dt em h1 h2 h3 h4 h5 h6 hr img li ol p pre strong table tbody td th thead tr ul"
_GATE = nh3.Cleaner(
    tags=set(_TAGS.split()),
    attributes={
        "a": {"href", "rel", "title"},
        "code": {"class"},
        "img": {"alt", "height", "loading", "sizes", "src", "srcset", "title", "width"},
        "ol": {"start"},
    }
    | {f"h{level}": {"id"} for level in range(1, 7)},
    allowed_classes={"td": _ALIGNMENTS, "th": _ALIGNMENTS},
    url_schemes={"http", "https", "mailto", "tel"},
    link_rel=None,
)
# nh3 is quadratic in the entities of one text: 100,000 take 0.2 s, a million 20 s.
_MAX_ENTITIES = 100_000


def render(source: str, links: Mapping[str, str], images: Mapping[str, Image], top_heading: int = 2) -> str:
    """The HTML of `source`, its highest headings at the level `top_heading`, and no level left out. Never raises.

    `links` and `images` map targets, as `references` gives them, to what is published. A link without an entry keeps
    its address if `is_allowed`, else becomes its text; a picture without one becomes its alternative text.
    """
    prepared = prepare(source)
    html = _engine().convert(prepared, links, images, top_heading)
    if html.count("&") > _MAX_ENTITIES:
        return restored(_as_typed(prepared.text))
    return restored(_GATE.clean(html))


class _Engine:
    """One Python-Markdown. It takes 1 ms to make, so it is kept."""

    def __init__(self) -> None:
        self.wishes = Wishes({}, {}, 2)
        self.markdown = Markdown(
            extensions=_EXTENSIONS, extension_configs={"tables": {"use_align_attribute": True}}, output_format="html"
        )
        self.markdown.preprocessors.deregister("html_block")
        self.markdown.inlinePatterns.deregister("html")
        for name in _REPLACED.split():
            self.markdown.inlinePatterns.deregister(name)
        # Above backticks (190) and escapes (180): the grammar knows both.
        self.markdown.inlinePatterns.register(Links(self.markdown, self.wishes), "links", 200)
        self.markdown.inlinePatterns.register(Pictures(self.markdown, self.wishes), "pictures", 195)
        self.markdown.treeprocessors.register(Headings(self.markdown, self.wishes), "headings", 5)

    def convert(
        self, prepared: Prepared, links: Mapping[str, str], images: Mapping[str, Image], top_heading: int
    ) -> str:
        self.wishes.links, self.wishes.images, self.wishes.top_heading = links, images, top_heading
        try:
            html = self.markdown.reset().convert(_with_marks(prepared))
        except Exception:  # whatever bug of the parser a text finds, it must not stop the shop
            return _as_typed(prepared.text)
        return _FENCE_MARK.sub(lambda match: _code(prepared, int(match[1])), html) if prepared.fences else html


_engines = local()  # an engine is not for two threads at once


def _engine() -> _Engine:
    if not hasattr(_engines, "engine"):
        _engines.engine = _Engine()
    engine: _Engine = _engines.engine
    return engine


def _with_marks(prepared: Prepared) -> str:
    """The text with a mark in a paragraph of its own for each fenced block."""
    parts = []
    for index, (start, end) in enumerate(prepared.prose()):
        parts += [prepared.text[start:end], f"\n\n{FENCE_MARK}{index}{FENCE_MARK}\n\n"]
    return "".join(parts[:-1])


def _code(prepared: Prepared, index: int) -> str:
    fence = prepared.fences[index]
    code = escape(prepared.text[fence.inside : fence.closing], quote=False)
    return (
        f'<pre><code class="language-{escape(fence.language)}">{code}</code></pre>'
        if fence.language
        else (f"<pre><code>{code}</code></pre>")
    )


def _as_typed(text: str) -> str:
    return "".join(f"<p>{escape(block.strip(), quote=False)}</p>\n" for block in text.split("\n\n") if block.strip())
