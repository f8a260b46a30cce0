"""The engine `gfm`: comrak, which reads CommonMark with the tables and the strikethrough of GitHub.

It escapes raw HTML and quotes all that is typed, so each tag in what it writes is its own, and links, pictures and
headings are found there: what planning sees is what is rendered.
"""

import re
from collections.abc import Iterator, Mapping
from html import escape, unescape
from itertools import accumulate
from urllib.parse import unquote

import comrak

from shopgen.formats.markdown.headings import Outline
from shopgen.formats.markdown.image import Image
from shopgen.formats.markdown.limits import excess_of_cells
from shopgen.formats.markdown.preparing import Prepared
from shopgen.formats.markdown.standins import inert, restored_text
from shopgen.formats.markdown.syntax import Reference, is_allowed, is_elsewhere
from shopgen.formats.markdown.typed import as_typed

_TAG = re.compile(
    r'<a href="(?P<link>[^"]*)"(?P<link_title> title="[^"]*")?>|(?P<link_end></a>)'
    r'|<img src="(?P<picture>[^"]*)" alt="(?P<alt>[^"]*)"(?P<picture_title> title="[^"]*")? />'
    r'|<(?P<cell>t[dh]) align="(?P<side>\w+)">'
)
_HEADING = re.compile(r"<h([1-6])>(.*?)</h\1>", re.DOTALL)
_ANY_TAG = re.compile(r"<[^>]*>")
_PLACED = re.compile(
    r'<(?:a data-sourcepos="(\d+):(\d+)-[^"]*" href|img data-sourcepos="(\d+):(\d+)-[^"]*" src)="([^"]*)"'
)
_HTML_BLOCK = re.compile(
    r"^((?:[ \t>]|[-+*][ \t]|\d{1,9}[.)][ \t])*+)<"
    r"(?=[A-Za-z/!?])(?![A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>]*>|[^\s<>@]+@[^\s<>@]+>)",
    re.MULTILINE,
)
# What comrak itself writes as `%`: signs that no address may hold, and letters beyond ASCII.
_QUOTED = re.compile(r"(?:%(?:2[02]|3[CE]|5[BCDE]|60|7[BCD]|[89A-F][0-9A-F]))+")


_QUOTED_STAND_IN = "%EF%B7"
_NOOPENER = ' rel="noopener"'


def _options(with_places: bool) -> comrak.RenderOptions:
    options = comrak.RenderOptions()
    options.escape = True
    options.unsafe_ = True  # which addresses are refused is ours to say; raw HTML is escaped all the same
    options.sourcepos = with_places
    return options


_EXTENSIONS = comrak.ExtensionOptions()
_EXTENSIONS.table = True
_EXTENSIONS.strikethrough = True
_AS_PAGE = _options(with_places=False)
_WITH_PLACES = _options(with_places=True)


def html_of(prepared: Prepared, links: Mapping[str, str], images: Mapping[str, Image], top_heading: int) -> str:
    """The HTML of a prepared text as `render` describes it, but for the last gate."""
    written = _written(_with_blocks_of_html_as_text(prepared.text), _AS_PAGE)
    if written is None:
        return as_typed(prepared.text)
    html = _TAG.sub(_Tags(links, images).replacement, written)
    outline = Outline(top_heading)

    def levelled(match: re.Match[str]) -> str:
        level, name = outline.place(int(match[1]), restored_text(unescape(_ANY_TAG.sub("", match[2]))))
        return f'<h{level} id="{name}">{match[2]}</h{level}>'

    return _HEADING.sub(levelled, html).rstrip("\n")


def references(prepared: Prepared) -> Iterator[Reference]:
    """All links and pictures in order, with offsets in the prepared text."""
    text = _with_blocks_of_html_as_text(prepared.text)
    lines = text.split("\n")
    starts = [0, *accumulate(len(line) + 1 for line in lines)]
    for match in _PLACED.finditer(_written(text, _WITH_PLACES) or ""):
        line, column = int(match[1] or match[3]), int(match[2] or match[4])
        before = lines[line - 1].encode()[: column - 1].decode(errors="ignore")
        yield Reference("link" if match[1] else "image", _target(match[5]), starts[line - 1] + len(before))


def _written(text: str, options: comrak.RenderOptions) -> str | None:
    """What comrak makes of `text`; None when that would be too much, or when it breaks."""
    if excess_of_cells(text) >= 0:
        return None
    try:
        html: str = comrak.render_markdown(text, _EXTENSIONS, None, options)
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException:  # a panic in Rust is no Exception, and it must not stop the shop either
        return None
    return html


def _with_blocks_of_html_as_text(text: str) -> str:
    """`text`, as long as before, whose lines of raw HTML have lost that meaning: Markdown in them counts."""
    return _HTML_BLOCK.sub(lambda match: match[1] + inert("<"), text) if "<" in text else text


class _Tags:
    """Puts published addresses into the tags of links and pictures, and takes away those that lead nowhere."""

    def __init__(self, links: Mapping[str, str], images: Mapping[str, Image]) -> None:
        self._links = links
        self._images = images
        self._open: list[bool] = []

    def replacement(self, match: re.Match[str]) -> str:
        if match["link"] is not None:
            return self._link(match["link"], match["link_title"] or "")
        if match["link_end"]:
            return "</a>" if self._open.pop() else ""
        if match["picture"] is not None:
            return self._picture(match["picture"], match["alt"], match["picture_title"] or "")
        return f'<{match["cell"]} class="align-{match["side"]}">'

    def _link(self, typed: str, title: str) -> str:
        target = _target(typed)
        mapped = self._links.get(target)
        self._open.append(mapped is not None or is_allowed(target))
        if not self._open[-1]:
            return ""
        if mapped is not None:
            return f'<a href="{escape(mapped)}"{title}>'
        return f'<a href="{_as_written(typed, target)}"{_NOOPENER if is_elsewhere(target) else ""}{title}>'

    def _picture(self, typed: str, alternative: str, title: str) -> str:
        picture = self._images.get(_target(typed))
        if picture is None:
            return alternative
        shown = f'<img src="{escape(picture.src)}" alt="{alternative}" {_joined(picture.attributes)}{title}>'
        sources = "".join(f"<source {_joined(attributes)}>" for attributes in picture.source_attributes())
        return f"<picture>{sources}{shown}</picture>" if sources else shown


def _joined(attributes: Mapping[str, str]) -> str:
    return " ".join(f'{name}="{escape(value)}"' for name, value in attributes.items())


def _target(written: str) -> str:
    """The target as it was typed, of an address as comrak writes it."""
    return restored_text(_QUOTED.sub(lambda match: unquote(match[0]), unescape(written)))


def _as_written(typed: str, target: str) -> str:
    """An address as comrak writes it, but for stand-ins, which it must not quote."""
    return escape(target) if _QUOTED_STAND_IN in typed else typed
