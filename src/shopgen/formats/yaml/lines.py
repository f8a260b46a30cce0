"""The fastest way: documents of the plainest form, taken apart by one regular expression for each depth.

Those are mappings and lists in block style with one entry a line, whose texts are plain, in quotes without escapes,
literal blocks, or stand in brackets or braces on one line. All else is left to libyaml, which reads what is accepted
here alike; a property test holds the two together.
"""

import re
from functools import cache, lru_cache
from sys import intern
from typing import Any

from shopgen.formats.yaml.limits import NULLS

MAX_LENGTH = 60_000
"""In characters. So many cannot hold more values than `limits` allows, so nobody has to count them."""

MAX_COLUMN = 60
"""Nor can they be nested deeper: each two levels are indented by two columns at least."""

_KEY = r"\w[^\n:#]{0,200}(?<![ ])"
_PLAIN_TEXT = r"[^\W_][^\n:#]*(?<![ ])"
_NOTHING = r"[ ]*(?:[#].*)?\n"
_NOTHING_FIRST = re.compile(rf"(?:{_NOTHING})*+")

_WORDS = r"[^\W_][\w./%+-]*(?: [\w./%+-]+)*"
_VALUE = rf'(?:"[^"\\\n]*"|{_WORDS})'
_PAIR = rf"{_WORDS}: {_VALUE}"
_LIST = re.compile(rf"\[(?:{_VALUE}(?:, ?{_VALUE})*)?\]")
_MAPPING = re.compile(rf"\{{(?:{_PAIR}(?:, ?{_PAIR})*)?\}}")
_VALUES = re.compile(_VALUE)
_PAIRS = re.compile(rf"({_WORDS}): ({_VALUE})")
_PLAIN_BEGINNINGS = "/(+._$"


class NotSimple(Exception):
    """Something that only libyaml can read."""


def simple(text: str) -> dict[str, Any]:
    """The document, with None for nothing and for an unquoted `null`. Raises NotSimple for all that is unusual."""
    if len(text) > MAX_LENGTH or text[-1:] != "\n" or "\t" in text or "\r" in text or "\ufeff" in text:
        raise NotSimple
    return _mapping(text, 0)


@cache
def _entries(column: int) -> re.Pattern[str]:
    """Finds the entries of a mapping whose keys stand behind so many blanks, and last whatever else there is."""
    margin = rf"[ ]{{{column}}}"
    return re.compile(
        rf"""^{margin}({_KEY}):(?:
            [ ]+(?:
                ({_PLAIN_TEXT})\n
              | ("[^"\\\n]*")\n
              | \|\n(({margin}[ ]+)[^ \n].*\n(?:\5.*\n|\n)*+)  # a literal block, and its indentation
              | ([^ \n].*)\n )
          | \n((?:{margin}[ ].*\n|{margin}-[ ].*\n|[ ]*\n)*+) )  # in its own column, items only
        | {_NOTHING}
        | (.+)""",
        re.MULTILINE | re.VERBOSE,
    )


@cache
def _items(column: int) -> re.Pattern[str]:
    """Finds the items of a list whose dashes stand behind so many blanks, and last whatever else there is."""
    margin = rf"[ ]{{{column}}}"
    return re.compile(
        rf"""^{margin}-[ ](?:
            ({_PLAIN_TEXT})\n
          | ({_KEY}:(?:[ ].*)?\n(?:{margin}[ ].*\n|[ ]*\n)*+)
          | (.+)\n )
        | {_NOTHING}
        | (.+)""",
        re.MULTILINE | re.VERBOSE,
    )


def _mapping(text: str, column: int) -> dict[str, Any]:
    """The lines of `text` as one mapping. Each key is kept once: the same ones come again and again."""
    entries: dict[str, Any] = {}
    for key, words, quoted, block, indent, rest, below, other in _entries(column).findall(text):
        if words:
            value = None if words == "null" else words
        elif quoted:
            value = quoted[1:-1]
        elif rest:
            value = _value(rest)
        elif block:
            value = block[len(indent) :].replace("\n" + indent, "\n").rstrip("\n") + "\n"
        elif key:
            value = _nested(below) if below else None
        elif other:
            raise NotSimple
        else:
            continue
        if key in entries:
            raise NotSimple
        entries[intern(key)] = value
    return entries


def _nested(text: str) -> Any:
    """A mapping or a list; None when there is nothing in `text`."""
    lines = text.lstrip(" ")
    if lines[0] in "#\n":
        text = _NOTHING_FIRST.sub("", text, 1)
        lines = text.lstrip(" ")
    column = len(text) - len(lines)
    if column > MAX_COLUMN:
        raise NotSimple
    return _list(text, column) if lines.startswith("- ") else _mapping(text, column) or None


def _list(text: str, column: int) -> list[Any]:
    """The lines of `text` as one list."""
    items: list[Any] = []
    inside = column + 2
    for words, entries, rest, other in _items(column).findall(text):
        if words:
            items.append(None if words == "null" else words)
        elif entries:
            items.append(_mapping(" " * inside + entries, inside))
        elif rest:
            items.append(_value(rest))
        elif other:
            raise NotSimple
    return items


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
    if first in "[{":
        return _in_brackets(text).copy()
    raise NotSimple


@lru_cache(1024)
def _in_brackets(text: str) -> dict[str, Any] | list[Any]:
    """A list or mapping on one line. Remembered: many things come in the same sizes and colours."""
    if _LIST.fullmatch(text):
        return [_item(item) for item in _VALUES.findall(text)]
    if not _MAPPING.fullmatch(text):
        raise NotSimple
    pairs = _PAIRS.findall(text)
    entries = {key: _item(item) for key, item in pairs}
    if len(entries) < len(pairs):
        raise NotSimple
    return entries


def _item(text: str) -> str | None:
    if text[0] == '"':
        return text[1:-1]
    return None if text in NULLS else text
