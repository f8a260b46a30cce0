"""The head of a text and its body: YAML between `---`, or TOML and JSON, which become YAML on the same lines."""

import json
import re
from typing import Literal

from msgspec import Struct

from shopgen.core.diagnostics import Findings, Span

_YAML_END = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE)
_TOML_END = re.compile(r"^\+\+\+[ \t]*$", re.MULTILINE)
_TOML_PLACE = re.compile(r" \(at line (\d+), column (\d+)\)$")
_TOML_KEY = re.compile(r"""\s*\[{0,2}\s*(?:"([^"]*)"|'([^']*)'|([\w-]+))\s*[].=]""")
# tomllib takes quadratic time for a key with many dots: 50,000 characters last 6 seconds
_MAX_TOML = 10_000
_SURROGATE_PAIR = re.compile(r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}")
_HOW = "write it in YAML: a line `---`, then lines `key: value`, then a line `---`"


class Parts(Struct, frozen=True):
    """A text taken apart. `header` is YAML whose first line is line `header_line` of the file."""

    syntax: Literal["yaml", "none"]
    header: str
    header_line: int
    body: str
    body_line: int


def split(text: str, path: str, findings: Findings) -> Parts | None:
    """Header and body of a text; all of it is body when it does not begin with a header.

    None and an error `front-matter` when the header has no end, or is TOML or JSON that cannot be read.
    """
    first = text.split("\n", 1)[0].rstrip(" \t")
    if first == "---":
        return _fenced(text, "---", _YAML_END, path, findings)
    if first == "+++":
        parts = _fenced(text, "+++", _TOML_END, path, findings)
        return parts and _from_toml(parts, path, findings)
    if first.startswith("{") and re.match(r'\{\s*(?:"|\}\s*$)', text):
        return _from_json(text, path, findings)
    return Parts("none", "", 1, text, 1)


def _fenced(text: str, fence: str, end: re.Pattern[str], path: str, findings: Findings) -> Parts | None:
    start = text.find("\n") + 1
    found = end.search(text, start) if start else None
    if found is None:
        hint = f"add a line `{fence}` after its last key"
        span = Span(path, 1, 1, len(fence))
        findings.error("front-matter", "the front matter that begins here is never closed", span, hint)
        return None
    header = text[start : found.start()]
    body_line = header.count("\n") + 3
    return Parts("yaml", header, 2, text[found.end() + 1 :], body_line)


def _from_toml(parts: Parts, path: str, findings: Findings) -> Parts | None:
    if len(parts.header) > _MAX_TOML:
        message = f"the TOML has over {_MAX_TOML:,} characters"
        findings.error("front-matter", message, Span(path, parts.header_line), _HOW)
        return None
    import tomllib  # almost nobody writes it

    try:
        entries = [(key, _as_yaml(key), _as_yaml(value)) for key, value in tomllib.loads(parts.header).items()]
    except (ValueError, RecursionError) as error:
        place = _TOML_PLACE.search(str(error))
        line, column = (int(place[1]), int(place[2])) if place else (1, 1)
        reason = "it is nested too deep" if isinstance(error, RecursionError) else _TOML_PLACE.sub("", str(error))
        span = Span(path, parts.header_line + line - 1, column)
        findings.error("front-matter", f"this is not valid TOML: {_lowered(reason)}", span, _HOW)
        return None
    return Parts("yaml", _on_their_lines(entries, parts.header), parts.header_line, parts.body, parts.body_line)


def _on_their_lines(entries: list[tuple[str, str, str]], toml: str) -> str:
    """YAML in which each key stands on the line where TOML gives it a value or opens its table."""
    lines = toml.split("\n")
    openings: dict[str, int] = {}
    for number, line in enumerate(lines):
        found = _TOML_KEY.match(line)
        if found:
            openings.setdefault(found[1] or found[2] or found[3], number)
    placed: dict[int, str] = {}
    for key, name, value in entries:
        number = openings.get(key, len(lines))
        placed[len(lines) + len(placed) if number in placed else number] = f"{name}: {value}"
    return "\n".join(placed.get(line, "") for line in range(max(placed, default=0) + 1)) + "\n"


def _as_yaml(value: object) -> str:
    """JSON on one line, which is YAML too; dates become their texts."""
    return json.dumps(value, ensure_ascii=False, default=str)


def _from_json(text: str, path: str, findings: Findings) -> Parts | None:
    try:
        _, end = json.JSONDecoder(parse_int=str, parse_float=str).raw_decode(text)
    except json.JSONDecodeError as error:
        message = f"this is not valid JSON: {_lowered(error.msg)}"
        findings.error("front-matter", message, Span(path, error.lineno, error.colno), _HOW)
        return None
    except RecursionError:
        findings.error("front-matter", "the JSON is nested too deep", Span(path), _HOW)
        return None
    header = _SURROGATE_PAIR.sub(lambda pair: str(json.loads(f'"{pair[0]}"')), text[:end])
    rest = text[end:].split("\n", 1)
    body = rest[1] if len(rest) > 1 and not rest[0].strip() else text[end:]
    return Parts("yaml", header, 1, body, text.count("\n", 0, len(text) - len(body)) + 1)


def _lowered(reason: str) -> str:
    return reason[:1].lower() + reason[1:]
