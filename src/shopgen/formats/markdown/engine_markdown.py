"""The engine `markdown`: Python-Markdown with our own links and pictures."""

import re
from collections.abc import Mapping
from html import escape
from threading import local

from markdown import Markdown

from shopgen.formats.markdown.engine_markdown_parts import Headings, Links, Pictures, Wishes
from shopgen.formats.markdown.image import Image
from shopgen.formats.markdown.preparing import Prepared
from shopgen.formats.markdown.standins import FENCE_MARK
from shopgen.formats.markdown.typed import as_typed

_EXTENSIONS = ["def_list", "sane_lists", "tables"]
_REPLACED = "reference link image_link image_reference short_reference short_image_ref autolink automail"
_FENCE_MARK = re.compile(f"(?:<p>)?{FENCE_MARK}([0-9]+){FENCE_MARK}(?:</p>)?")


def html_of(prepared: Prepared, links: Mapping[str, str], images: Mapping[str, Image], top_heading: int) -> str:
    """The HTML of a prepared text as `render` describes it, but for the last gate."""
    try:
        html = _engine().convert(_with_marks(prepared), Wishes(links, images, top_heading))
    except Exception:  # whatever bug of the parser a text finds, it must not stop the shop
        return as_typed(prepared.text)
    return _FENCE_MARK.sub(lambda match: _code(prepared, int(match[1])), html) if prepared.fences else html


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

    def convert(self, text: str, wishes: Wishes) -> str:
        self.wishes.links, self.wishes.images, self.wishes.top_heading = wishes.links, wishes.images, wishes.top_heading
        return self.markdown.reset().convert(text)


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
