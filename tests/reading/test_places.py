"""Findings get the line and column of the value that they name."""

from pathlib import Path

from shopgen.core.diagnostics import Diagnostic, Field, Findings, Related, Severity, Span
from shopgen.core.disk import Disk
from shopgen.reading.places import pin
from shopgen.reading.sources import Sources, scan
from support.inline import lay


def shop(tmp_path: Path) -> Sources:
    return scan(
        Disk(),
        lay(
            tmp_path,
            """
-- catalog/mug.yaml --
title: Mug
variants:
  - sku: M
    options: {Size: S}
-- catalog/bad.yaml --
[
-- catalog/a.jpg: 4x5 --
-- content/pages/a.md --
---
title: A
tags: [a, b]
---
-- content/pages/json.md --
{
  "title": "A"
}
-- content/pages/open.md --
---
title: A
-- static/a.txt --
x
""",
        ),
    )


def pinned(sources: Sources, path: str, *keys: str | int) -> Span:
    findings = Findings()
    findings.error("bad-value", "x", Field(path, keys))
    (finding,) = pin(findings, sources)
    assert isinstance(finding.place, Span)
    return finding.place


def test_a_value_has_its_line_and_column(tmp_path: Path) -> None:
    sources = shop(tmp_path)
    assert pinned(sources, "catalog/mug.yaml", "title") == Span("catalog/mug.yaml", 1, 8, 3)
    assert pinned(sources, "catalog/mug.yaml", "variants", 0, "options", "Size") == Span("catalog/mug.yaml", 4, 21, 1)
    assert pinned(sources, "content/pages/a.md", "tags", 1) == Span("content/pages/a.md", 3, 11, 1)
    assert pinned(sources, "content/pages/json.md", "title") == Span("content/pages/json.md", 2, 12, 3)


def test_what_cannot_be_found_is_the_nearest_thing_that_is_there(tmp_path: Path) -> None:
    sources = shop(tmp_path)
    assert pinned(sources, "catalog/mug.yaml", "variants", 0, "price").line == 3
    for path in ("catalog/mug.yaml", "catalog/bad.yaml", "catalog/gone.yaml", "content/pages/open.md", "static/a.txt"):
        assert pinned(sources, path) == Span(path)
    for path in ("catalog/bad.yaml", "catalog/gone.yaml", "catalog/a.jpg", "content/pages/open.md", "static/a.txt"):
        assert pinned(sources, path, "title") == Span(path)


def test_a_file_that_is_no_text_is_named_as_a_whole(tmp_path: Path) -> None:
    sources = shop(tmp_path)
    (tmp_path / "catalog/mug.yaml").write_bytes(b"\xff\xfe\xff")
    assert pinned(sources, "catalog/mug.yaml", "title") == Span("catalog/mug.yaml")


def test_other_places_are_pinned_too_and_spans_stay(tmp_path: Path) -> None:
    span = Span("shop.yaml", 2, 3)
    related = Related("there", Field("catalog/mug.yaml", ("title",)))
    findings = [
        Diagnostic(Severity.ERROR, "bad-value", "x", span),
        Diagnostic(Severity.ERROR, "bad-value", "x", None, related=(related,)),
        Diagnostic(Severity.ERROR, "bad-value", "x", span, related=(related,)),
    ]
    there = (Related("there", Span("catalog/mug.yaml", 1, 8, 3)),)
    assert pin(findings, shop(tmp_path)) == (
        findings[0],
        Diagnostic(Severity.ERROR, "bad-value", "x", None, related=there),
        Diagnostic(Severity.ERROR, "bad-value", "x", span, related=there),
    )
