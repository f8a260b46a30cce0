"""libyaml's complaints in the words of somebody who writes product files."""

import re
from typing import Any, NamedTuple

from yaml import ScalarEvent, YAMLError

from shopgen.formats.text import shown


class Problem(NamedTuple):
    """What to say, and the offset of the place to point at; `opened` is where the unfinished thing began."""

    message: str
    hint: str
    start: int
    opened: int | None = None


_QUOTE_WHOLE = "put the whole value in quotes"
_INDENT = "keys that belong together begin in the same column; indent with spaces"


def explain(error: YAMLError, text: str, last: Any) -> Problem:
    """The most helpful thing to say about a document that libyaml refuses; `last` is the last event before that."""
    problem = str(getattr(error, "problem", error))
    start = _offset(error, "problem_mark", 0)
    if "did not find expected" in problem and _spans_lines(last):
        return _late_quote(text, last.start_mark.index, last.end_mark.index)
    for needle, say in _KNOWN:
        if needle in problem:
            return say(text, start, _offset(error, "context_mark", start))
    return Problem(f"this is not valid YAML: {problem}", "", start)


def _offset(error: YAMLError, mark: str, otherwise: int) -> int:
    place = getattr(error, mark, None)
    return otherwise if place is None else int(place.index)


def _line_before(text: str, offset: int) -> str:
    return text[max(text.rfind("\n", 0, offset) + 1, offset - 500) : offset]


def _line_after(text: str, offset: int) -> str:
    return text[offset : offset + 500].split("\n", 1)[0]


def _colon(text: str, start: int, opened: int) -> Problem:
    before = _line_before(text, start)
    typed = re.match(r"\s*(?:- +)*([^:#\"'\[{]+): +(.+)", before)
    if typed:
        value = (typed[2] + _line_after(text, start)).rstrip()
        key = typed[1].strip()
        line = shown(f"{key}: {_quoted(value)}", 200)
        hint = f"put the value in quotes: `{line}`" if len(value) <= 100 else _QUOTE_WHOLE
        return Problem("a value without quotes cannot hold a colon followed by a blank", hint, start)
    key_start = start - len(before.lstrip())
    return Problem("a key stands where none can be: the line above it is not finished", _INDENT, key_start)


def _quoted(value: str) -> str:
    return f'"{value}"' if '"' not in value and "\\" not in value else "'" + value.replace("'", "''") + "'"


def _odd_character(text: str, start: int, opened: int) -> Problem:
    character = text[start : start + 1]
    if character == "\t":
        return Problem("a tab cannot indent", "indent with spaces: two for each level", start)
    return Problem(
        f"a value without quotes cannot begin with `{character}`", f'{_QUOTE_WHOLE}: `"{character}..."`', start
    )


def _end_of_quotes(text: str, start: int, opened: int) -> Problem:
    quote = text[opened : opened + 1]
    return Problem(f"the quote `{quote}` that begins here is never closed", f"add the closing `{quote}`", opened)


def _spans_lines(event: Any) -> bool:
    quoted = type(event) is ScalarEvent and event.style in ("'", '"')
    return quoted and event.start_mark.line < event.end_mark.line


def _late_quote(text: str, start: int, end: int) -> Problem:
    quote = text[start : start + 1]
    lines = text.count("\n", start, end)
    where = "on the next line" if lines == 1 else f"{lines} lines below"
    message = f"the quote `{quote}` that begins here ends only {where}, where something follows it"
    return Problem(message, f"add the closing `{quote}` where the text ends", start)


def _marker_in_quotes(text: str, start: int, opened: int) -> Problem:
    return Problem("a line of `---` or `...` stands inside a quoted text", "close the quote before it", start, opened)


def _no_colon(text: str, start: int, opened: int) -> Problem:
    return Problem(
        "this line has no colon after its key", "write `key: value`; indent a text that goes on over lines", opened
    )


def _no_key(text: str, start: int, opened: int) -> Problem:
    before = _line_before(text, start)
    typed = re.match(r"\s*(?:- +)*[^:#\"']+:\s+([\"'\[{&])", before)
    if typed and typed[1] in "\"'":
        other = "'" if typed[1] == '"' else '"'
        hint = f"remove it, or put the whole value in `{other}`"
        return Problem("something follows the closing quote", hint, start)
    if typed and typed[1] in "[{":
        hint = f"{_QUOTE_WHOLE} if it is a text that begins with `{typed[1]}`"
        return Problem("something follows the closing bracket", hint, start)
    if typed:
        return Problem("a value cannot begin like this", _QUOTE_WHOLE, start)
    if re.match(r"-(\s|$)", text[start : start + 2]):
        return Problem("an item of a list stands among keys", "indent the item below the key it belongs to", start)
    if before.strip():
        return Problem("something follows a value that is complete", _QUOTE_WHOLE, start)
    return Problem("this line is indented unlike the keys before it", _INDENT, start)


def _no_dash(text: str, start: int, opened: int) -> Problem:
    return Problem("an item of the list must begin here with `- `", "items of a list begin in the same column", start)


def _open_bracket(text: str, start: int, opened: int) -> Problem:
    bracket = text[opened : opened + 1]
    closing = {"[": "]", "{": "}"}.get(bracket, "]")
    message = f"the `{bracket}` that begins here lacks a comma or its closing `{closing}`"
    return Problem(message, f"close it with `{closing}`, or put a text that begins with `{bracket}` in quotes", opened)


def _no_value(text: str, start: int, opened: int) -> Problem:
    found = text[start : start + 1].strip()
    message = f"`{found}` stands where a value should be" if found else "a value is missing here"
    return Problem(message, "put a text that holds brackets or commas in quotes", start)


def _misplaced_dash(text: str, start: int, opened: int) -> Problem:
    return Problem(
        "a list cannot begin behind its key", "put each item on a line of its own, indented: `  - item`", start
    )


def _misplaced_question(text: str, start: int, opened: int) -> Problem:
    return Problem("`? ` cannot stand here", _QUOTE_WHOLE, start)


def _escape(text: str, start: int, opened: int) -> Problem:
    return Problem(
        f"`{shown(text[start : start + 2].strip())}` is not an escape that YAML knows",
        "put the text in single quotes, or write the backslash twice",
        start,
    )


def _code_point(text: str, start: int, opened: int) -> Problem:
    return Problem("this escape names half a character (a lone surrogate)", "type the character itself", start)


def _name(text: str, start: int, opened: int) -> Problem:
    mark = text[opened : opened + 1]
    return Problem(f"a value without quotes cannot begin with `{mark}`", f'{_QUOTE_WHOLE}: `"{mark}..."`', opened)


def _block(text: str, start: int, opened: int) -> Problem:
    mark = text[opened : opened + 1]
    return Problem(
        f"text cannot follow `{mark}` on its line", "begin the text on the next line, indented by two spaces", start
    )


def _tab_in_block(text: str, start: int, opened: int) -> Problem:
    return Problem("a tab cannot indent", "indent with spaces: two for each level", start)


def _document(text: str, start: int, opened: int) -> Problem:
    return Problem("something follows the end of the document", "remove it, or the line `...` before it", start)


def _tag_handle(text: str, start: int, opened: int) -> Problem:
    return Problem("a value without quotes cannot begin with `!`", f'{_QUOTE_WHOLE}: `"!..."`', start)


_KNOWN = (
    ("mapping values are not allowed", _colon),
    ("cannot start any token", _odd_character),
    ("found unexpected end of stream", _end_of_quotes),
    ("found unexpected document indicator", _marker_in_quotes),
    ("could not find expected ':'", _no_colon),
    ("did not find expected key", _no_key),
    ("did not find expected '-' indicator", _no_dash),
    ("did not find expected ','", _open_bracket),
    ("did not find expected node content", _no_value),
    ("block sequence entries are not allowed", _misplaced_dash),
    ("mapping keys are not allowed", _misplaced_question),
    ("found unknown escape character", _escape),
    ("invalid Unicode character escape", _code_point),
    ("did not find expected alphabetic or numeric", _name),
    ("did not find expected comment or line break", _block),
    ("found a tab character", _tab_in_block),
    ("did not find expected <document start>", _document),
    ("found undefined tag handle", _tag_handle),
)
