"""Whatever stands in a file or in its name, the terminal obeys none of it."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shopgen.commands.options import FORMATS
from shopgen.core.diagnostics import Diagnostic, Related, Severity, Span
from shopgen.report import Look, format_of
from shopgen.report.safe import escaped

NASTY = st.text(st.characters(codec=None) | st.sampled_from("\x1b\x07\x08\r\n\t\x7f\x9b\u202e\u2066\u200f\ufeff\ud800"))


@settings(max_examples=300, derandomize=True)
@given(NASTY, NASTY, NASTY, st.integers(1, 3), st.integers(1, 50))
@pytest.mark.parametrize("name", FORMATS)
def test_no_control_character_comes_through(
    name: str, path: str, message: str, line: str, row: int, column: int
) -> None:
    place = Span(path, row, column, 4)
    finding = Diagnostic(Severity.ERROR, "bad-value", message, place, message, (Related(message, place),))
    shown = format_of(name)([finding], lambda path: line, Look(width=60))
    wild = {c for c in shown if c not in "\n\u200c\u200d" and unicodedata.category(c) in {"Cc", "Cf", "Cs", "Zl", "Zp"}}
    assert wild == set()
    shown.encode()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Mug", "Mug"),
        ("Kubek żółty", "Kubek żółty"),
        ("\x1b]0;title\x07", "\\x1b]0;title\\x07"),
        ("a\nb", "a\\x0ab"),
        ("\x9b31m", "\\x9b31m"),
        ("abc\u202etxt.exe", "abc\\u202etxt.exe"),
        ("\U000e0041", "\\U000e0041"),
        ("👩\u200d🎨", "👩\u200d🎨"),
        ("ক্\u200dষ", "ক্\u200dষ"),
    ],
)
def test_escaped(text: str, shown: str) -> None:
    assert escaped(text) == shown
