"""What a person reads: place, source line, caret, what to do."""

import pytest

from shopgen.core.diagnostics import Diagnostic, Field, Related, Severity, Span
from shopgen.report import Look, format_of

MUG = "title: Mug\nprice: 24.005\n"


def text(*findings: Diagnostic, source: str | None = MUG, **look: object) -> str:
    return format_of("text")(findings, lambda path: source, Look(**look))


def error(
    place: Span | Field | None = None, code: str = "bad-amount", message: str = "EUR has 2 decimals", **more: object
):
    return Diagnostic(Severity.ERROR, code, message, place, **more)


def warning(
    place: Span | None = None, message: str = "the picture has no alternative text", **more: object
) -> Diagnostic:
    return Diagnostic(Severity.WARNING, "missing-alt", message, place, **more)


def test_a_finding_in_full() -> None:
    first = Related("the currency is chosen here", Span("shop.yaml", 3, 1))
    found = error(Span("catalog/mug.yaml", 2, 8, 6), hint="write an amount such as `24.00`", related=(first,))
    assert text(found) == (
        "catalog/mug.yaml:2:8: error[bad-amount]: EUR has 2 decimals\n"
        "    2 | price: 24.005\n"
        "      |        ^~~~~~\n"
        "    hint: write an amount such as `24.00`\n"
        "    see: shop.yaml:3:1: the currency is chosen here\n"
        "\n"
        "1 error\n"
    )


def test_nothing_is_said_of_nothing() -> None:
    assert text() == ""


@pytest.mark.parametrize("source", [None, "", "one line\n", "one\n   \nthree"])
def test_a_line_that_is_not_there_is_left_out(source: str | None) -> None:
    assert (
        text(error(Span("a.yaml", 2, 1)), source=source)
        == "a.yaml:2:1: error[bad-amount]: EUR has 2 decimals\n\n1 error\n"
    )


def test_a_value_that_nobody_looked_up_is_named_by_its_keys() -> None:
    assert text(error(Field("shop.yaml", ("menus", "main", 0)))).startswith(
        "shop.yaml:menus:main:0: error[bad-amount]: "
    )


def test_a_finding_without_a_place() -> None:
    assert text(error(None, "empty-shop", "the shop has no products")) == (
        "error[empty-shop]: the shop has no products\n\n1 error\n"
    )


@pytest.mark.parametrize(
    ("line", "column", "length", "shown"),
    [
        ("price: x", 8, 1, "    1 | price: x\n      |        ^\n"),
        ("\tprice: x", 2, 5, "    1 |     price: x\n      |     ^~~~~\n"),
        ("a\tb", 3, 1, "    1 | a   b\n      |     ^\n"),
        ("名前: マグ", 5, 2, "    1 | 名前: マグ\n      |       ^~~~\n"),
        ("e\u0301a: x", 3, 1, "    1 | e\u0301a: x\n      |  ^\n"),
        ("a\x1b[31m: x", 2, 1, "    1 | a\\x1b[31m: x\n      |  ^~~~\n"),
        ("ab", 3, 1, "    1 | ab\n      |   ^\n"),
        ("ab", 99, 9, "    1 | ab\n      |   ^\n"),
        ("ab", 1, 99, "    1 | ab\n      | ^~\n"),
        ("ab", 1, 0, "    1 | ab\n      | ^\n"),
    ],
)
def test_the_caret_stands_under_what_is_wrong(line: str, column: int, length: int, shown: str) -> None:
    assert text(error(Span("a.yaml", 1, column, length)), source=line).split("decimals\n")[1].startswith(shown)


def test_a_long_line_is_cut_around_the_caret() -> None:
    line = "a" * 300 + "WRONG" + "b" * 300
    shown = text(error(Span("a.yaml", 1, 301, 5)), source=line, width=60).splitlines()[1:3]
    assert shown == [
        "    1 | …aaaaaaaaaaaaaaaWRONGbbbbbbbbbbbbbbbbbbbbbbbbbb…",
        "      |                 ^~~~~",
    ]


def test_a_terminal_without_an_ellipsis_gets_dots() -> None:
    shown = text(error(Span("a.yaml", 1, 301, 5)), source="a" * 400, width=60, unicode=False)
    assert "    1 | ...aaa" in shown
    assert shown.isascii()


def test_paths_lead_from_the_reader_to_the_shop() -> None:
    in_theme = error(Span("@themes/default/page.html", 1, 1))
    shown = text(error(Span("a.yaml", 9, 1)), in_theme, prefix="shops/tea/")
    assert "shops/tea/a.yaml:9:1: " in shown
    assert "\n@themes/default/page.html:1:1: " in "\n" + shown


def test_the_order_is_by_place_and_what_is_said_twice_is_said_once() -> None:
    places = [
        Span("b.yaml", 1, 1),
        Span("a.yaml", 10, 1),
        Span("a.yaml", 2, 9),
        Span("a.yaml", 2, 1),
        Span("a.yaml", 2, 1),
    ]
    shown = text(*map(error, places), source=None)
    assert [line.partition(": ")[0] for line in shown.splitlines() if "error[" in line] == [
        "a.yaml:2:1",
        "a.yaml:2:9",
        "a.yaml:10:1",
        "b.yaml:1:1",
    ]
    assert shown.endswith("\n4 errors\n")


def test_a_thousand_equal_warnings_are_one_with_a_count() -> None:
    warnings = [warning(Span(f"catalog/{number:03}.yaml", 3, 1)) for number in range(1000)]
    assert text(*warnings, source=None) == (
        "catalog/000.yaml:3:1: warning[missing-alt]: the picture has no alternative text\n"
        "    also: catalog/001.yaml:3:1, catalog/002.yaml:3:1, catalog/003.yaml:3:1 and 996 other places\n"
        "\n"
        "1,000 warnings\n"
    )


def test_equal_errors_all_stand_for_themselves() -> None:
    assert text(error(Span("a.yaml")), error(Span("b.yaml")), source=None).count("error[bad-amount]") == 2


def test_fifty_are_shown_and_the_rest_counted_with_errors_before_warnings() -> None:
    warnings = [warning(Span(f"a{number:02}.yaml"), f"warning {number}") for number in range(40)]
    errors = [error(Span(f"b{number:02}.yaml")) for number in range(30)]
    shown = text(*warnings, *errors, source=None)
    assert shown.count("error[") == 30
    assert shown.count("warning[") == 20
    assert shown.endswith("\nnot shown: 20 warnings\n30 errors, 40 warnings\n")


def test_colours_change_nothing_but_colours() -> None:
    import re

    found = error(Span("catalog/mug.yaml", 2, 8, 6), hint="write less")
    coloured = text(found, colour=True)
    assert re.sub(r"\x1b\[[\d;]*m", "", coloured) == text(found)
    assert "\x1b[1;31merror[bad-amount]\x1b[0m" in coloured


def test_a_secret_is_not_repeated_with_the_line_it_stands_in() -> None:
    key = "sk_live_" + "a" * 16
    shown = text(error(Span("shop.yaml", 1, 7, len(key)), "secret", "a secret key"), source=f"name: {key}\n")

    assert "name: sk_l••••••••••••••••••••\n" in shown
    assert key not in shown
