"""A text is taken apart into a header in YAML and a body, each with the line on which it begins."""

import time

import pytest

from shopgen.core.diagnostics import Diagnostic, Findings, Severity, Span
from shopgen.formats.front_matter import Parts, split
from shopgen.formats.yaml import plain

HOW = "write it in YAML: a line `---`, then lines `key: value`, then a line `---`"


def parts_of(text: str) -> Parts:
    findings = Findings()
    parts = split(text, "a.md", findings)
    assert parts is not None
    assert list(findings) == []
    return parts


def error_of(text: str) -> Diagnostic:
    findings = Findings()
    assert split(text, "a.md", findings) is None
    (finding,) = findings
    return finding


@pytest.mark.parametrize("end", ["---", "...", "---  ", "---\t"])
def test_yaml_ends_with_dashes_or_dots(end: str) -> None:
    assert parts_of(f"---\ntitle: A\n{end}\nBody\n") == Parts("yaml", "title: A\n", 2, "Body\n", 4)


def test_dashes_later_belong_to_the_body() -> None:
    assert parts_of("---\na: b\n---\nOne\n\n---\n\nTwo\n").body == "One\n\n---\n\nTwo\n"


def test_dashes_inside_a_line_or_indented_end_nothing() -> None:
    assert parts_of("---\na: b --- c\nd: |\n  ---\n---\nBody").header == "a: b --- c\nd: |\n  ---\n"


@pytest.mark.parametrize("text", ["---\na: b\n---", "---\na: b\n---\n"])
def test_a_body_may_be_empty(text: str) -> None:
    assert parts_of(text) == Parts("yaml", "a: b\n", 2, "", 4)


def test_a_header_may_be_empty() -> None:
    assert parts_of("---\n---\nBody") == Parts("yaml", "", 2, "Body", 3)


@pytest.mark.parametrize("text", ["", "Body", "\n---\na: b\n---\n", "----\na", "{{ x }}", "{: .note}\n", "++++\n"])
def test_a_text_without_a_header_is_all_body(text: str) -> None:
    assert parts_of(text) == Parts("none", "", 1, text, 1)


@pytest.mark.parametrize("fence", ["---", "+++"])
@pytest.mark.parametrize("rest", ["", "\n", "\na: b\n", "\na: b\n ---\n +++\n"])
def test_a_header_that_never_ends_is_an_error_on_its_first_line(fence: str, rest: str) -> None:
    assert error_of(fence + rest) == Diagnostic(
        Severity.ERROR,
        "front-matter",
        "the front matter that begins here is never closed",
        Span("a.md", 1, 1, 3),
        f"add a line `{fence}` after its last key",
    )


def test_toml_becomes_yaml_on_the_same_lines() -> None:
    first = '+++\ntitle = "Mug: blue"\n\n# note\ndate = 2024-01-02\nx.y = true\n'
    parts = parts_of(first + '[seo]\nrank = 1.50\n[[images]]\nfile = "a"\n+++\nBody')
    assert (parts.header_line, parts.body, parts.body_line) == (2, "Body", 12)
    assert parts.header.split("\n")[3] == '"date": "2024-01-02"'
    assert plain(parts.header) == {
        "title": "Mug: blue",
        "date": "2024-01-02",
        "x": {"y": "true"},
        "seo": {"rank": "1.5"},
        "images": [{"file": "a"}],
    }


def test_broken_toml_is_one_error_with_its_place() -> None:
    assert error_of("+++\na = 1\nb = \n+++\n") == Diagnostic(
        Severity.ERROR, "front-matter", "this is not valid TOML: invalid value", Span("a.md", 3, 5), HOW
    )


@pytest.mark.parametrize("toml", ["a" + ".a" * 3_000 + " = 1", "a = " + "[" * 3_000 + "]" * 3_000])
def test_deep_toml_is_refused(toml: str) -> None:
    assert error_of(f"+++\n{toml}\n+++\n").message == "this is not valid TOML: it is nested too deep"


def test_a_key_that_toml_hides_stands_below() -> None:
    parts = parts_of('+++\na = """\nb = 1\n"""\n"b\\u0063" = 2\n+++\n')
    assert plain(parts.header) == {"a": "b = 1\n", "bc": "2"}


def test_toml_has_a_limit() -> None:
    within = "+++\n" + "a" + ".a" * 10 + " = 1\n" + "#" * (10_000 - 27) + "\n+++\n"
    assert len(parts_of(within).header) > 0
    assert error_of(within.replace("#", "##", 1)).message == "the TOML has over 10,000 characters"
    start = time.process_time()
    assert error_of("+++\na" + ".a" * 4_900 + " = 1\n+++\n").message.endswith("it is nested too deep")
    assert time.process_time() - start < 4


def test_json_is_yaml_already() -> None:
    parts = parts_of('{\n\t"title": "Mug \\ud83d\\ude00",\n\t"n": [1, 2.50, null, true]\n}\nBody\n')
    assert (parts.header_line, parts.body, parts.body_line) == (1, "Body\n", 5)
    assert plain(parts.header) == {"title": "Mug 😀", "n": ["1", "2.50", None, "true"]}


def test_broken_json_is_one_error_with_its_place() -> None:
    assert error_of('{"a": 1,\n"b" 2}\n') == Diagnostic(
        Severity.ERROR, "front-matter", "this is not valid JSON: expecting ':' delimiter", Span("a.md", 2, 5), HOW
    )


def test_deep_json_is_refused() -> None:
    assert error_of('{"a":' * 50_000).message == "the JSON is nested too deep"
