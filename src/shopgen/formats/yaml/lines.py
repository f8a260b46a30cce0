"""The fastest way: documents of the plainest form, taken apart line by line with one regular expression.

Those are mappings and lists in block style with one entry a line, whose texts are plain, in quotes without escapes,
literal blocks, or stand in brackets or braces on one line. All else is left to libyaml, which reads what is accepted
here alike; a property test holds the two together.
"""

import re
from sys import intern
from typing import Any

from shopgen.formats.yaml.limits import NULLS

MAX_LENGTH = 60_000
"""In characters. So many cannot hold more values than `limits` allows, so nobody has to count them."""

MAX_COLUMN = 60
"""Nor can they be nested deeper: each two levels are indented by two columns at least."""

_LINE = re.compile(
    r"^([ ]*)(-[ ])?"  # indentation, and the dash of an item
    r"(?:(\w[^\n:#]{0,200}):(?:[ ]+(?=[^ \n])|$))?"  # key
    r"(?:\|\n(([ ]+)[^ \n].*\n(?:\5.*\n|[ ]*\n)*)"  # literal block, and its indentation
    r"|([^\W_][^\n:#]*)\n|(.*)\n)",  # words, or whatever the line has
    re.MULTILINE,
)
_WORDS = r"[^\W_][\w./%+-]*(?: [\w./%+-]+)*"
_ITEM = rf'(?:"[^"\\\n]*"|{_WORDS})'
_PAIR = rf"{_WORDS}: {_ITEM}"
_LIST = re.compile(rf"\[(?:{_ITEM}(?:, ?{_ITEM})*)?\]")
_MAPPING = re.compile(rf"\{{(?:{_PAIR}(?:, ?{_PAIR})*)?\}}")
_ITEMS = re.compile(_ITEM)
_PAIRS = re.compile(rf"({_WORDS}): ({_ITEM})")
_PLAIN_BEGINNINGS = "/(+._$"


class NotSimple(Exception):
    """Something that only libyaml can read."""


def simple(text: str) -> dict[str, Any]:
    """The document, with None for nothing and for an unquoted `null`. Raises NotSimple for all that is unusual."""
    if len(text) > MAX_LENGTH or text[-1:] != "\n" or "\t" in text or "\r" in text or "\ufeff" in text:
        raise NotSimple
    root: dict[str, Any] = {}
    _fill(root, _LINE.findall(text))
    return root


def _fill(root: dict[str, Any], lines: list[tuple[str, ...]]) -> None:
    """One flat loop on purpose, as it is for events. The same keys come again and again, so each is kept once."""
    here: Any = root
    indent, is_mapping = 0, True
    above: list[tuple[Any, int, bool]] = []
    value: Any
    open_key = ""
    for spaces, dash, key, block, inner, words, rest in lines:
        if not (key or dash or block or words) and (not rest or rest[0] == "#"):
            continue
        column = len(spaces)
        if open_key:
            if column > indent or (dash and column == indent):
                here[open_key] = value = [] if dash else {}
                above.append((here, indent, is_mapping))
                here, indent, is_mapping = value, column, not dash
            open_key = ""
        while above and (column < indent or (column == indent and not is_mapping and not dash)):
            here, indent, is_mapping = above.pop()
        if column != indent or is_mapping == bool(dash) or column > MAX_COLUMN:
            raise NotSimple
        if dash and key:
            value = {}
            here.append(value)
            above.append((here, indent, is_mapping))
            here, indent, is_mapping = value, column + 2, True
        if words:
            if words[-1] == " ":
                raise NotSimple
            value = None if words == "null" else words
        elif block:
            if len(inner) <= indent:
                raise NotSimple
            value = _literal(block, len(inner))
        elif rest:
            value = _value(rest)
        else:
            value, open_key = None, key
        if not key:
            if is_mapping:
                raise NotSimple
            here.append(value)
        elif key in here or key[-1] == " ":
            raise NotSimple
        else:
            here[intern(key)] = value


def _literal(block: str, indent: int) -> str:
    """The block without its indentation and with one line end behind its last text."""
    return "\n".join([line[indent:] for line in block.split("\n")]).rstrip("\n") + "\n"


def _value(text: str) -> Any:
    first = text[0]
    if first.isalnum() or first in _PLAIN_BEGINNINGS or (first == "-" and text[1:2].isdigit()):
        if ": " in text or " #" in text or text[-1] in ": ":
            raise NotSimple
        return None if text in NULLS else text
    if first in ('"', "'"):
        inside = text[1:-1]
        if len(text) == 1 or text[-1] != first or first in inside or (first == '"' and "\\" in inside):
            raise NotSimple
        return inside
    if first == "[" and _LIST.fullmatch(text):
        return [_item(item) for item in _ITEMS.findall(text)]
    if first == "{" and _MAPPING.fullmatch(text):
        pairs = _PAIRS.findall(text)
        entries = {key: _item(item) for key, item in pairs}
        if len(entries) == len(pairs):
            return entries
    raise NotSimple


def _item(text: str) -> str | None:
    if text[0] == '"':
        return text[1:-1]
    return None if text in NULLS else text
