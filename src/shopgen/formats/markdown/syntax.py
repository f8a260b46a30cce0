"""The grammar of links and pictures, in one place for all who look for them."""

import re
from collections.abc import Callable, Iterator
from html import unescape
from typing import Literal

from msgspec import Struct

from shopgen.formats.markdown.preparing import Prepared
from shopgen.formats.markdown.standins import restored_text

_PLAIN = r"(?:[^\[\]\\\n]++|\\.|\n(?![ \t]*\n))"
_NESTED = rf"(?:{_PLAIN}|\[{_PLAIN}*+\])"
_TEXT = rf"(?:{_PLAIN}|\[{_NESTED}*+\])*+"
_QUOTED = r""""(?:[^"\\\n]|\\.|\n(?![ \t]*\n))*+"|'(?:[^'\\\n]|\\.|\n(?![ \t]*\n))*+'"""
_STEP = r"""(?:[^\s()\\<]++|\\.|\((?:[^\s()\\]|\\.)*+\)|[ ]+(?=[^\s"'()]))"""

INLINE = re.compile(
    rf"""(?=[\\`<!\[])(?:
      \\.
    | (?<!`)(?P<ticks>`+)(?!`)(?P<code>(?:[^\n]|\n(?![ \t]*(?:[-+*>#|]|\d+[.)]|\n)))+?)(?<!`)(?P=ticks)(?!`)
    | `+
    | <(?P<auto>[A-Za-z][A-Za-z0-9+.-]{{1,31}}:[^\s<>]*|[^\s<>@!"']+@[^\s<>@]+)>
    | (?P<image>!?)\[(?P<text>{_TEXT})\]
      (?: \(\s*(?P<target><[^<>\n]*>|{_STEP}*+)(?:\s+(?P<title>{_QUOTED}))?\s*\)
        | \[(?P<label>[^\[\]\n]*)\] )
    | (?P<short_image>!?)\[(?P<short>[^\[\]\\^][^\[\]\\]*)\](?!:)
    )""",
    re.VERBOSE | re.DOTALL,
)
DEFINITION = re.compile(r"^[ >]*\[(?!\^)(?P<label>[^\[\]\n]+)\]:[ ]*\n?[ ]*(?P<target>\S+)", re.MULTILINE)

# What stands before a sign is asked behind it: patterns that begin with a sign are searched fast, and fastest for one.
_SIGN = re.compile(r"[\\`<\[]")
_BRACKET = re.compile(r"\[")
EMPHASIS = re.compile(
    r"[*_](?:(?<![\w*_][*_])[*_]{0,2}(?=[^\s*_])|(?<=[^\s*_][*_])[*_]{0,2}(?![\w*_])|(?<=\w\*)\*{0,2}(?=\w))"
)

_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_INVISIBLE = re.compile("[\x00-\x20\x7f-\x9f\xad\u200b-\u200f\u2028-\u202e\u2060\ufeff]+")
_ELSEWHERE = re.compile(r"https?:|[/\\]{2}", re.IGNORECASE)
SKU = "sku:"
"""What links to products by their SKU begin with."""

_SCHEME = re.compile(r"[^/?#]*?:")
_SCHEMES = ("http:", "https:", "mailto:", "tel:")
_INDENTED = re.compile(r"(?:\A|^[ \t]*\n)(?:(?:[ ]{4}|\t)[^\n]*(?:\n|\Z))+", re.MULTILINE)
_LIST_LINE = re.compile(r"^[ ]{0,3}(?:[-*+]|\d+\.|:)[ ]", re.MULTILINE)


class Reference(Struct, frozen=True):
    """A link or picture of a text. `target` is as typed, with escapes and entities resolved; `offset` is its place."""

    kind: Literal["link", "image"]
    target: str
    offset: int


def found_in(prepared: Prepared) -> list[Reference]:
    """As `references`, in no order, with offsets in the prepared text."""
    found: list[Reference] = []
    labels: dict[bool, set[str]] = {False: set(), True: set()}
    for start, end in prepared.prose():
        _find(_without_indented_code(prepared.text[start:end]), start, labels, found)
    if ":" not in prepared.text or "]:" not in prepared.text:
        return found
    for start, end in prepared.prose():
        for match in DEFINITION.finditer(_without_indented_code(prepared.text[start:end])):
            label, target = folded(match["label"]), address(match["target"])
            if label in labels[True]:
                found.append(Reference("image", target, match.start("target") + start))
            if label in labels[False] or label not in labels[True]:
                found.append(Reference("link", target, match.start("target") + start))
    return found


def inline(text: str) -> Iterator[re.Match[str]]:
    """All matches of `INLINE`, many times faster than `finditer` where signs are few."""
    signs = _SIGN if "\\" in text or "`" in text or "<" in text else _BRACKET
    position = 0
    while sign := signs.search(text, position):
        start = sign.start()
        is_image = start > position and text[start - 1 : start + 1] == "!["
        match = INLINE.match(text, start - is_image)
        if match:
            yield match
        position = match.end() if match else sign.end()


def replaced(text: str, replacement: Callable[[re.Match[str]], str]) -> str:
    """`text` with each match of `INLINE` replaced."""
    parts, position = [], 0
    for match in inline(text):
        parts += [text[position : match.start()], replacement(match)]
        position = match.end()
    return "".join([*parts, text[position:]])


def _find(text: str, start: int, labels: dict[bool, set[str]], found: list[Reference]) -> None:
    """Adds what `text`, which begins at `start` of the whole, refers to, and the labels that it uses for pictures."""
    for match in inline(text):
        if match["target"] is not None:
            kind: Literal["link", "image"] = "image" if match["image"] else "link"
            found.append(Reference(kind, address(match["target"]), match.start("target") + start))
        elif match["auto"]:
            found.append(Reference("link", automatic(match["auto"]), match.start("auto") + start))
        elif match["label"] is not None:
            labels[bool(match["image"])].add(folded(match["label"] or match["text"]))
        elif match["short"]:
            labels[bool(match["short_image"])].add(folded(match["short"]))
        inner = match["text"]
        if inner and not match["image"] and "![" in inner:
            inside: list[Reference] = []
            _find(inner, match.start("text") + start, labels, inside)
            found += [reference for reference in inside if reference.kind == "image"]


def address(typed: str) -> str:
    """The address that a typed target means: without its angle brackets, escapes and entities resolved."""
    if typed.startswith("<") and typed.endswith(">"):
        typed = typed[1:-1]
    return unescape(unescaped(restored_text(typed))).strip()


def automatic(typed: str) -> str:
    """The address of `<typed>`: an address as it is, or a mailbox."""
    target = address(typed)
    return target if _SCHEME.match(target) else f"mailto:{target}"


def unescaped(text: str) -> str:
    """`text` without the backslashes that take a sign's meaning away."""
    return _ESCAPED.sub(r"\1", text) if "\\" in text else text


def folded(label: str) -> str:
    return " ".join(label.split()).casefold()


def is_allowed(target: str) -> bool:
    """Whether an address may be published: http, https, mailto, tel or relative, however it is disguised."""
    if ":" not in target and "&" not in target:  # most, and no entity can hide a colon in them
        return True
    bare = _INVISIBLE.sub("", unescape(target)).lower()
    return not _SCHEME.match(bare) or bare.startswith(_SCHEMES)


def is_own(target: str) -> bool:
    """Whether `target` names a product by its SKU: the address that is published instead is found while planning."""
    return target.startswith(SKU)


def is_elsewhere(target: str) -> bool:
    """Whether an address leads out of the shop, as a browser reads it."""
    return bool(_ELSEWHERE.match(target))


def _without_indented_code(text: str) -> str:
    """`text` with blocks of indented code blanked, its length kept. Beside a list, indented lines may be the list's."""
    if ("    " not in text and "\t" not in text) or _LIST_LINE.search(text):
        return text
    return _INDENTED.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)
