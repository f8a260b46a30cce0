"""Definitions turn texts into typed values, or into every finding about them."""

import os
import sys
import time
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from msgspec import Meta, Struct

from shopgen.core.diagnostics import Diagnostic, Findings, Related, Severity, Span
from shopgen.formats import text as texts
from shopgen.formats.schema import Amount, Decoded, Moment, Number, Refused, decode, json_schema, scalar
from shopgen.formats.schema.compile import shape_of
from shopgen.formats.schema.decode import _decode_carefully
from shopgen.formats.yaml import plain

SAMPLES = os.environ.get("SHOPGEN_SAMPLES")
# measuring coverage makes everything several times as slow
SECONDS = 4 if sys.gettrace() is None else 40
needs_samples = pytest.mark.skipif(not SAMPLES, reason="SHOPGEN_SAMPLES names no folder")


class Glaze(StrEnum):
    MATT = "matt"
    GLOSSY = "glossy"


def _read_code(text: str) -> str:
    if text.isupper():
        return text
    raise Refused(f"`{text}` is not in capitals", f"write `{text.upper()}`")


Code = Annotated[str, scalar("a code", _read_code, "ABC")]


class Picture(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    file: str
    alt: str | None = None


class Kind(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    code: Code
    price: Amount | None = None
    stock: Annotated[int, Meta(ge=0, le=1_000)] = 0


class Extra(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    note: str = ""
    inner: "Extra | None" = None


class Thing(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What the tests read: one field of every sort."""

    title: Annotated[str, Meta(description="What it is called.")]
    sku: str
    price: Amount
    weight: Number | None = None
    since: Moment | None = None
    glaze: Glaze = Glaze.MATT
    size: Literal["s", "m"] = "s"
    shown: bool = True
    count: int = 1
    brand: str | None = None
    tags: tuple[str, ...] | str = ()
    pictures: tuple[Picture, ...] = ()
    picture: str | Picture | None = None
    level: str | bool | int = 0
    options: dict[str, tuple[str, ...]] = {}
    kinds: tuple[Kind, ...] = ()
    extra: Extra = Extra()
    raw: Any = None

    aliases: ClassVar[Mapping[str, str]] = {"name": "title", "labels": "tags"}
    limits: ClassVar[Mapping[str, int]] = {"title": 12, "tags": 5, "options": 5}


START = "title: Mug\nsku: A\nprice: 1.00\n"
MUG = Thing(title="Mug", sku="A", price=Decimal("1.00"))


def error(code: str, message: str, place: Span, hint: str = "", related: tuple[Related, ...] = ()) -> Diagnostic:
    return Diagnostic(Severity.ERROR, code, message, place, hint, related)


def warning(code: str, message: str, place: Span, hint: str = "") -> Diagnostic:
    return Diagnostic(Severity.WARNING, code, message, place, hint)


def at(line: int, column: int, length: int = 1) -> Span:
    return Span("a.yaml", line, column, length)


def read(text: str, unknown: Literal["error", "warn"] = "error") -> Decoded[Thing]:
    return decode(Thing, text, "a.yaml", unknown=unknown)


def after_start(line: str) -> Thing:
    """What a good line gives, the same in both ways of reading."""
    quick = read(START + line)
    assert quick.findings == ()
    assert carefully(START + line) == quick
    assert quick.value is not None
    return quick.value


def carefully(text: str) -> Decoded[Any]:
    return _decode_carefully(shape_of(Thing), text, "a.yaml", 1, "error")


def finding_after_start(line: str) -> Diagnostic:
    decoded = read(START + line)
    (finding,) = decoded.findings
    assert (decoded.value is None) == finding.is_error
    return finding


# ---- good values


SURPRISES = [
    "NO", "no", "yes", "y", "n", "on", "Off", "true", "False", "012", "0012345", "0o14", "0x1F", "1_000", "1.10", "1.0",
    "1e3", "-0", "+1", ".5", "1:20", "12:30:45", "2024-02-30", "2024-01-01", "2024-1-1", ".nan", ".inf", "-.inf", "NaN",
    "Null", "NULL", "null-blue", "=", "<<", "a#b", "a:b", "-5", "590123412345", "١٢", "x!", "a  b", "5 %",
]  # fmt: skip


@pytest.mark.parametrize("word", SURPRISES)
@pytest.mark.parametrize("key", ["title", "name", "sku", "brand", "picture"])
def test_a_text_is_what_was_typed(key: str, word: str) -> None:
    rest = {"title": "sku: A\nprice: 1\n", "name": "sku: A\nprice: 1\n", "sku": "title: Mug\nprice: 1\n"}
    for text in (f"{key}: {word}\n", f"{key}: '{word}'\n", f'{key}: "{word}"\n'):
        decoded = read(text + rest.get(key, START))
        assert decoded.findings == ()
        assert getattr(decoded.value, {"name": "title"}.get(key, key)) == word


@pytest.mark.parametrize(
    ("line", "field", "value"),
    [
        ("price: -0.50", "price", Decimal("-0.50")),
        ('price: "24.00"', "price", Decimal("24.00")),
        ("weight: +12", "weight", Decimal("12")),
        ("weight:", "weight", None),
        ("weight: ~", "weight", None),
        ("brand: null", "brand", None),
        ('brand: "null"', "brand", "null"),
        ('brand: ""', "brand", ""),
        ("glaze: glossy", "glaze", Glaze.GLOSSY),
        ("size: m", "size", "m"),
        ("shown: FALSE", "shown", False),
        ("shown: True", "shown", True),
        ("count: 012", "count", 12),
        ("count: -3", "count", -3),
        ("tags: a", "tags", "a"),
        ("tags: [a, NO]", "tags", ("a", "NO")),
        ("labels: [a]", "tags", ("a",)),
        ("pictures:", "pictures", ()),
        ("options: ~", "options", {}),
        ("extra:", "extra", Extra()),
        ("pictures:\n- file: a\n- {file: b, alt: c}", "pictures", (Picture(file="a"), Picture(file="b", alt="c"))),
        ("picture: a", "picture", "a"),
        ("picture: {file: a}", "picture", Picture(file="a")),
        ("level: true", "level", True),
        ("level: 12", "level", 12),
        ("level: yes", "level", "yes"),
        ("options: {size: [S, 12]}", "options", {"size": ("S", "12")}),
        ("kinds: [{code: A, price: 2, stock: 4}]", "kinds", (Kind(code="A", price=Decimal(2), stock=4),)),
        ("extra: {note: a, inner: {inner: {note: b}}}", "extra", Extra(note="a", inner=Extra(inner=Extra(note="b")))),
        ("raw: {a: [1, ~, {b: NO}]}", "raw", {"a": ["1", None, {"b": "NO"}]}),
    ],
)
def test_a_value_is_typed_by_its_field(line: str, field: str, value: Any) -> None:
    key = line.split(":", 1)[0]
    start = "".join(each + "\n" for each in START.splitlines() if not each.startswith(key + ":"))
    for decoded in (read(start + line + "\n"), carefully(start + line + "\n")):
        assert decoded.findings == ()
        assert getattr(decoded.value, field) == value
        assert type(getattr(decoded.value, field)) is type(value)


LOCAL = datetime.fromisoformat("2026-11-22")
ONE_HOUR = timezone(timedelta(hours=1))


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-11-22", Moment(LOCAL)),
        ("2026-11-22 18:30", Moment(LOCAL.replace(hour=18, minute=30), True)),
        ("2026-11-22T18:30:05", Moment(LOCAL.replace(hour=18, minute=30, second=5), True)),
        ("2026-11-22 8:30:05.25", Moment(LOCAL.replace(hour=8, minute=30, second=5, microsecond=250_000), True)),
        ("2026-11-22T18:30Z", Moment(datetime(2026, 11, 22, 18, 30, tzinfo=UTC), True, True)),
        ("2026-11-22T18:30:00+01:00", Moment(datetime(2026, 11, 22, 18, 30, tzinfo=ONE_HOUR), True, True)),
        ("2026-11-22 18:30 +01", Moment(datetime(2026, 11, 22, 18, 30, tzinfo=ONE_HOUR), True, True)),
        (
            "2019-07-02 10:00:00 -0800",
            Moment(datetime(2019, 7, 2, 10, tzinfo=timezone(timedelta(hours=-8))), True, True),
        ),
        ("2019-07-02 10:00:00 UTC", Moment(datetime(2019, 7, 2, 10, tzinfo=UTC), True, True)),
    ],
)
def test_a_moment_remembers_what_was_typed(text: str, moment: Moment) -> None:
    value = after_start(f"since: {text}\n").since
    assert value == moment
    assert value is not None
    assert value.value.utcoffset() == moment.value.utcoffset()


def test_an_empty_file_has_no_keys() -> None:
    assert decode(Extra, "", "a.yaml") == Decoded(Extra())
    assert decode(Extra, "# nothing\n", "a.yaml") == Decoded(Extra())
    assert [finding.message for finding in read("").findings] == [
        "the key `title` is missing",
        "the key `sku` is missing",
        "the key `price` is missing",
    ]


def test_merged_keys_are_keys() -> None:
    text = START + "kinds:\n- &k {code: A, stock: 2}\n- {<<: *k, code: B}\n"
    decoded = read(text)
    assert decoded.findings == ()
    assert decoded.value is not None
    assert decoded.value.kinds == (Kind(code="A", stock=2), Kind(code="B", stock=2))


# ---- what is wrong with a value

ADVICE = "write an amount in digits with a point, such as `19.99`"

BAD_AMOUNTS = [
    ("19,99", "write `19.99`"),
    ("1.234,50", "write `1234.50`"),
    ("1,234.50", "write `1234.50`"),
    ("1 234,50", "write `1234.50`"),
    ("1'234.50", "write `1234.50`"),
    ("1_000", "write `1000`"),
    ("1.234.567", "write `1234567`"),
    ("1,234", "write `1234` or `1.234`, whichever is meant"),
    ("19.99 PLN", "write `19.99`"),
    ("PLN 19.99", "write `19.99`"),
    ("€19.99", "write `19.99`"),
    ("-5,00 zł", "write `-5.00`"),
    ("19.", "write `19`"),
    ("١٩٫٩٩", ADVICE),
    ("١٩", "write `19`"),
    (".99", ADVICE),
    ("1e3", ADVICE),
    (".nan", ADVICE),
    ("-.inf", ADVICE),
    ("NaN", ADVICE),
    ("free", ADVICE),
    ("'1 '", "write `1`"),
    ("1" * 31, f"write `{'1' * 31}`"),
]


@pytest.mark.parametrize(("text", "hint"), BAD_AMOUNTS[:-1])
def test_an_amount_is_digits_with_a_point(text: str, hint: str) -> None:
    typed = text.strip("'")
    assert finding_after_start(f"kinds:\n- code: A\n  price: {text}\n") == error(
        "bad-amount", f"`kinds[0].price`: `{typed}` is not an amount", at(6, 10, len(text)), hint
    )


def test_an_amount_has_at_most_thirty_digits() -> None:
    assert after_start(f"weight: {'1' * 30}\n").weight == int("1" * 30)
    assert finding_after_start(f"weight: {'1' * 31}\n").code == "bad-value"


def test_a_number_is_refused_like_an_amount() -> None:
    assert finding_after_start("weight: 1,5\n") == error(
        "bad-value", "`weight`: `1,5` is not a number", at(4, 9, 3), "write `1.5`"
    )


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("2024-02-30", "day is out of range for month"),
        ("0000-01-01", "year 0 is out of range"),
        ("2024-13-01", "month must be in 1..12"),
        ("2024-01-01 25:00", "hour must be in 0..23"),
        ("2024-01-01 10:00:60", "second must be in 0..59"),
        ("2024-01-01 10:00 +01:99", "offset minutes must be in 0..59"),
        ("0001-01-01 00:00 +01:00", "it lies outside the years 1 to 9999"),
        ("9999-12-31 23:59 -01:00", "it lies outside the years 1 to 9999"),
    ],
)
def test_a_date_is_one_in_the_calendar(text: str, reason: str) -> None:
    finding = finding_after_start(f"since: {text}\n")
    message = f"`since`: `{text}` is not in the calendar: {reason}"
    assert (finding.code, finding.place) == ("bad-date", at(4, 8, len(text)))
    assert finding.message.startswith(message.split(" is out of range")[0])
    assert finding.hint == "write a day that exists, such as `2026-11-22`"


@pytest.mark.parametrize("text", ["22.11.2026", "2026-1-2", "2026-11-22 10", "tomorrow", "20261122", "٢٠٢٦-١١-٢٢"])
def test_a_date_begins_with_its_year(text: str) -> None:
    assert finding_after_start(f"since: {text}\n") == error(
        "bad-date",
        f"`since`: `{text}` is not a date",
        at(4, 8, len(text)),
        "write year, month and day, such as `2026-11-22`, or with a time `2026-11-22 18:30`",
    )


@pytest.mark.parametrize(
    ("word", "meant"),
    [("yes", "true"), ("On", "true"), ("1", "true"), ("NO", "false"), ("off", "false"), ("0", "false")],
)
def test_a_yes_or_no_word_is_understood_with_a_warning(word: str, meant: str) -> None:
    decoded = read(f"{START}shown: {word}\n")
    assert decoded.value is not None
    assert decoded.value.shown is (meant == "true")
    assert decoded.findings == (
        warning("boolean-word", f"`shown`: `{word}` is taken for `{meant}`", at(4, 8, len(word)), f"write `{meant}`"),
    )


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("shown: maybe",
         error("bad-value", "`shown`: `maybe` is neither `true` nor `false`", at(4, 8, 5), "write one of them")),
        ("count: 1.0",
         error("bad-value", "`count`: `1.0` is not a whole number", at(4, 8, 3), "write digits only, such as `12`")),
        ("count: 1" + "0" * 18, error("bad-value", "`count`: `1" + "0" * 18 + "` is not a whole number", at(4, 8, 19),
          "write digits only, such as `12`")),
        ("kinds: [{code: A, stock: -1}]",
         error("bad-value", "`kinds[0].stock`: `-1` is too small", at(4, 26, 2), "write 0 or more")),
        ("kinds: [{code: A, stock: 1001}]", error("bad-value", "`kinds[0].stock`: `1001` is too large", at(4, 26, 4),
          "write 1000 or less")),
        ("kinds: [{code: a}]", error("bad-value", "`kinds[0].code`: `a` is not in capitals", at(4, 16), "write `A`")),
        ("glaze: Matt", error("bad-value", "`glaze`: `Matt` is not one of the words allowed here", at(4, 8, 4),
          "write one of `matt`, `glossy`")),
        ("size: l",
         error("bad-value", "`size`: `l` is not one of the words allowed here", at(4, 7), "write one of `m`, `s`")),
        ("tags: [a, abcdef]",
         error("too-long", "`tags[1]`: the text has 6 characters; the limit is 5", at(4, 11, 6), "shorten it")),
        ("tags: abcdef",
         error("too-long", "`tags`: the text has 6 characters; the limit is 5", at(4, 7, 6), "shorten it")),
        ("options: {a: [abcdef]}",
         error("too-long", "`options.a[0]`: the text has 6 characters; the limit is 5", at(4, 15, 6),
                                         "shorten it")),
    ],
)  # fmt: skip
def test_a_bad_value_is_pointed_at(line: str, expected: Diagnostic) -> None:
    assert finding_after_start(line + "\n") == expected


def test_a_text_may_be_as_long_as_its_limit() -> None:
    assert after_start("tags: abcde\n").tags == "abcde"


MAPPING_HINT = "write lines `key: value` below it, indented by two spaces"
LIST_HINT = "begin each item with `- ` on a line of its own"
EMPTY_HINT = "write a value after the colon, or leave the key out"
TEXT_HINT = "write one text; put it in quotes if it holds `: `"


@pytest.mark.parametrize(
    ("line", "message", "place", "hint"),
    [
        ("brand: [a]", "`brand`: expected a text, found a list", at(4, 8), TEXT_HINT),
        ("brand: {a: b}", "`brand`: expected a text, found a mapping", at(4, 8), TEXT_HINT),
        ("tags: {a: b}", "`tags`: expected a text or a list of texts, found a mapping", at(4, 7),
         "write a text or a list of texts"),
        ("tags:", "`tags`: expected a text or a list of texts, found nothing", at(4, 1, 4), EMPTY_HINT),
        ("pictures: a", "`pictures`: expected a list of mappings, found the text `a`", at(4, 11), LIST_HINT),
        ("pictures: [a]", "`pictures[0]`: expected a mapping, found the text `a`", at(4, 12), MAPPING_HINT),
        ("picture: [a]", "`picture`: expected a text or a mapping, found a list",
         at(4, 10), "write a text or a mapping"),
        ("options: a", "`options`: expected a mapping of lists of texts, found the text `a`", at(4, 10), MAPPING_HINT),
        ("options: {a: b}", "`options.a`: expected a list of texts, found the text `b`", at(4, 14), LIST_HINT),
        ("extra: a", "`extra`: expected a mapping, found the text `a`", at(4, 8), MAPPING_HINT),
        ("kinds: [{code: ~}]", "`kinds[0].code`: expected a code, found nothing", at(4, 16), EMPTY_HINT),
        ("shown:", "`shown`: expected `true` or `false`, found nothing", at(4, 1, 5), EMPTY_HINT),
        ("shown: []", "`shown`: expected `true` or `false`, found a list", at(4, 8), "write `true` or `false`"),
        ("since: [a]", "`since`: expected a date, found a list", at(4, 8), "write a value such as `2026-11-22`"),
    ],
)  # fmt: skip
def test_a_value_of_another_shape_is_named(line: str, message: str, place: Span, hint: str) -> None:
    assert finding_after_start(line + "\n") == error("wrong-type", message, place, hint)


@pytest.mark.parametrize("word", ["null", "~"])
def test_a_word_that_means_nothing_is_no_text(word: str) -> None:
    hint = f'put quotes around it to mean the word itself: `"{word}"`; otherwise leave the key out'
    assert read(f"title: {word}\nsku: A\nprice: 1\n").findings == (
        error("wrong-type", "`title`: expected a text, found nothing", at(1, 8, len(word)), hint),
    )


def test_a_file_is_a_mapping() -> None:
    assert read("- title: a\n") == Decoded(
        None, (error("wrong-type", "expected a mapping, found a list", at(1, 1), MAPPING_HINT),)
    )


# ---- what is wrong with a key


def test_a_missing_key_is_asked_for_where_it_should_stand() -> None:
    assert read("title: Mug\nprice: 1\nkinds:\n  - stock: 1\n").findings == (
        error("missing-key", "the key `sku` is missing", at(1, 1), "add `sku: ...`"),
        error("missing-key", "`kinds[0]`: the key `code` is missing", at(4, 5), "add `code: ABC`"),
    )


def test_a_misspelt_key_is_one_error_with_what_was_meant() -> None:
    assert read("titel: Mug\nsku: A\nPrice: 1\n").findings == (
        error("unknown-key", "there is no key `titel` here", at(1, 1, 5), "did you mean `title`?"),
        error("unknown-key", "there is no key `Price` here", at(3, 1, 5), "did you mean `price`?"),
    )


@pytest.mark.parametrize("unknown", ["error", "warn"])
def test_a_strange_key_is_an_error_or_a_warning_as_asked(unknown: Literal["error", "warn"]) -> None:
    decoded = read(START + "layout: wide\nlabel: a\nx-note: b\n", unknown)
    strange = (
        error("unknown-key", "there is no key `layout` here", at(4, 1, 6),
              "remove it, or begin it with `x-` to keep it as a note")
        if unknown == "error"
        else warning("unknown-key", "the key `layout` is not used; it is left out", at(4, 1, 6))
    )  # fmt: skip
    assert decoded.findings == (
        strange,
        error("unknown-key", "there is no key `label` here", at(5, 1, 5), "did you mean `labels`?"),
        warning("unknown-key", "`x-note` is a key of your own; it is left out", at(6, 1, 6)),
    )


def test_keys_of_ones_own_and_warned_keys_are_left_out_of_the_value() -> None:
    assert read(START + "layout: wide\nx-note: {a: [b]}\n", "warn").value == MUG


def test_a_key_and_its_other_name_exclude_each_other() -> None:
    assert read(START + "name: Cup\n").findings == (
        error(
            "yaml-duplicate-key",
            "`name` means the same as `title`, which stands here too",
            at(4, 1, 4),
            "keep one of them",
            (Related("`title` stands here", at(1, 1, 5)),),
        ),
    )


def test_no_error_hides_another() -> None:
    text = "title: Mug\ntitle: Cup\nprice: 1,5\nshown: yes\nkinds:\n- stock: x\n- a\nglaze: x\nsku: !t A\n"
    decoded = read(text)
    assert decoded.value is None
    assert [(finding.code, finding.place) for finding in decoded.findings] == [
        ("yaml-duplicate-key", at(2, 1, 5)),
        ("bad-amount", at(3, 8, 3)),
        ("boolean-word", at(4, 8, 3)),
        ("missing-key", at(6, 3)),
        ("bad-value", at(6, 10)),
        ("wrong-type", at(7, 3)),
        ("bad-value", at(8, 8)),
        ("yaml-tag", at(9, 6, 4)),
    ]


def test_lines_count_from_the_first_one_given() -> None:
    (finding,) = decode(Thing, "title: Mug\nsku: A\nprice: x\n", "a.md", first_line=2).findings
    assert finding.place == Span("a.md", 4, 8, 1)


def test_a_struct_may_refuse_its_values() -> None:
    class Range(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
        low: int
        high: int

        def __post_init__(self) -> None:
            if self.low > self.high:
                raise ValueError(f"`low` is above `high`: {self.low} > {self.high}")

    assert decode(Range, "low: 1\nhigh: 2\n", "a.yaml") == Decoded(Range(low=1, high=2))
    assert decode(Range, "low: 3\nhigh: 2\n", "a.yaml") == Decoded(
        None, (error("bad-value", "`low` is above `high`: 3 > 2", at(1, 1)),)
    )


def test_rules_of_annotations_hold() -> None:
    class Ruled(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
        code: Annotated[str, Meta(pattern="^[a-z]+$", min_length=2, max_length=4)]

    assert decode(Ruled, "code: abc", "a.yaml").value == Ruled(code="abc")
    findings = [decode(Ruled, f"code: {code}", "a.yaml").findings[0] for code in ("ABC", "a", "''", "abcde")]
    assert [(finding.code, finding.message, finding.hint) for finding in findings] == [
        ("bad-value", "`code`: `ABC` does not have the form that is needed", "it must match ^[a-z]+$"),
        ("bad-value", "`code`: `a` is too short", "write at least 2 characters"),
        ("bad-value", "`code`: the text is empty", "write at least 2 characters"),
        ("too-long", "`code`: the text has 5 characters; the limit is 4", "shorten it"),
    ]


def test_a_type_that_no_text_can_mean_is_a_mistake_of_the_programmer() -> None:
    class Wrong(Struct):
        value: bytes

    with pytest.raises(TypeError, match="text cannot be read into"):
        decode(Wrong, "value: a", "a.yaml")


@pytest.mark.parametrize("unknown", ["error", "warn"])
def test_many_strange_keys_are_reported_in_time(unknown: Literal["error", "warn"]) -> None:
    start = time.process_time()
    findings = read("".join(f"pricetag{i}: 1\n" for i in range(49_000)), unknown).findings
    assert time.process_time() - start < 2 * SECONDS
    assert len(findings) >= 49_000


# ---- both ways agree

WORDS = st.sampled_from([
    "", "~", "null", "'null'", '""', "a", "A", "abcdefg", "1", "0", "-1", "1.0", "+1.50", "1,5", "012", "true", "No",
    "tRue", "2024-02-29", "2024-02-30", "2024-01-01 10:00 +01:00", "matt", "Matt", "s", '"\\x07"', "x\u202e", "&a b",
    "*a", "!t a",
])  # fmt: skip
VALUES = st.recursive(
    WORDS,
    lambda inner: (
        st.lists(inner, max_size=3).map(lambda items: f"[{', '.join(items)}]")
        | st.dictionaries(
            st.sampled_from(["file", "alt", "code", "price", "stock", "note", "inner", "x-a", "a"]), inner, max_size=3
        ).map(lambda entries: "{" + ", ".join(f"{key}: {value}" for key, value in entries.items()) + "}")
    ),
    max_leaves=6,
)
KEYS = [*Thing.__struct_fields__, "name", "labels", "titel", "x-a", "other"]


@given(st.lists(st.tuples(st.sampled_from(KEYS[3:]), VALUES), max_size=4, unique_by=lambda entry: entry[0]))
def test_a_value_read_quickly_is_read_carefully_alike_and_without_findings(entries: list[tuple[str, str]]) -> None:
    text = START + "".join(f"{key}: {value}\n" for key, value in entries)
    quick, careful = read(text), carefully(text)
    assert quick == careful
    assert (quick.value is None) == any(finding.is_error for finding in quick.findings)
    assert repr(quick.value) == repr(careful.value)


@given(st.sampled_from(KEYS[3:]), VALUES)
def test_what_is_good_and_plain_is_read_quickly(key: str, value: str) -> None:
    text = f"{START}{key}: {value}\n"
    careful = carefully(text)
    is_plain = not any(mark in value for mark in "&*!")
    if careful.value is not None and not careful.findings and is_plain and value not in ("", "~", "null"):
        assert repr(shape_of(Thing).quick(plain(text))) == repr(careful.value)


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=12))
def test_any_quoted_text_comes_back_clean(text: str) -> None:
    decoded = read(f"title: {_quoted(text)}\nsku: A\nprice: 1\n")
    if "\0" in text:
        assert decoded.value is None
    else:
        assert decoded.value is not None
        assert decoded.value.title == texts.isolate_bidi(texts.clean(text))


def _quoted(text: str) -> str:
    return '"' + "".join(f"\\U{ord(character):08x}" for character in text) + '"'


# ---- the schema for editors

SCHEMA = json_schema({"thing": Thing})["thing"]


def faults(document: Any) -> list[str]:
    Draft202012Validator.check_schema(SCHEMA)
    return [fault.message for fault in Draft202012Validator(SCHEMA).iter_errors(document)]


@pytest.mark.parametrize(
    "more",
    [
        {},
        {"price": "24.00"},
        {"weight": None, "count": 3, "shown": False, "glaze": "glossy", "size": "m"},
        {"tags": ["a", 12], "pictures": [{"file": "a", "alt": None}], "picture": {"file": "b"}},
        {"picture": "a", "labels": "b", "options": {"size": ["S", "M"]}, "pictures": None, "extra": None},
        {"kinds": [{"code": "A", "price": 1, "stock": "4"}], "extra": {"inner": {"inner": {"note": "a"}}}},
        {"since": "2026-11-22 18:30", "x-note": {"a": [1]}, "raw": {"a": 1}},
    ],
)
def test_a_good_document_fits_the_json_schema(more: dict[str, Any]) -> None:
    assert faults({"title": "Mug", "sku": 12, "price": 24.0} | more) == []
    assert faults({"name": "Mug", "sku": "A", "price": 24.0} | more) == []


@pytest.mark.parametrize(
    "more",
    [
        {"titel": "a"},
        {"title": "x" * 13},
        {"tags": ["abcdef"]},
        {"options": {"a": ["abcdef"]}},
        {"glaze": "Matt"},
        {"shown": "yes"},
        {"kinds": [{}]},
        {"kinds": [{"code": "A", "stock": -1}]},
        {"pictures": "a"},
        {"count": "many"},
    ],
)
def test_a_bad_document_does_not(more: dict[str, Any]) -> None:
    assert len(faults({"title": "Mug", "sku": "A", "price": 24.0} | more)) == 1


def test_a_required_key_may_have_its_other_name() -> None:
    assert len(faults({"sku": "A", "price": 1})) == 1
    assert len(faults({"title": "Mug", "price": 1})) == 1


def test_the_json_schema_describes_its_keys() -> None:
    thing = SCHEMA["$defs"]["Thing"]
    assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert thing["properties"]["title"]["description"] == "What it is called."
    assert thing["properties"]["name"] == thing["properties"]["title"]
    assert thing["properties"]["price"] == {"type": ["string", "number"]}
    assert thing["additionalProperties"] is False


# ---- hostile files of others


class Sold(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    name: str
    sku: str = ""
    price: Amount | None = None
    description: str = ""
    base: Any = None
    variants: Any = None


@needs_samples
def test_hostile_files_end_as_their_names_say() -> None:
    paths = sorted(Path(SAMPLES or "", "hostile", "yaml").iterdir())
    assert paths
    for path in paths:
        findings = Findings()
        start = time.process_time()
        text = texts.decode(path.read_bytes(), path.name, findings, 20_000_000)
        decoded = decode(Sold, text, path.name) if text is not None else Decoded(None, tuple(findings))
        assert time.process_time() - start < SECONDS
        if path.name.startswith("accept-") and path.name != "accept-anchors-honest.yaml":
            assert decoded.findings == (), path.name
            assert decoded.value is not None
        elif path.name.startswith("reject-"):
            assert decoded.value is None, path.name
        assert (decoded.value is None) == any(finding.is_error for finding in decoded.findings)
