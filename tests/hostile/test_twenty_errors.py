"""One shop with twenty-one different mistakes: one run tells of nearly all, each where it is, and of little else."""

from pathlib import Path
from typing import NamedTuple

import pytest

from shopgen.core.diagnostics import Diagnostic, Span
from support.inline import report
from support.workplace import NOON, Workplace

SHOP = """\
-- shop.yaml --
name: Glinka
base_url: https://glinka.example/
currency: EUR
languages: [en, pl]
theme: bare
time_zone: Europe/Krakow
menus:
  main:
    - {title: Gone, link: /gone/}
colour: red
-- catalog/mugs/price.yaml --
title: Price
sku: E-1
price: cheap
-- catalog/mugs/key.yaml --
title: Key
sku: E-2
price: 1.00
descripton: Typo
-- catalog/mugs/twice.yaml --
title: Twice
sku: E-3
price: 1.00
title: Again
-- catalog/mugs/syntax.yaml --
title: Syntax
sku: E-4
price: [1.00
-- catalog/mugs/missing.yaml --
title: Missing
price: 1.00
-- catalog/mugs/picture.yaml --
title: Picture
sku: E-6
price: 1.00
images:
  - {src: gone.jpg, alt: Gone}
-- catalog/mugs/date.yaml --
title: Date
sku: E-7
price: 1.00
publish_date: 2026-02-30
-- catalog/mugs/related.yaml --
title: Related
sku: E-8
price: 1.00
related: [E-99]
-- catalog/mugs/variant.yaml --
title: Variant
sku: E-9
price: 1.00
options:
  - {name: Size, values: [S, M]}
variants:
  - {sku: E-9-S, options: {Size: S}}
  - {sku: E-9-X, options: {Size: X}}
-- catalog/mugs/sku.yaml --
title: Sku
sku: E-11
price: 1.00
-- catalog/mugs/sku2.yaml --
title: Sku 2
sku: E-11
price: 1.00
-- catalog/mugs/tag.yaml --
title: !!python/object:os.system x
sku: E-12
price: 1.00
-- catalog/mugs/amount.yaml --
title: Amount
sku: E-13
price: 1.005
-- catalog/mugs/slug.yaml --
title: Slug
sku: E-14
price: 1.00
slug: ../../etc
-- catalog/mugs/stock.yaml --
title: Stock
sku: E-15
price: 1.00
stock: -3
-- catalog/mugs/weight.yaml --
title: Weight
sku: E-16
price: 1.00
weight: heavy
-- content/news/2026-11-01-open.md --
---
title: Open
tags: [a]
Body without an end of the front matter
-- content/news/2026-11-02-link.md --
---
title: Link
---
Hello.

See [nothing](/nowhere/) here.
-- content/pages/type.md --
---
title: Type
weight: heavy
---
Hello.
"""


class Mistake(NamedTuple):
    path: str
    line: int
    column: int
    code: str


MISTAKES = (
    Mistake("shop.yaml", 6, 12, "bad-value"),
    Mistake("shop.yaml", 9, 27, "link-missing"),
    Mistake("shop.yaml", 10, 1, "unknown-key"),
    Mistake("catalog/mugs/price.yaml", 3, 8, "bad-amount"),
    Mistake("catalog/mugs/key.yaml", 4, 1, "unknown-key"),
    Mistake("catalog/mugs/twice.yaml", 4, 1, "yaml-duplicate-key"),
    Mistake("catalog/mugs/syntax.yaml", 3, 8, "yaml-syntax"),
    Mistake("catalog/mugs/missing.yaml", 1, 1, "missing-key"),
    Mistake("catalog/mugs/picture.yaml", 5, 11, "picture-missing"),
    Mistake("catalog/mugs/date.yaml", 4, 15, "bad-date"),
    Mistake("catalog/mugs/related.yaml", 4, 11, "unknown-reference"),
    Mistake("catalog/mugs/variant.yaml", 8, 34, "variant-options"),
    Mistake("catalog/mugs/sku2.yaml", 2, 6, "duplicate-sku"),
    Mistake("catalog/mugs/tag.yaml", 1, 8, "yaml-tag"),
    Mistake("catalog/mugs/amount.yaml", 3, 8, "bad-amount"),
    Mistake("catalog/mugs/slug.yaml", 4, 7, "address-refused"),
    Mistake("catalog/mugs/stock.yaml", 4, 8, "bad-value"),
    Mistake("catalog/mugs/weight.yaml", 4, 9, "bad-value"),
    Mistake("content/news/2026-11-01-open.md", 1, 1, "front-matter"),
    Mistake("content/news/2026-11-02-link.md", 6, 15, "link-missing"),
    Mistake("content/pages/type.md", 3, 9, "bad-value"),
)


@pytest.fixture(scope="module")
def errors(tmp_path_factory: pytest.TempPathFactory) -> list[Diagnostic]:
    built = Workplace(tmp_path_factory.mktemp("errors"), SHOP).build()
    assert built.published is None
    return [finding for finding in built.findings if finding.is_error]


def places(errors: list[Diagnostic]) -> dict[str, list[Span]]:
    found: dict[str, list[Span]] = {}
    for error in errors:
        assert isinstance(error.place, Span), error
        found.setdefault(error.place.path, []).append(error.place)
    return found


def nearest(mistake: Mistake, found: dict[str, list[Span]]) -> Span | None:
    """The finding in the file that is closest to the mistake."""
    spans = found.get(mistake.path, [])
    return min(spans, key=lambda span: (abs(span.line - mistake.line), abs(span.column - mistake.column)), default=None)


def test_one_run_tells_of_at_least_nineteen_of_twenty(errors: list[Diagnostic]) -> None:
    found = places(errors)
    told = [
        mistake
        for mistake in MISTAKES
        if any(abs(span.line - mistake.line) <= 1 for span in found.get(mistake.path, []))
    ]

    assert len(MISTAKES) >= 20
    assert len({mistake.code for mistake in MISTAKES}) >= 15
    assert len(told) / len(MISTAKES) >= 0.95, report(errors)


def test_nearly_all_places_are_right(errors: list[Diagnostic]) -> None:
    found = places(errors)
    spans = {mistake: nearest(mistake, found) for mistake in MISTAKES}
    lines = {mistake for mistake, span in spans.items() if span is not None and span.line == mistake.line}
    columns = {mistake for mistake in lines if abs(spans[mistake].column - mistake.column) <= 1}  # type: ignore[union-attr]

    assert len(lines) / len(MISTAKES) >= 0.95, [(mistake, spans[mistake]) for mistake in set(MISTAKES) - lines]
    assert len(columns) / len(MISTAKES) >= 0.9, [(mistake, spans[mistake]) for mistake in set(MISTAKES) - columns]


def test_every_finding_has_a_file_a_hint_and_the_right_code(errors: list[Diagnostic]) -> None:
    assert [error for error in errors if not error.hint] == []
    told = {(error.place.path, error.code) for error in errors if isinstance(error.place, Span)}
    wrong = [mistake for mistake in MISTAKES if (mistake.path, mistake.code) not in told]
    assert len(wrong) <= 1, report(errors)


def test_mistakes_do_not_make_others_up(errors: list[Diagnostic]) -> None:
    assert len(errors) <= len(MISTAKES) + 2, report(errors)


def test_what_is_right_beside_mistakes_is_still_checked(tmp_path: Path) -> None:
    """Errors in one product do not hide those in the next, nor those of posts."""
    workplace = Workplace(tmp_path, SHOP)
    workplace.remove("shop.yaml")
    workplace.write("shop.yaml", "name: Glinka\nbase_url: https://glinka.example/\ncurrency: EUR\ntheme: bare\n")
    workplace.write("catalog/mugs/late.yaml", "title: Late\nsku: Z-1\nprice: 1.00\nstock: many\n")

    found = {error.place.path for error in workplace.build(clock=NOON).findings if isinstance(error.place, Span)}

    assert "catalog/mugs/late.yaml" in found
    assert "content/news/2026-11-02-link.md" in found
