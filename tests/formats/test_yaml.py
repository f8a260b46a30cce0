"""YAML is read as texts: quickly where it is plain, carefully where it is not, and alike in both ways."""

import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml as pyyaml
from hypothesis import given
from hypothesis import strategies as st

from shopgen.core.diagnostics import Diagnostic, Findings, Related, Severity, Span
from shopgen.formats.yaml import MappingNode, Node, NotPlain, ScalarNode, SequenceNode, compose, locate, plain
from shopgen.formats.yaml.limits import MAX_ALIASES, MAX_DEPTH, MAX_MERGES, MAX_NODES, MAX_SCALAR

SAMPLES = os.environ.get("SHOPGEN_SAMPLES")
# measuring coverage makes everything several times as slow
SECONDS = 5 if sys.gettrace() is None else 50
"""Far more than a bomb takes: processors differ, and each is slower beside others."""
needs_samples = pytest.mark.skipif(not SAMPLES, reason="SHOPGEN_SAMPLES names no folder")


def values(node: Node | None) -> Any:
    match node:
        case None:
            return "nothing was read"
        case ScalarNode():
            return None if node.is_null else node.text
        case SequenceNode():
            return [values(item) for item in node.items]
    return {key.text: values(value) for key, value in node.entries}


def carefully(text: str, first_line: int = 1) -> tuple[Any, list[Diagnostic]]:
    findings = Findings()
    return values(compose(text, "a.yaml", findings, first_line)), list(findings)


def composed(text: str) -> Node:
    findings = Findings()
    node = compose(text, "a.yaml", findings)
    assert node is not None
    assert list(findings) == []
    return node


def only_finding(text: str) -> Diagnostic:
    (finding,) = carefully(text)[1]
    return finding


def at(line: int, column: int, length: int = 1) -> Span:
    return Span("a.yaml", line, column, length)


# ---- what is read

SURPRISES = [
    "NO", "no", "yes", "y", "on", "Off", "true", "012", "0012345", "0o14", "0x1F", "1_000", "1.10", "1.0", "1e3", "-0",
    "+1", ".5", "1:20", "12:30:45", "2024-02-30", "2024-01-01", "2024-01-01T10:00:00Z", ".nan", ".inf", "-.inf", "NaN",
    "Null", "NULL", "null-blue", "=", "<<", "a#b", "a:b", "-5", "5901234123457", "١٢", "x!", "a b  c",
]  # fmt: skip


@pytest.mark.parametrize("word", SURPRISES)
def test_a_word_stays_as_typed(word: str) -> None:
    text = f"a: {word}\nb: [{word}]\nc:\n  - {word}\n"
    expected = {"a": word, "b": [word], "c": [word]}
    assert plain(text) == expected
    assert carefully(text) == (expected, [])


@pytest.mark.parametrize("word", ["", "~", "null"])
def test_only_three_plain_words_mean_nothing(word: str) -> None:
    text = f"a: {word}\nb: '{word}'\nc: \"{word}\"\nd:\n- {word}\n"
    expected = {"a": None, "b": word, "c": word, "d": [None]}
    assert plain(text) == expected
    assert carefully(text) == (expected, [])


@pytest.mark.parametrize("text", ["", "\n", "# a note\n", "---\n", "~"])
def test_an_empty_document_is_nothing(text: str) -> None:
    assert plain(text) is None
    assert carefully(text) == (None, [])


def test_keys_are_always_texts() -> None:
    text = "null: 1\n~: 2\nNO: 3\n12: 4\n'<<': 5\n"
    expected = {"null": "1", "~": "2", "NO": "3", "12": "4", "<<": "5"}
    assert plain(text) == expected
    assert carefully(text) == (expected, [])


def test_blocks_fold_and_keep_lines() -> None:
    text = "a: |\n  one\n  two\nb: >\n  one\n  two\nc: |-\n  null\n"
    expected = {"a": "one\ntwo\n", "b": "one two\n", "c": "null"}
    assert plain(text) == expected
    assert carefully(text) == (expected, [])


def test_anchors_repeat_and_merge_keys_take_over() -> None:
    text = "base: &b {vat: '23', ship: std}\nx: {<<: *b, ship: fast}\ny: *b\nz: {<<: [{vat: 8}, *b]}\n"
    base = {"vat": "23", "ship": "std"}
    expected = {"base": base, "x": {"vat": "23", "ship": "fast"}, "y": base, "z": {"vat": "8", "ship": "std"}}
    assert carefully(text) == (expected, [])


def test_an_anchor_may_be_a_key() -> None:
    assert carefully("a: &k b\n*k : c\n") == ({"a": "b", "b": "c"}, [])


def test_core_tags_are_texts_too() -> None:
    assert carefully("a: !!str ~\nb: !!int 012\nc: !!map {d: !!seq [e]}\n") == (
        {"a": "~", "b": "012", "c": {"d": ["e"]}},
        [],
    )


@pytest.mark.parametrize(
    "text",
    [
        "a: &x b", "a: &x [b]", "- &x a\n- *x", "a: !!str b", "a: ! b", "a: !!map {b: c}", "<<: {a: b}", "a: 1\na: 2",
        "[a]: b", "{a: b}: c", "a: 1\n---\nb: 2", "a: b: c", "a: \x07", "a: \u202eb", 'a: "\\u202e"', 'a: "\\x07"',
        'a: "\\r"', 'a: "e\\u0301"', "%TAG ! x\n---\na: b", "a: \ud800", "a: b\u2028c", "[" * 65, "a" * 5_000_001,
    ],
)  # fmt: skip
def test_what_is_not_plain_goes_the_careful_way(text: str) -> None:
    with pytest.raises(NotPlain):
        plain(text)


# ---- places


def test_every_node_knows_its_place() -> None:
    node = composed("ż: 'ł'\nlist:\n  - a b\n  - {c: d}\nt: |\n  x\n")
    assert isinstance(node, MappingNode)
    assert [(key.span, value.span) for key, value in node.entries] == [
        (at(1, 1), at(1, 4, 3)),
        (at(2, 1, 4), at(3, 3)),
        (at(5, 1), at(5, 4)),
    ]
    assert locate(node, ("list", 0)) == at(3, 5, 3)
    assert locate(node, ("list", 1, "c")) == at(4, 9)


@pytest.mark.parametrize("value", ["x\u2028y\u2029 z", "|-\n  x\u2028y\u2029 z", '"x\u2028y\u2029 z"'])
def test_separators_inside_a_text_end_no_line(value: str) -> None:
    text = f"a: {value}\nb: \U0010fffd\n"
    assert carefully(text) == ({"a": "x\u2028y\u2029 z", "b": "\U0010fffd"}, [])
    assert locate(composed(text), ("b",)) == at(3 if value[0] == "|" else 2, 4)


def test_the_first_line_may_be_another() -> None:
    assert carefully("a: 1\na: 2\n", first_line=7)[1][0].place == at(8, 1)


@pytest.mark.parametrize(
    ("keys", "place"),
    [
        ((), at(1, 1)),
        (("title",), at(1, 8, 3)),
        (("absent",), at(1, 1)),
        (("empty",), at(2, 1, 5)),
        (("variants",), at(4, 3)),
        (("variants", 0, "sku"), at(4, 10)),
        (("variants", 0, "absent"), at(4, 5)),
        (("variants", 9), at(3, 1, 8)),
        (("variants", -1), at(3, 1, 8)),
        (("variants", "sku"), at(3, 1, 8)),
        (("title", "deeper", 3), at(1, 1, 5)),
        (("12",), at(5, 5)),
        ((12,), at(5, 5)),
    ],
)
def test_locate_gives_the_value_or_what_lacks_it(keys: tuple[str | int, ...], place: Span) -> None:
    assert locate(composed("title: Mug\nempty:\nvariants:\n  - sku: A\n12: x\n"), keys) == place


# ---- what is refused

QUOTE = "put the whole value in quotes"
INDENT = "keys that belong together begin in the same column; indent with spaces"

MISTAKES = [
    ("title: Mug: the blue one\n", at(1, 11), "a value without quotes cannot hold a colon followed by a blank",
     'put the value in quotes: `title: "Mug: the blue one"`'),
    ('- title: Mug: 5" wide\n', at(1, 13), "a value without quotes cannot hold a colon followed by a blank",
     "put the value in quotes: `title: 'Mug: 5\" wide'`"),
    ("title: Mug\n  price: 1\n", at(2, 3), "a key stands where none can be: the line above it is not finished", INDENT),
    ("a:\n\tb: c\n", at(2, 1), "a tab cannot indent", "indent with spaces: two for each level"),
    ("a: |\n\tb\n", at(2, 1), "a tab cannot indent", "indent with spaces: two for each level"),
    ('a: "x\nb: c\n', at(1, 4), 'the quote `"` that begins here is never closed', 'add the closing `"`'),
    ('a: "x\nb: "c"\n', at(1, 4),
     'the quote `"` that begins here ends only on the next line, where something follows it',
     'add the closing `"` where the text ends'),
    ("a: 'x\nb: 1\nc: 'd'\n", at(1, 4),
     "the quote `'` that begins here ends only 2 lines below, where something follows it",
     "add the closing `'` where the text ends"),
    ("a: 'it's'\n", at(1, 8), "something follows the closing quote", 'remove it, or put the whole value in `"`'),
    ("a: [New] mug\n", at(1, 10), "something follows the closing bracket",
     "put the whole value in quotes if it is a text that begins with `[`"),
    ("a: @home\n", at(1, 4), "a value without quotes cannot begin with `@`", f'{QUOTE}: `"@..."`'),
    ("a: %10\n", at(1, 4), "a value without quotes cannot begin with `%`", f'{QUOTE}: `"%..."`'),
    ("a: `b`\n", at(1, 4), "a value without quotes cannot begin with ```", f'{QUOTE}: `"`..."`'),
    ("a: **b**\n", at(1, 4), "a value without quotes cannot begin with `*`", f'{QUOTE}: `"*..."`'),
    ("a: !b!c d\n", at(1, 4), "a value without quotes cannot begin with `!`", f'{QUOTE}: `"!..."`'),
    ("a: &b &c d\n", at(1, 7), "a value cannot begin like this", QUOTE),
    ("a: b\nprice 19\nc: d\n", at(2, 1), "this line has no colon after its key",
     "write `key: value`; indent a text that goes on over lines"),
    ("a:\n   b: c\n  d: e\n", at(3, 3), "this line is indented unlike the keys before it", INDENT),
    ("a: b\n- c\n", at(2, 1), "an item of a list stands among keys", "indent the item below the key it belongs to"),
    ("- a\nb: c\n", at(2, 1), "an item of the list must begin here with `- `",
     "items of a list begin in the same column"),
    ("a: - b\n", at(1, 4), "a list cannot begin behind its key",
     "put each item on a line of its own, indented: `  - item`"),
    ("a: [b, c\nd: e\n", at(1, 4), "the `[` that begins here lacks a comma or its closing `]`",
     "close it with `]`, or put a text that begins with `[` in quotes"),
    ("a: {b: c\n", at(1, 4), "the `{` that begins here lacks a comma or its closing `}`",
     "close it with `}`, or put a text that begins with `{` in quotes"),
    ("a: [b, , c]\n", at(1, 8), "`,` stands where a value should be",
     "put a text that holds brackets or commas in quotes"),
    ('a: "\\d"\n', at(1, 5), "`\\d` is not an escape that YAML knows",
     "put the text in single quotes, or write the backslash twice"),
    ('a: "\\ud800"\n', at(1, 7), "this escape names half a character (a lone surrogate)", "type the character itself"),
    ('a: "b\\0"\n', at(1, 4, 5), "a text cannot hold NUL", "remove the escape"),
    ("a: > text\n", at(1, 6), "text cannot follow `>` on its line",
     "begin the text on the next line, indented by two spaces"),
    ("a: b\n...\nc: d\n", at(3, 1), "something follows the end of the document",
     "remove it, or the line `...` before it"),
    ('"a"b: c\n', at(1, 4), "something follows a value that is complete", QUOTE),
    ("a: ? b\n", at(1, 4), "`? ` cannot stand here", QUOTE),
    ("%YAML 2.0\n---\na: b\n", at(1, 1), "this is not valid YAML: found incompatible YAML document", ""),
    ("[a, b]: c\n", at(1, 1), "a key must be a text", "put a key with brackets in quotes"),
    ("a: żb\x07\n", at(1, 6), "the file holds the character U+0007, which no text may hold", "remove the character"),
    ("a: \ud800\n", at(1, 4), "the file holds the character U+D800, which no text may hold", "remove the character"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "place", "message", "hint"), MISTAKES)
def test_a_mistake_is_explained_where_it_was_made(text: str, place: Span, message: str, hint: str) -> None:
    assert carefully(text) == (
        "nothing was read",
        [Diagnostic(Severity.ERROR, "yaml-syntax", message, place, hint)],
    )


def test_a_marker_inside_quotes_tells_where_they_opened() -> None:
    assert only_finding('a: "b\n---\nc"\n') == Diagnostic(
        Severity.ERROR,
        "yaml-syntax",
        "a line of `---` or `...` stands inside a quoted text",
        at(2, 1),
        "close the quote before it",
        (Related("it begins here", at(1, 4)),),
    )


def test_a_key_that_stands_twice_is_named_with_both_lines_and_the_rest_is_read() -> None:
    assert carefully("a: 1\nb: 2\na: 3\n") == (
        {"a": "1", "b": "2"},
        [
            Diagnostic(
                Severity.ERROR,
                "yaml-duplicate-key",
                "the key `a` stands here a second time",
                at(3, 1),
                "keep one of them",
                (Related("it stands here first", at(1, 1)),),
            )
        ],
    )


@pytest.mark.parametrize("tag", ["!!python/object:os.system", "!include", "!!binary", "!<tag:x,2000:y>"])
def test_a_foreign_tag_is_an_error_and_the_rest_is_read(tag: str) -> None:
    read, (finding,) = carefully(f"a: {tag} b\nc: d\n")
    assert read == {"a": "b", "c": "d"}
    name = tag[2:-1] if tag.startswith("!<") else tag
    assert (finding.code, finding.message) == ("yaml-tag", f"the tag `{name}` is not known here")
    assert finding.place == at(1, 4, len(tag) + 2)


def test_a_second_document_is_refused() -> None:
    assert only_finding("a: 1\n---\nb: 2\n") == Diagnostic(
        Severity.ERROR,
        "yaml-documents",
        "a second document begins here",
        at(2, 1, 3),
        "keep one document; remove the line `---`",
    )


@pytest.mark.parametrize(
    ("text", "place", "message", "hint"),
    [
        ("a: *b\n", at(1, 4, 2), "`*b` repeats something that no `&b` names before it",
         'put the value in quotes if it is a text: `"*b"`'),
        ("a: &b [*b]\n", at(1, 8, 2), "`*b` stands inside the value that it repeats", "write the values out"),
        ("a: &b {c: {<<: *b}}\n", at(1, 16, 2), "`*b` stands inside the value that it repeats", "write the values out"),
        ("a: {<<: b}\n", at(1, 9), "`<<` takes over keys, and this has none",
         "name a mapping with `&name` and take it over with `<<: *name`"),
        ("a: {<<: [{b: c}, d]}\n", at(1, 18), "`<<` takes over keys, and this has none",
         "name a mapping with `&name` and take it over with `<<: *name`"),
    ],
)  # fmt: skip
def test_aliases_lead_to_something_complete(text: str, place: Span, message: str, hint: str) -> None:
    assert only_finding(text) == Diagnostic(Severity.ERROR, "yaml-alias", message, place, hint)


def test_control_characters_from_escapes_are_removed_with_a_warning() -> None:
    warning = Diagnostic(
        Severity.WARNING,
        "control-character",
        "the text holds control characters; they were removed",
        at(1, 4, 12),
        "remove their escapes",
    )
    assert carefully('a: "x\\x07\\r\\ty"\n') == ({"a": "x\n\ty"}, [warning])


def test_line_ends_and_normal_forms_from_escapes_are_repaired_in_silence() -> None:
    assert carefully('a: "x\\r\\ny e\\u0301"\n') == ({"a": "x\ny é"}, [])


@pytest.mark.parametrize("value", ["x\u202ey", '"x\\u202ey"'])
def test_directions_are_closed_with_a_warning(value: str) -> None:
    read, (finding,) = carefully(f"a: {value}\n")
    assert read == {"a": "x\u202ey\u202c"}
    assert (finding.severity, finding.code, finding.place) == (Severity.WARNING, "bidi-control", at(1, 4, len(value)))


# ---- limits


def nested(depth: int) -> str:
    return "[" * depth + "]" * depth


AT_THE_LIMIT = [
    (nested(MAX_DEPTH), nested(MAX_DEPTH + 1)),
    ("[" + "a," * (MAX_NODES - 1) + "]", "[" + "a," * MAX_NODES + "]"),
    ("- &a x\n" + "- *a\n" * MAX_ALIASES, "- &a x\n" + "- *a\n" * (MAX_ALIASES + 1)),
    ("{<<: [" + "{}," * MAX_MERGES + "]}", "{<<: [" + "{}," * (MAX_MERGES + 1) + "]}"),
    ("x" * MAX_SCALAR, "x" * (MAX_SCALAR + 1)),
    ("- &a " + "x" * 10_000 + "\n" + "- *a\n" * 10, "- &a " + "x" * 10_000 + "\n" + "- *a\n" * 11),
    ("%TAG !a! b\n" + "#%TAG\n" * 31 + "---\na", "%TAG !a! b\n" + "#%TAG\n" * 32 + "---\na"),
]


@pytest.mark.parametrize(("within", "beyond"), AT_THE_LIMIT)
def test_a_limit_holds_exactly(within: str, beyond: str) -> None:
    assert carefully(within)[1] == []
    assert only_finding(beyond).code == "yaml-limit"


BOMBS: dict[str, Callable[[], str]] = {
    "laughs": lambda: "a0: &a0 [x,x]\n" + "".join(f"a{i}: &a{i} [{f'*a{i - 1},' * 9}]\n" for i in range(1, 40)),
    "merges": lambda: (
        "a0: &a0 {k: 1}\n" + "".join(f"a{i}: &a{i} {{<<: [{f'*a{i - 1},' * 3}], k{i}: 1}}\n" for i in range(1, 60))
    ),
    "merge chain": lambda: (
        "a0: &a0 {k: 1}\n" + "".join(f"a{i}: &a{i} {{<<: *a{i - 1}, k{i}: 1}}\n" for i in range(1, 999))
    ),
    "long text repeated": lambda: "a: &a " + "x" * 1_000_000 + "\nb: [" + "*a," * 900 + "]",
    "brackets": lambda: "[" * 1_000_000,
    "braces": lambda: "{a: " * 1_000_000,
    "dashes": lambda: "- " * 1_000_000,
    "questions": lambda: "? " * 1_000_000,
    "steps": lambda: "".join(" " * i + "a:\n" for i in range(2_000)),
    "values": lambda: "[" + "a," * 5_000_000 + "]",
    "keys": lambda: "".join(f"k{i}:\n" for i in range(500_000)),
    "one word": lambda: "x" * 10_000_000,
    "tags": lambda: "".join(f"%TAG !a{i}! x\n" for i in range(500_000)) + "---\na",
    "anchors": lambda: "".join(f"- &a{i} x\n" for i in range(500_000)),
    "open quote": lambda: 'a: "' + "x\n" * 2_000_000,
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused_in_time(name: str) -> None:
    text = BOMBS[name]()
    start = time.process_time()
    with pytest.raises(NotPlain):
        plain(text)
    finding = only_finding(text)
    assert time.process_time() - start < SECONDS
    assert finding.code == ("yaml-syntax" if name == "open quote" else "yaml-limit")


# ---- both ways agree

SCRAPS = st.sampled_from([
    "a", "b", "key", "a: ", "b:\n", "- ", "-\n", "  ", "    ", "\n", "\n\n", "\t", ":", ": ", ",", ", ", "? ", "[", "]",
    "{", "}", '"', "'", "\\", "\\n", "\\x07", "\\0", "\\r", "\\ud83d", "|\n", ">\n", "|-\n", "#", " # c\n",
    "&x ", "*x", "<<: ", "!t ", "!!str ", "! ", "---\n", "...\n", "~", "null", "NO", "012", "%", "%TAG ", "@", "`", "ż",
    "e\u0301", "\u202e", "\u2066", "\u2028", "\x85", "\x07", "\ud800", "\ufffe", "\ufeff", "😀", "\U0002fffe",
    "\r", "\r\n",
])  # fmt: skip
DOCUMENTS = st.recursive(
    st.none() | st.text() | st.sampled_from(SURPRISES),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=20,
)


@given(st.lists(SCRAPS, max_size=14).map("".join))
def test_what_is_read_quickly_is_read_carefully_alike_and_without_findings(text: str) -> None:
    read, findings = carefully(text)
    assert read != "nothing was read" or any(finding.is_error for finding in findings)
    try:
        quick = plain(text)
    except NotPlain:
        return
    assert (read, findings) == (quick, [])


@given(DOCUMENTS, st.booleans(), st.sampled_from([None, '"', "'", "|"]))
def test_written_documents_are_read_back(document: Any, flow: bool, style: str | None) -> None:
    text = pyyaml.dump(document, Dumper=_TextDumper, default_flow_style=flow, default_style=style, allow_unicode=True)
    read, findings = carefully(text)
    try:
        quick = plain(text)
    except NotPlain:
        return
    assert (read, findings) == (quick, [])
    if style is None:
        assert quick == document


class _TextDumper(pyyaml.SafeDumper):
    """Quotes only what our own reading would change."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


# ---- what others wrote


@needs_samples
def test_the_yaml_test_suite_is_read_or_refused_and_never_breaks() -> None:
    lines = Path(SAMPLES or "", "hostile", "yaml-test-suite-part.jsonl").read_text(encoding="utf-8").splitlines()
    score = {"read": 0, "refused with libyaml": 0, "refused by us": 0, "equal": 0, "comparable": 0}
    for line in lines:
        case = json.loads(line)
        read, findings = carefully(case["yaml"])
        if not any(finding.is_error for finding in findings):
            score["read"] += 1
            if case["json"] and not case["invalid"]:
                score["comparable"] += 1
                score["equal"] += _same(read, json.loads(case["json"]))
        else:
            score["refused by us" if _libyaml_reads(case["yaml"]) else "refused with libyaml"] += 1
    assert score == {"read": 77, "refused with libyaml": 41, "refused by us": 16, "equal": 72, "comparable": 73}


def _libyaml_reads(text: str) -> bool:
    try:
        list(pyyaml.parse(text, Loader=pyyaml.CBaseLoader))
    except pyyaml.YAMLError:
        return False
    return True


def _same(read: Any, typed: Any) -> bool:
    if isinstance(typed, dict):
        return isinstance(read, dict) and list(read) == list(typed) and all(_same(read[k], typed[k]) for k in typed)
    if isinstance(typed, list):
        return isinstance(read, list) and len(read) == len(typed) and all(map(_same, read, typed))
    if typed is None or isinstance(typed, str):
        return bool(read == typed)
    if isinstance(typed, bool):
        return bool(read == str(typed).lower())
    return isinstance(read, str) and float(read.replace("_", "")) == float(typed)


@needs_samples
def test_real_files_take_the_fast_way() -> None:
    paths = sorted(Path(SAMPLES or "", "yaml").rglob("*.yaml"))
    assert paths
    for path in paths:
        text = path.read_text(encoding="utf-8")
        assert carefully(text) == (plain(text), [])
