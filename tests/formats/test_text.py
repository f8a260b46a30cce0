"""Bytes become clean text, or one finding that says where they are wrong."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopgen.core.diagnostics import Diagnostic, Findings, Severity, Span
from shopgen.formats.text import clean, decode, find_unwanted, has_bidi_controls, isolate_bidi, shown

LIMIT = 1_000


def read(raw: bytes, limit: int = LIMIT) -> tuple[str | None, list[Diagnostic]]:
    findings = Findings()
    return decode(raw, "a.yaml", findings, limit), list(findings)


def refused(code: str, message: str, line: int, column: int, hint: str) -> tuple[None, list[Diagnostic]]:
    return None, [Diagnostic(Severity.ERROR, code, message, Span("a.yaml", line, column), hint)]


@pytest.mark.parametrize(
    "raw",
    [
        "żółw\nb".encode(),
        b"\xef\xbb\xbf" + "żółw\nb".encode(),
        "żółw\nb".encode("utf-16"),
        b"\xff\xfe" + "żółw\nb".encode("utf-16-le"),
        b"\xfe\xff" + "żółw\nb".encode("utf-16-be"),
        "żółw\r\nb".encode(),
        "żółw\rb".encode(),
        "z\u0307o\u0301łw\nb".encode(),
    ],
)
def test_encodings_line_ends_and_normal_forms_are_repaired_in_silence(raw: bytes) -> None:
    assert read(raw) == ("żółw\nb", [])


@pytest.mark.parametrize(
    ("text", "encoding", "name"),
    [
        ("Zażółć gęślą jaźń", "cp1250", "Windows-1250"),
        ("Zażółć gęślą jaźń", "iso8859-2", "ISO-8859-2"),
        ("Příliš žluťoučký kůň", "cp1250", "Windows-1250"),
        ("Größe für Café", "cp1252", "Windows-1252"),
        ("Чашка синяя", "cp1251", "Windows-1251"),
        ("title: a text in English that is long enough", "utf-16-le", ""),
    ],
)
def test_another_encoding_is_named(text: str, encoding: str, name: str) -> None:
    value, findings = read(text.encode(encoding))
    assert value is None
    assert [finding.hint for finding in findings] == [
        f"it looks like {name}; save the file as UTF-8" if name else "save the file as UTF-8"
    ]


def test_the_first_bad_byte_is_pointed_at() -> None:
    assert read("ok ż\r\nab ".encode() + b"\xe9t\xe9") == refused(
        "file-encoding", "byte 0xe9 is not UTF-8", 2, 4, "it looks like Windows-1252; save the file as UTF-8"
    )


def test_utf_16_that_is_cut_off_is_refused() -> None:
    assert read("a\nbc".encode("utf-16") + b"x") == refused(
        "file-encoding", "the file is cut off or broken inside UTF-16", 2, 3, "save the file as UTF-8"
    )


def test_utf_16_without_a_mark_is_named() -> None:
    assert read("title: Größe\n".encode("utf-16-le") * 3)[1][0].hint == (
        "it looks like UTF-16 without a byte order mark; save the file as UTF-8"
    )


def test_utf_32_is_refused() -> None:
    assert read("ab".encode("utf-32")) == refused("file-encoding", "the file is UTF-32", 1, 1, "save the file as UTF-8")


def test_nul_is_refused() -> None:
    assert read(b"a\nb\0") == refused(
        "file-encoding", "the file holds NUL bytes: it is not text", 2, 2, "save the file as UTF-8"
    )


def test_a_file_may_have_as_many_bytes_as_its_limit_and_no_more() -> None:
    hint = "split the file, or move what is not text out of it"
    assert read(b"x" * 1_000) == ("x" * 1_000, [])
    assert read(b"x" * 1_001) == refused("file-too-large", "the file has 1,001 bytes; the limit is 1,000", 1, 1, hint)


@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_refused_with_one_error(raw: bytes) -> None:
    text, findings = read(raw)
    assert [finding.severity for finding in findings] == ([Severity.ERROR] if text is None else [])


def test_cleaning_removes_what_no_output_may_carry() -> None:
    assert clean("a\x00\x07\x0b\x1b\x7f\x85\x9f\ud800\ufdd0\ufffe\U0010ffff\tb\r\nc\rd e\u0301 😀") == "a\tb\nc\nd é 😀"


@given(st.text(st.characters(exclude_categories=())))
def test_clean_text_stays_as_it_is(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    assert find_unwanted(once) is None


@pytest.mark.parametrize(
    ("text", "closed"),
    [
        ("plain", "plain"),
        ("a\u202eb", "a\u202eb\u202c"),
        ("a\u202eb\nc", "a\u202eb\u202c\nc"),
        ("a\u2067b\u2069c", "a\u2067b\u2069c"),
        ("a\u2067b", "a\u2067b\u2069"),
        ("a\u2069b\u202c", "ab"),
        ("\u2066a\u202ab\u2069c", "\u2066a\u202ab\u202c\u2069c"),
        ("\u202aa\u2066b\u202cc", "\u202aa\u2066bc\u2069\u202c"),
        ("x" + "\u202e" * 1_001 + "y", "xy"),
    ],
)
def test_directions_are_closed_where_they_are_opened(text: str, closed: str) -> None:
    assert isolate_bidi(text) == closed


@given(st.text(st.sampled_from("ab\n\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")))
def test_closed_directions_stay_closed(text: str) -> None:
    once = isolate_bidi(text)
    assert isolate_bidi(once) == once
    for paragraph in once.split("\n"):
        assert sum(map(paragraph.count, "\u202a\u202b\u202d\u202e")) == paragraph.count("\u202c")
        assert sum(map(paragraph.count, "\u2066\u2067\u2068")) == paragraph.count("\u2069")


def test_marks_of_hebrew_and_arabic_are_not_controls() -> None:
    assert not has_bidi_controls("שלום\u200f \u200e \u061c")
    assert has_bidi_controls("a\u202eb")


def test_a_shown_text_is_short_and_visible() -> None:
    assert shown("a\x1b[31m\u202eż\n") == "a\\x1b[31m\\u202eż\\n"
    assert shown("x" * 61) == "x" * 59 + "…"
    assert shown("x" * 60) == "x" * 60
