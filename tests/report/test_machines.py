"""What programs read."""

import json
from typing import Any

from shopgen import __version__
from shopgen.commands.options import FORMATS
from shopgen.core.diagnostics import Diagnostic, Field, Related, Severity, Span
from shopgen.report import Look, format_of

AMOUNT = Diagnostic(
    Severity.ERROR,
    "bad-amount",
    "EUR has 2 decimals",
    Span("catalog/müg 1.yaml", 2, 8, 6),
    "write 24.00",
    (Related("the currency is chosen here", Span("shop.yaml", 3, 1)),),
)
EMPTY = Diagnostic(Severity.WARNING, "empty-shop", "the shop has no products")
MENU = Diagnostic(Severity.WARNING, "wrong-type", "50% is not: a, number", Field("shop.yaml", ("menus", 0)))
ALL = (AMOUNT, MENU, EMPTY)


def written(name: str, prefix: str = "") -> str:
    return format_of(name)(ALL, lambda path: None, Look(prefix=prefix))


def test_json() -> None:
    assert json.loads(written("json", "shop/")) == [
        {"severity": "warning", "code": "empty-shop", "message": "the shop has no products"},
        {
            "severity": "error",
            "code": "bad-amount",
            "message": "EUR has 2 decimals",
            "path": "shop/catalog/müg 1.yaml",
            "line": 2,
            "column": 8,
            "length": 6,
            "hint": "write 24.00",
            "related": [
                {
                    "message": "the currency is chosen here",
                    "path": "shop/shop.yaml",
                    "line": 3,
                    "column": 1,
                    "length": 1,
                }
            ],
        },
        {
            "severity": "warning",
            "code": "wrong-type",
            "message": "50% is not: a, number",
            "path": "shop/shop.yaml",
            "keys": ["menus", 0],
        },
    ]


def test_sarif() -> None:
    report: dict[str, Any] = json.loads(written("sarif"))
    run = report["runs"][0]
    assert report["version"] == "2.1.0"
    assert run["tool"]["driver"] == {
        "name": "shopgen",
        "version": __version__,
        "rules": [
            {
                "id": "bad-amount",
                "shortDescription": {"text": "An amount of money is not one in the shop's currency."},
            },
            {"id": "empty-shop", "shortDescription": {"text": "The shop has no products."}},
            {"id": "wrong-type", "shortDescription": {"text": "A value has another shape than the key asks for."}},
        ],
    }
    assert run["columnKind"] == "unicodeCodePoints"
    assert run["results"][0] == {
        "ruleId": "empty-shop",
        "ruleIndex": 1,
        "level": "warning",
        "message": {"text": "the shop has no products"},
    }
    assert run["results"][1] == {
        "ruleId": "bad-amount",
        "ruleIndex": 0,
        "level": "error",
        "message": {"text": "EUR has 2 decimals\nhint: write 24.00"},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": "catalog/m%C3%BCg%201.yaml"},
                    "region": {"startLine": 2, "startColumn": 8, "endColumn": 14},
                }
            }
        ],
        "relatedLocations": [
            {
                "id": 1,
                "message": {"text": "the currency is chosen here"},
                "physicalLocation": {
                    "artifactLocation": {"uri": "shop.yaml"},
                    "region": {"startLine": 3, "startColumn": 1, "endColumn": 2},
                },
            }
        ],
    }


def test_github() -> None:
    assert written("github", "shop/").splitlines() == [
        "::warning title=empty-shop::the shop has no products",
        "::error file=shop/catalog/müg 1.yaml,line=2,col=8,endColumn=14,title=bad-amount"
        "::EUR has 2 decimals%0Ahint: write 24.00",
        "::warning file=shop/shop.yaml,title=wrong-type::50%25 is not: a, number",
    ]


def test_github_properties_cannot_be_forged() -> None:
    forged = Diagnostic(Severity.ERROR, "bad-value", "a\n::error::b", Span("a,line=9::x%.yaml", 1, 1))
    assert format_of("github")([forged], lambda path: None, Look()) == (
        "::error file=a%2Cline=9%3A%3Ax%25.yaml,line=1,col=1,endColumn=2,title=bad-value::a\\x0a::error::b\n"
    )


def test_an_empty_report_is_a_report() -> None:
    nothing = {name: format_of(name)([], lambda path: None, Look()) for name in FORMATS}
    assert nothing["text"] == nothing["github"] == ""
    assert json.loads(nothing["json"]) == []
    assert json.loads(nothing["sarif"])["runs"][0]["results"] == []
