"""Findings for programs: plain JSON, SARIF 2.1.0 for code scanning, and annotations of GitHub's workflows."""

import json as encoding
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from shopgen import __version__
from shopgen.core.codes import CODES
from shopgen.core.diagnostics import Diagnostic, Place, Span
from shopgen.report.form import Look, SourceText, ordered
from shopgen.report.safe import escaped

SARIF_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def json(findings: Sequence[Diagnostic], source: SourceText, look: Look) -> str:
    """An array of findings."""
    return dumped(plain(findings, look))


def plain(findings: Sequence[Diagnostic], look: Look) -> list[dict[str, Any]]:
    """The findings as plain data, in order."""
    return [_plain(finding, look) for finding in ordered(findings)]


def dumped(value: object) -> str:
    """`value` as JSON in ASCII, so that no terminal and no encoding can get it wrong."""
    return encoding.dumps(value, indent=2).replace("\x7f", "\\u007f") + "\n"


def sarif(findings: Sequence[Diagnostic], source: SourceText, look: Look) -> str:
    """One SARIF run whose rules are the codes in use, each with its sentence from the reference."""
    found = ordered(findings)
    codes = sorted({finding.code for finding in found})
    rules = [{"id": code, "shortDescription": {"text": CODES.get(code, code)}} for code in codes]
    driver = {"name": "shopgen", "version": __version__, "rules": rules}
    results = [_result(finding, codes.index(finding.code), look) for finding in found]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return dumped({"$schema": SARIF_SCHEMA, "version": "2.1.0", "runs": [run]})


def github(findings: Sequence[Diagnostic], source: SourceText, look: Look) -> str:
    """One workflow command a finding, which GitHub shows beside the line in the pull request."""
    return "".join(f"{_command(finding, look)}\n" for finding in ordered(findings))


def _plain(finding: Diagnostic, look: Look) -> dict[str, Any]:
    data: dict[str, Any] = {"severity": str(finding.severity), "code": finding.code, "message": finding.message}
    data |= _where(finding.place, look)
    if finding.hint:
        data["hint"] = finding.hint
    if finding.related:
        data["related"] = [{"message": other.message} | _where(other.place, look) for other in finding.related]
    return data


def _where(place: Place | None, look: Look) -> dict[str, Any]:
    match place:
        case None:
            return {}
        case Span(path, line, column, length):
            return {"path": look.path(path), "line": line, "column": column, "length": length}
    return {"path": look.path(place.path), "keys": list(place.keys)}


def _result(finding: Diagnostic, rule: int, look: Look) -> dict[str, Any]:
    message = finding.message + (f"\nhint: {finding.hint}" if finding.hint else "")
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": rule,
        "level": str(finding.severity),
        "message": {"text": message},
    }
    if finding.place is not None:
        result["locations"] = [_location(finding.place, look)]
    if finding.related:
        result["relatedLocations"] = [
            {"id": number, "message": {"text": other.message}} | _location(other.place, look)
            for number, other in enumerate(finding.related, 1)
        ]
    return result


def _location(place: Place, look: Look) -> dict[str, Any]:
    address = quote(look.path(place.path), errors="replace")
    physical: dict[str, Any] = {"artifactLocation": {"uri": address}}
    if isinstance(place, Span):
        end = place.column + max(1, place.length)
        physical["region"] = {"startLine": place.line, "startColumn": place.column, "endColumn": end}
    return {"physicalLocation": physical}


def _command(finding: Diagnostic, look: Look) -> str:
    properties: dict[str, str | int] = {}
    match finding.place:
        case Span(path, line, column, length):
            end = column + max(1, length)
            properties = {"file": look.path(path), "line": line, "col": column, "endColumn": end}
        case None:
            pass
        case field:
            properties = {"file": look.path(field.path)}
    properties["title"] = finding.code
    named = ",".join(f"{name}={_property(str(value))}" for name, value in properties.items())
    hint = f"%0Ahint: {_data(finding.hint)}" if finding.hint else ""
    return f"::{finding.severity} {named}::{_data(finding.message)}{hint}"


def _data(text: str) -> str:
    return escaped(text).replace("%", "%25")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
