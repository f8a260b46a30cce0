"""Ordinary texts to HTML at once: paragraphs, flat lists, headings, simple tables, emphasis and links.

A text is taken only when all that is in it is known here and means the same in each dialect of Markdown. What comes out
is byte for byte what the engine and the last gate would make of it; property tests hold them together.
"""

import re
from collections.abc import Mapping
from html import unescape

from shopgen.formats.markdown.headings import Outline
from shopgen.formats.markdown.limits import excess_of_cells
from shopgen.formats.markdown.syntax import is_elsewhere

MAX_CHARACTERS = 50_000
"""Longer texts are left to the engine, with the limits that apply to them."""

# Signs that mean more than is known here, white space but for blanks and ends of lines, and stand-ins.
_STRANGE = re.compile(
    r"[\\`<~\x00-\x09\x0b-\x1f\x7f-\x9f\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufdd0-\ufdef\ufeff\ufffe\uffff]"
)
_PLAIN = bytes(set(range(0x20, 0x7F)) - set(rb"\`<~")) + b"\n"
"""What is not strange of ASCII: taken away first, because most texts have nothing else."""
_INDENT = re.compile(r"\n(?:(?<=[ \xa0]\n)|[ \xa0])")
_ENTITY = re.compile(r"&#?\w+;")

# Emphasis holds nothing but words, ends on its line, and stands apart from other words. The conditions before a sign
# stand behind it, because a pattern that begins with a sign is searched fast.
_WORDS = r"([^\s*_\[\]|](?:[^*_\[\]|\n]*[^\s*_\[\]|])?)"
_APART = r"(?=[\s.,:;!?)&])"
_SPAN = re.compile(
    rf"\*\*(?<=[\s(]\*\*){_WORDS}\*\*{_APART}"
    rf"|\*(?<=[\s(]\*){_WORDS}\*{_APART}"
    r"|\[(?<!!\[)([^*_\[\]|\n]+)\]\(([\w./?#=+~:@-]+)\)"
)
_SIGN = re.compile(r"[_\[\]*](?:(?<!\*)|(?<!\n\*)|(?! ))")
_ADDRESS = re.compile(
    r"(?:https?://(?:[a-z][a-z0-9]*(?:-[a-z0-9]+)*\.)+[a-z]{2,}(?=[/?#]|\Z)|[/?#]|mailto:(?=[a-z])|(?=\w[^:]*\Z))"
    r"[\w./?#=%+~:@-]*",
    re.ASCII,
)

_BULLETS = {"- ", "* ", "+ "}
_NUMBER = re.compile(r"\n[0-9]{1,9}\. ")
_HEADING = re.compile(r"(#{1,6}) ([^\s#][^#\n]*)")
_NO_WORDS = r"[#\-+:=*\s]|&gt;|\d+[.)](?:\s|\Z)"
_MARKED = re.compile(rf"{_NO_WORDS}|\Z")
_MARKED_LINE = re.compile(rf"\n(?:{_NO_WORDS})")
_TAG = re.compile(r"<[^>]*>")

_ROW = re.compile(r"\|(?: [^\s|](?:[^|\n]*[^\s|])? \|){2,}")
_RULE = re.compile(r":?-{3,}:?")
_ALIGNED = {
    ("-", "-"): "",
    (":", "-"): ' class="align-left"',
    ("-", ":"): ' class="align-right"',
    (":", ":"): ' class="align-center"',
}


def html_of(text: str, links: Mapping[str, str], top_heading: int) -> str | None:
    """The HTML of a prepared text, as `render` describes it; None when the text is not an ordinary one."""
    framed = "\n" + text.strip("\n") + "\n"
    if len(text) > MAX_CHARACTERS or _is_strange(framed) or _INDENT.search(framed) or excess_of_cells(text) >= 0:
        return None
    if "&" in framed:
        if _ENTITY.search(framed):
            return None
        framed = framed.replace("&", "&amp;")
    lines = _with_spans(framed.replace(">", "&gt;"), links)
    if lines is None:
        return None
    blocks = _blocks(lines, top_heading)
    return None if blocks is None else "\n".join(blocks).replace("\xa0", "&nbsp;")


def _is_strange(text: str) -> bool:
    return bool(text.encode().translate(None, _PLAIN) and _STRANGE.search(text))


def _with_spans(text: str, links: Mapping[str, str]) -> str | None:
    """`text` with its emphasis and links as HTML; None when there is anything else within its lines."""
    parts = _SPAN.split(text)
    if _has_signs("x".join(parts[::5])):
        return None
    for index in range(1, len(parts), 5):
        strong, emphasis, words, target = parts[index : index + 4]
        parts[index + 1] = parts[index + 2] = parts[index + 3] = ""
        if strong:
            parts[index] = f"<strong>{strong}</strong>"
        elif emphasis:
            parts[index] = f"<em>{emphasis}</em>"
        else:
            address = links.get(target, target)
            if not _ADDRESS.fullmatch(address):
                return None
            elsewhere = ' rel="noopener"' if target not in links and is_elsewhere(target) else ""
            parts[index] = f'<a href="{address}"{elsewhere}>{words}</a>'
    return "".join(parts)


def _has_signs(text: str) -> bool:
    return any(sign in text for sign in "_[]*") and bool(_SIGN.search(text))


def _blocks(text: str, top_heading: int) -> list[str] | None:
    """Each block of `text` as HTML; None when one of them is unknown, or is a list right behind another."""
    outline, html, is_after_list = Outline(top_heading), [], False
    for block in text.strip("\n").split("\n\n"):
        lines = block.lstrip("\n")
        while lines.startswith("#"):
            line, _, lines = lines.partition("\n")
            heading = _heading(line, outline)
            if heading is None:
                return None
            html.append(heading)
            is_after_list = False
        if not lines:
            continue
        is_list = lines[:2] in _BULLETS or lines.startswith("1. ")
        if "|" in lines:
            written = _table(lines)
        elif is_list:
            written = None if is_after_list else _list(lines)
        else:
            written = None if _is_marked(lines) or _MARKED_LINE.search(lines) else f"<p>{lines}</p>"
        if written is None:
            return None
        html.append(written)
        is_after_list = is_list
    return html


def _is_marked(line: str) -> bool:
    """Whether a line, or the rest of one, may be more than words. Most begin with a letter, and no mark does."""
    return not line[:1].isalpha() and bool(_MARKED.match(line))


def _list(lines: str) -> str | None:
    if lines[:2] in _BULLETS:
        tag, items = "ul", lines[2:].split("\n" + lines[:2])
    else:
        tag, items = "ol", _NUMBER.split("\n" + lines)[1:]
    if lines.count("\n") >= len(items) or any(map(_is_marked, items)):
        return None
    return f"<{tag}>\n" + "".join([f"<li>{item}</li>\n" for item in items]) + f"</{tag}>"


def _heading(line: str, outline: Outline) -> str | None:
    match = _HEADING.fullmatch(line)
    if match is None:
        return None
    words = unescape(_TAG.sub("", match[2])) if "<" in match[2] or "&" in match[2] else match[2]
    level, name = outline.place(len(match[1]), words)
    return f'<h{level} id="{name}">{match[2]}</h{level}>'


def _table(lines: str) -> str | None:
    """A table with a pipe around each cell, as many cells in each row, and none of them empty."""
    head, *rows = [line[2:-2].split(" | ") if _ROW.fullmatch(line) else [] for line in lines.split("\n")]
    widths = {len(head), *map(len, rows)}
    if len(rows) < 2 or len(widths) > 1 or not head or not all(map(_RULE.fullmatch, rows[0])):
        return None
    aligned = [_ALIGNED[cell[0], cell[-1]] for cell in rows[0]]
    body = "".join([_row("td", row, aligned) for row in rows[1:]])
    return f"<table>\n<thead>\n{_row('th', head, aligned)}</thead>\n<tbody>\n{body}</tbody>\n</table>"


def _row(tag: str, cells: list[str], aligned: list[str]) -> str:
    shown = [f"<{tag}{place}>{cell}</{tag}>\n" for cell, place in zip(cells, aligned, strict=True)]
    return f"<tr>\n{''.join(shown)}</tr>\n"
