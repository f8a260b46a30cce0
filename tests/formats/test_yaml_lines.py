"""Documents of the plainest form are read line by line, and just as libyaml reads them."""

from typing import Any

import pytest
import yaml as pyyaml
from hypothesis import example, given
from hypothesis import strategies as st

from shopgen.formats.yaml import NotPlain, plain
from shopgen.formats.yaml.events import by_events
from shopgen.formats.yaml.limits import MAX_DEPTH
from shopgen.formats.yaml.lines import MAX_LENGTH, NotSimple, simple

PRODUCT = """
# a mug
title: Moon Mug (250 ml)
name with blanks:   Żółty - "nice", isn't it?
price: 24.00
gtin: "4006381333931"
empty:
nothing: null
seo:
    description: "one: two # three"
attributes:
  Weight: 320 g

  Wash: -5 °C
tags: [new, "a, b", null]
options: {Glaze: Moss, Size: "250 ml"}
none: []
related:
- SKU-1
- SKU-2

variants:
  - sku: A
    options: {}
    deep:
      - x: 1
        y: /path
      # a comment
      - x: 2
  - sku: B
description: |
  First.

      Code.
    \x20

  # No comment
last: '"\\ _'
"""
READ = {
    "title": "Moon Mug (250 ml)",
    "name with blanks": 'Żółty - "nice", isn\'t it?',
    "price": "24.00",
    "gtin": "4006381333931",
    "empty": None,
    "nothing": None,
    "seo": {"description": "one: two # three"},
    "attributes": {"Weight": "320 g", "Wash": "-5 °C"},
    "tags": ["new", "a, b", None],
    "options": {"Glaze": "Moss", "Size": "250 ml"},
    "none": [],
    "related": ["SKU-1", "SKU-2"],
    "variants": [
        {"sku": "A", "options": {}, "deep": [{"x": "1", "y": "/path"}, {"x": "2"}]},
        {"sku": "B"},
    ],
    "description": "First.\n\n    Code.\n   \n\n# No comment\n",
    "last": '"\\ _',
}


def test_a_product_as_most_are_written_is_simple() -> None:
    assert simple(PRODUCT) == READ == by_events(PRODUCT)
    assert list(simple(PRODUCT)) == list(READ)


@pytest.mark.parametrize(
    "text",
    [
        "a: b: c\n", "a: b:\n", "a: b # c\n", "a: b \n", "a : b\n", "a: 'b''c'\n", 'a: "b\\n"\n', 'a: "b" c\n',
        "a: &x b\n", "a: *x\n", "a: !t b\n", "a: >\n  b\n", "a: |-\n  b\n", "a: |\n\n  b\n", "a: |\nb\n",
        "a: |\n  b", "a: b\n  c\n", "a:\n  b\n", "a:\n  b: |\n  c\n", "a: 1\na: 2\n", "a: {b: 1, b: 2}\n",
        "a: [b, [c]]\n", "a: [b,\n  c]\n", "a: [b: c]\n", "a:\tb\n", "a: b\r\n", "\ufeffa: b\n", "- a\n", "a\n",
        "--- \na: b\n", "a: b\n---\n", "a: b\n...\n", "%YAML 1.1\n", "a:\n- - b\n", "a:\n-\n", "a:\n- b\n c: d\n",
        "a:\n  - b\n - c\n", "<<: b\n", "~: b\n", "? a\n", "a:\n- b\nc\n", "a:\n  - b\n  c: d\n",
        "a: " + "x" * MAX_LENGTH + "\n",
    ],
)  # fmt: skip
def test_what_is_unusual_is_left_to_libyaml(text: str) -> None:
    with pytest.raises(NotSimple):
        simple(text)


def test_a_document_with_nothing_in_it_is_nothing() -> None:
    assert plain("\n# nothing\n") is None


def nested(depth: int) -> str:
    """Mappings and lists in turn, indented as little as can be, with a list in brackets inside."""
    lines = ["a:"]
    while len(lines) * 2 < depth - 1:
        lines.append("  " * (len(lines) - 1) + "- a:")
    return "\n".join(lines) + " [b]\n"


@pytest.mark.parametrize("depth", range(MAX_DEPTH - 8, MAX_DEPTH + 9))
def test_the_limit_of_depth_is_that_of_the_events(depth: int) -> None:
    def read(text: str, how: Any) -> Any:
        try:
            return how(text)
        except NotPlain:
            return NotPlain

    assert read(nested(depth), plain) == read(nested(depth), by_events)


BEGINNINGS = st.sampled_from(["", "", "", "- ", "- ", "- - ", "-  "])
KEYS = st.sampled_from(["", "a: ", "b: ", "c: ", "d:", "two words: ", "é:", "e:  ", "12: ", "x: |", "y: |", "null: "])
VALUES = st.sampled_from([
    "", "", "b", "1", "x y", "'q'", '"q"', '"q: #"', "[a, b]", "[]", "{a: b}", '{a: b, c: "d, e: f"}', "null", "~",
    "- ", " ", "  ", ": ", ":", "#", " # c", "|", ">", "|-", "[", "]", "{", "}", ",", "&a ", "*a", "!t ", "%", "?",
    "? ", "...", "---", "-", "-5", "/", "(", "$", "+", "_", ".", "a #b", "a# b", "a  b", '"', "\\", "\t", "\r",
    "\ufeff", "é", "½", "<<: ",
])  # fmt: skip
LINES = st.builds(
    lambda indent, beginning, key, values: " " * indent + beginning + key + "".join(values),
    st.sampled_from([0, 0, 0, 1, 2, 2, 2, 3, 4, 4, 5, 6]),
    BEGINNINGS,
    KEYS,
    st.lists(VALUES, max_size=2),
)
ENDS = st.sampled_from(["\n", "\n", "\n", "\n\n", "", " \n", "\n  \n"])


@given(st.builds(lambda lines, end: "\n".join(lines) + end, st.lists(LINES, max_size=7), ENDS))
@example("a: |\n  b\n    \n \nc:\n- d\n# e\n- f: |\n   g\n  h: i\n")
def test_what_is_simple_is_what_libyaml_reads(text: str) -> None:
    try:
        read = simple(text)
    except NotSimple:
        return
    assert (read or None) == by_events(text)


@given(st.integers(min_value=0), st.integers(min_value=0, max_value=3), st.lists(VALUES, max_size=2).map("".join))
def test_a_change_anywhere_is_read_as_libyaml_reads_it(place: int, length: int, change: str) -> None:
    at = place % len(PRODUCT)
    text = PRODUCT[:at] + change + PRODUCT[at + length :]
    try:
        read = simple(text)
    except NotSimple:
        return
    assert read == by_events(text)


WORDS = st.text(st.characters(codec="utf-8", categories=("L", "N")), min_size=1, max_size=6)
DOCUMENTS = st.dictionaries(
    WORDS,
    WORDS | st.lists(WORDS, min_size=1) | st.dictionaries(WORDS, WORDS, min_size=1) | st.lists(
        st.dictionaries(WORDS, WORDS, min_size=1), min_size=1
    ),
    min_size=1,
)  # fmt: skip


@given(DOCUMENTS)
def test_documents_of_words_are_simple(document: Any) -> None:
    text = pyyaml.dump(document, Dumper=pyyaml.SafeDumper, allow_unicode=True, sort_keys=False, width=10_000)
    try:
        read = simple(text)
    except NotSimple:
        assert "'" in text or "!!" in text or "?" in text or "|" in text or "\\" in text
        return
    assert read == by_events(text)
