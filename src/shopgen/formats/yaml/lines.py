"""The fastest way: documents of the plainest form, taken apart by two regular expressions, for mappings and for lists.

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

_KEY = r"\w[^\n:#]{0,200}(?<![ ])"
_PLAIN_TEXT = r"[^\W_][^\n:#]*(?<![ ])"
_NOTHING = r"[ ]*(?:[#].*)?\n"
_ENTRY = re.compile(
    rf"""^([ ]*)({_KEY}):(?:
        [ ]+(?:
            ({_PLAIN_TEXT})\n
          | ("[^"\\\n]*")\n
          | \|\n((\1[ ]+)[^ \n].*\n(?:\6.*\n|\n)*+)  # a literal block, and its indentation
          | ([^ \n].*)\n )
      | \n((?:\1[ ].*\n|\1-[ ].*\n|[ ]*\n)*+) )     # what stands below; in the same column only the items of a list
    | {_NOTHING}
    | (.+)""",
    re.MULTILINE | re.VERBOSE,
)
_ITEM = re.compile(
    rf"""^([ ]*)-[ ](?:
        ({_PLAIN_TEXT})\n
      | ({_KEY}:(?:[ ].*)?\n(?:\1[ ].*\n|[ ]*\n)*+)
      | (.+)\n )
    | {_NOTHING}
    | (.+)""",
    re.MULTILINE | re.VERBOSE,
)
_BEGINNING = re.compile(rf"(?:{_NOTHING})*+([ ]*)(-[ ])?")

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
    return _mapping(text, "")


def _mapping(text: str, margin: str) -> dict[str, Any]:
    """The lines of `text` as one mapping, whose keys stand behind `margin`. Each key is kept once."""
    entries: dict[str, Any] = {}
    for spaces, key, words, quoted, block, indent, rest, below, other in _ENTRY.findall(text):
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
        if spaces != margin or key in entries:
            raise NotSimple
        entries[intern(key)] = value
    return entries


def _nested(text: str) -> Any:
    """A mapping or a list; None when there is nothing in `text`."""
    beginning = _BEGINNING.match(text)
    if beginning is None or len(beginning[1]) > MAX_COLUMN:
        raise NotSimple
    margin, dash = beginning.groups()
    return _list(text, margin) if dash else _mapping(text, margin) or None


def _list(text: str, margin: str) -> list[Any]:
    """The lines of `text` as one list, whose dashes stand behind `margin`."""
    items: list[Any] = []
    inside = margin + "  "
    for spaces, words, entries, rest, other in _ITEM.findall(text):
        if words:
            items.append(None if words == "null" else words)
        elif entries:
            items.append(_mapping(inside + entries, inside))
        elif rest:
            items.append(_value(rest))
        elif other:
            raise NotSimple
        else:
            continue
        if spaces != margin:
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
    if first == "[" and _LIST.fullmatch(text):
        return [_item(item) for item in _VALUES.findall(text)]
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
