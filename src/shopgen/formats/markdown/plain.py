"""The words of a text, without its marks."""

import re
import unicodedata
from collections.abc import Iterator
from html import unescape

from shopgen.formats.markdown.preparing import prepare
from shopgen.formats.markdown.standins import inert, restored_text
from shopgen.formats.markdown.syntax import DEFINITION, EMPHASIS, replaced

_MORE = re.compile(r"<!--[ \t]*more[ \t]*-->")
_BLOCK = re.compile(r"\n[ \t]*\n")
# Patterns for lines begin with the end of the line before: so they are searched fast.
_SKIPPED = re.compile(r"\n[ ]{0,3}(?:#{1,6}[^\n]*|[^\n]*\n(?:=+|-+)[ ]*|\|[^\n]*|(?:[*_-][ ]*){3,})(?=\n|\Z)")
_LINE_MARKS = re.compile(r"\n[ \t]*(?:(?:>|[-*+]|\d{1,9}\.|#{1,6}|:)[ \t]+|>)++")
_RULE = re.compile(r"\n[ ]{0,3}(?:=+|-+|[*_-][ ]*(?:[*_-][ ]*){2,}|[|: -]+)(?=\n|\Z)")
# A line that begins with a letter and has no sign that would mean anything: most summaries are one.
_WORDS_ALONE = re.compile(r"[^\W\d_][^\\`<\[*_|&]{0,9999}")
_DEFINITION = re.compile(DEFINITION.pattern + r"[^\n]*(?:\n|\Z)", re.MULTILINE)


def plain_text(source: str) -> str:
    """All words of `source`, code too, blocks parted by a blank line; no pictures, marks or addresses."""
    if source.isprintable() and _WORDS_ALONE.fullmatch(source):
        return " ".join(source.split())
    prepared = prepare(source)
    parts: list[str] = []
    for index, (start, end) in enumerate(prepared.prose()):
        parts += _blocks(prepared.text[start:end])
        if index < len(prepared.fences):
            fence = prepared.fences[index]
            parts.append(" ".join(prepared.text[fence.inside : fence.closing].split()))
    return "\n\n".join(part for part in parts if part)


def summary(source: str, length: int = 160) -> str:
    """The beginning of `source` in at most `length` characters: its paragraphs, up to `<!-- more -->` if there is one.

    Headings, tables and code are left out. A text that is longer is cut after a word and ends in an ellipsis.
    """
    marker = _MORE.search(source)
    prepared = prepare(source[: marker.start()] if marker else source[: 40 * length])
    words = ""
    for start, end in prepared.prose():
        for block in _blocks(_SKIPPED.sub("\n", "\n" + prepared.text[start:end])):
            words = f"{words} {block}".strip()
            if len(words) > length:
                return _cut(words, length)
    return words


def _blocks(text: str) -> Iterator[str]:
    text = replaced(_DEFINITION.sub("", text) if "]:" in text else text, _words)
    return (" ".join(restored_text(unescape(_bare(block))).split()) for block in _BLOCK.split(text))


def _words(match: re.Match[str]) -> str:
    """What a reader sees of a link, a code span or an escape; signs in it have lost their meaning."""
    if match["code"]:
        return inert(match["code"].strip())
    if match["image"] or match["short_image"]:
        return ""
    if match["auto"]:
        return inert(match["auto"])
    if match["text"] is not None:
        return replaced(match["text"], _words)
    return inert(match[0][1:]) if match[0].startswith("\\") and len(match[0]) == 2 else match[0]


def _bare(block: str) -> str:
    """`block` without list markers, heading signs, quote signs, rules and emphasis."""
    block = _LINE_MARKS.sub("\n", _RULE.sub("\n", "\n" + block))
    return EMPHASIS.sub("", block.replace("|", " "))


def _cut(words: str, length: int) -> str:
    """`words` cut to `length` characters with the ellipsis, after a word where there are blanks."""
    end = length - 1
    while end and unicodedata.category(words[end])[0] == "M":
        end -= 1
    beginning = words[: end + 1].rpartition(" ")[0] or words[:end]
    return beginning.rstrip(" ,.;:!?-–—") + "…"
