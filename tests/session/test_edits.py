"""An edit of a product is planned by itself where that is all, and then it gives what planning everything gives."""

import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shopgen.engine.jobs import Job
from shopgen.glance import Glimpse, glimpse
from shopgen.outcome import BuildReport
from shopgen.planned import Planned
from shopgen.session import Session
from support.failing_disk import CountingDisk
from support.inline import report as lines
from support.workplace import Workplace

SETTINGS = """\
-- shop.yaml --
name: Glinka
base_url: https://glinka.example/
currency: EUR
languages: [en, pl]
theme: bare
countries: [PL]
checkout:
  enquiry: {email: a@glinka.example}
"""
MUG = """\
title: Moss mug
sku: M-1
price: {price}
{more}
description: |
  {description}
"""
SHOP = (
    SETTINGS
    + """\
-- catalog/mugs/moss.yaml --
"""
    + MUG.format(price="24.00", more="stock: 3", description="A *mug*, see [the bowl](/products/rice/).")
    + """\
-- catalog/mugs/ink.yaml --
title: Ink mug
sku: M-2
price: 26.00
manufacturer: {name: Ink works, address: "Krakow, PL"}
description: Dark.
related: [M-1]
options: [{name: Size, values: [small, large]}]
variants:
  - {sku: M-2-S, options: {Size: small}}
  - {sku: M-2-L, options: {Size: large}, price: 29.00}
-- catalog/bowls/rice.yaml --
title: Rice bowl
sku: B-1
price: 22.00
images: [{src: rice.jpg, alt: A bowl}]
-- catalog/bowls/rice.jpg: 40x50 --
-- catalog/_category.yaml --
title: All
-- content/news/2026-11-01-kiln.md --
---
title: Kiln
products: [M-1]
---
Hot.
"""
)
MOSS, INK, RICE = "catalog/mugs/moss.yaml", "catalog/mugs/ink.yaml", "catalog/bowls/rice.yaml"


def seen_by(workplace: Workplace) -> Glimpse:
    found = glimpse(workplace.session().options)
    assert found is not None
    return found


def build(workplace: Workplace, disk: CountingDisk | None = None) -> BuildReport:
    """As the command line does after an edit."""
    return workplace.session(disk).build(last=seen_by(workplace))


@pytest.fixture
def workplace(tmp_path: Path) -> Workplace:
    made = Workplace(tmp_path / "shop", SHOP)
    made.build()
    return made


INWARD: dict[str, tuple[str, str, str]] = {
    "a price": (MOSS, "price: 24.00", "price: 23.50"),
    "stock that is gone": (MOSS, "stock: 3", "stock: 0"),
    "a barcode": (MOSS, "stock: 3", "gtin: '4006381333931'"),
    "a reduction": (MOSS, "stock: 3", "compare_at_price: 30.00\nlowest_price_30d: 24.00"),
    "words of a description": (MOSS, "A *mug*", "A **good** mug"),
    "a summary": (MOSS, "stock: 3", "summary: Green"),
    "attributes": (MOSS, "stock: 3", "attributes: {Material: clay}"),
    "what search engines are told": (MOSS, "stock: 3", "seo: {title: A mug of moss, description: Green and good.}"),
    "its maker": (INK, "Ink works", "Ink and sons"),
    "who answers for it": (MOSS, "stock: 3", "responsible_person: {name: Glinka, address: 'Krakow, PL'}"),
    "its condition": (MOSS, "stock: 3", "condition: used"),
    "a variant's price": (INK, "price: 29.00", "price: 20.00"),
    "the price of a product with a picture": (RICE, "price: 22.00", "price: 21.00"),
    "nothing but the file": (MOSS, "stock: 3", "stock: 3  # three"),
}
OUTWARD: dict[str, tuple[str, str, str]] = {
    "a title": (MOSS, "Moss mug", "Green mug"),
    "an address": (MOSS, "stock: 3", "slug: green"),
    "a SKU": (RICE, "B-1", "B-9"),
    "a tag": (MOSS, "stock: 3", "tags: [green]"),
    "a brand": (MOSS, "stock: 3", "brand: Glinka"),
    "a picture": (MOSS, "stock: 3", "images: [{src: ../bowls/rice.jpg, alt: x}]"),
    "a link": (MOSS, "/products/rice/", "/products/ink/"),
    "a page that search engines are to leave out": (MOSS, "stock: 3", "seo: {noindex: true}"),
    "a draft": (MOSS, "stock: 3", "draft: true"),
    "a sale": (MOSS, "stock: 3", "sale: {price: 20.00, ends: 2026-12-01}"),
    "its place": (MOSS, "stock: 3", "order: 3"),
    "a relation": (MOSS, "stock: 3", "related: [B-1]"),
    "a translation": (MOSS, "stock: 3", "translations: {pl: {title: Mech}}"),
    "an option": (INK, "small", "tiny"),
    "an old address": (MOSS, "stock: 3", "aliases: [/old/]"),
    "settings": ("shop.yaml", "[PL]", "[PL, DE]"),
    "a post": ("content/news/2026-11-01-kiln.md", "Hot.", "Cold."),
    "a template": ("themes/bare/templates/product.html", "product.title", "product.sku"),
}


def planned_files(disk: CountingDisk, workplace: Workplace) -> list[str]:
    """The sources that were read."""
    root = workplace.root
    paths = [path.relative_to(root).as_posix() for path in disk.named("read") if path.is_relative_to(root)]
    return sorted({path for path in paths if path.startswith(("catalog", "content"))})


@pytest.mark.parametrize("name", INWARD)
def test_an_edit_of_what_only_its_pages_tell_reads_nothing_else(workplace: Workplace, name: str) -> None:
    path, old, new = INWARD[name]
    workplace.replace(path, old, new)
    disk = CountingDisk()

    report = build(workplace, disk)

    assert planned_files(disk, workplace) == [path]
    assert not disk.named("walk") or workplace.output not in disk.named("walk")
    assert_clean(workplace, report)


@pytest.mark.parametrize("name", OUTWARD)
def test_an_edit_that_reaches_further_plans_everything(workplace: Workplace, name: str) -> None:
    path, old, new = OUTWARD[name]
    workplace.replace(path, old, new)
    disk = CountingDisk()

    report = build(workplace, disk)

    assert workplace.output in disk.named("walk")
    assert_clean(workplace, report)


def assert_clean(workplace: Workplace, report: BuildReport) -> None:
    """The tree and what is said are those of a build from nothing, and the next build has nothing to do."""
    scratch = workplace.root.parent / "scratch"
    assert not report.has_errors
    tree = workplace.clean_tree(scratch)
    assert workplace.tree() == tree
    clean = workplace.session(output=scratch / "public", cache=scratch / "cache2").build()
    assert lines(report.findings) == lines(clean.findings)
    assert (report.counts, report.products, report.next_change) == (clean.counts, clean.products, clean.next_change)
    again = seen_by(workplace)
    assert again.changed == ()
    assert again.report().counts == clean.counts
    assert workplace.build().made == {}


def test_one_price_makes_exactly_what_shows_it(workplace: Workplace) -> None:
    workplace.replace(MOSS, "24.00", "23.50")

    report = build(workplace)

    assert report.published is not None
    assert list(report.published.written) == sorted(shows(workplace, "23.50"))
    assert set(report.made) - set(report.published.written) == {"news/kiln/index.html"}  # its theme hides the card


def shows(workplace: Workplace, text: str) -> list[str]:
    return [path for path, content in workplace.tree().items() if text.encode() in content.replace(b",", b".")]


def test_edits_follow_one_another(workplace: Workplace) -> None:
    for number, price in enumerate(["23.00", "22.00", "24.00", "21.00"]):
        workplace.replace(MOSS, f"price: {['24.00', '23.00', '22.00', '24.00'][number]}", f"price: {price}")
        disk = CountingDisk()
        report = build(workplace, disk)
        assert planned_files(disk, workplace) == [MOSS]
        assert_clean(workplace, report)


def test_an_error_is_told_by_an_ordinary_build_and_nothing_is_published(workplace: Workplace) -> None:
    before = workplace.tree()
    workplace.replace(MOSS, "24.00", "24,00")

    report = build(workplace)

    assert lines(report.findings).startswith(f"{MOSS}:3:8: error[bad-amount]")
    assert report.published is None
    assert workplace.tree() == before


def test_a_build_that_another_one_overtook_looks_again(workplace: Workplace) -> None:
    workplace.replace(MOSS, "24.00", "23.50")
    last = seen_by(workplace)
    workplace.replace(RICE, "Rice bowl", "Soup bowl")
    workplace.build()
    disk = CountingDisk()

    report = workplace.session(disk).build(last=last)

    assert workplace.output in disk.named("walk")
    assert_clean(workplace, report)


def test_an_outline_of_another_plan_is_not_used(workplace: Workplace) -> None:
    other = workplace.root.parent / "other"
    workplace.replace(MOSS, "24.00", "23.50")
    last = seen_by(workplace)
    workplace.build(output=other, drafts=True, future=True)
    disk = CountingDisk()

    report = workplace.session(disk).build(last=last)

    assert_clean(workplace, report)


LINES = {
    MOSS: ["price: 24.00", "price: 19.99", "stock: 3", "stock: 0", "gtin: '4006381333931'", "gtin: 12", "title: Other"],
    INK: ["price: 26.00", "price: 7", "availability: preorder", "description: Dark.", "description: '[x](/nowhere/)'"],
    RICE: ["price: 22.00", "price: 1", "description: Round.", "images: []", "tags: [white]", "weight: 300 g"],
}
EDIT = st.sampled_from(sorted(LINES)).flatmap(lambda path: st.tuples(st.just(path), st.sampled_from(LINES[path])))


def put(workplace: Workplace, path: str, line: str) -> None:
    """`line` in the place of the one with its key, else at the end."""
    key = line.partition(":")[0] + ":"
    kept = [each for each in (workplace.root / path).read_text().splitlines() if not each.startswith(key)]
    workplace.write(path, "\n".join([*kept[:3], line, *kept[3:]]) + "\n")


def jobs(planned: Planned) -> dict[str, tuple[Job, list[Any]]]:
    assert planned.plan is not None
    values = planned.plan.values
    return {job.path: (job, [values[item.name] for item in job.ingredients]) for job in planned.plan}


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(st.lists(st.lists(EDIT, min_size=1, max_size=3), min_size=1, max_size=5))
def test_planning_an_edit_gives_what_planning_everything_gives(
    tmp_path_factory: pytest.TempPathFactory, edits: list[list[tuple[str, str]]]
) -> None:
    workplace = Workplace(tmp_path_factory.mktemp("edits") / "shop", SHOP)
    session = workplace.session()
    session.plan()
    for changes in edits:
        for path, line in changes:
            put(workplace, path, line)
        planned = session.plan({path for path, _ in changes})
        whole = workplace.session().plan()
        assert lines(planned.findings) == lines(whole.findings)
        if whole.has_errors:
            continue
        assert jobs(planned) == jobs(whole)
        assert planned.next_change == whole.next_change


def test_a_preview_plans_an_edit_without_looking_at_the_shop(workplace: Workplace) -> None:
    disk = CountingDisk()
    session = workplace.session(disk)
    session.plan()
    disk.calls.clear()
    workplace.replace(MOSS, "24.00", "23.50")

    planned = session.plan({MOSS})

    looked = {(verb, path.name) for verb, path in disk.calls if ".shopgen" not in path.parts}
    assert looked == {("stamp", "moss.yaml"), ("read", "moss.yaml")}
    assert_made(session, planned, "23.50")


def assert_made(session: Session, planned: Planned, price: str) -> None:
    made = session.make("products/moss/index.html", planned)
    assert made is not None
    assert price in made.content.decode()


def test_a_preview_is_quick_again_after_an_error_is_repaired(workplace: Workplace) -> None:
    disk = CountingDisk()
    session = workplace.session(disk)
    session.plan()
    workplace.replace(MOSS, "24.00", "24,00")
    assert session.plan({MOSS}).has_errors
    workplace.replace(INK, "26.00", "27.00")
    assert session.plan({INK}).has_errors
    workplace.replace(MOSS, "24,00", "24.50")
    disk.calls.clear()

    planned = session.plan({MOSS})

    assert disk.named("walk") == []
    assert_made(session, planned, "24.50")
    assert jobs(planned) == jobs(workplace.session().plan())


ODD = {
    "nothing": Path.unlink,
    "a folder": lambda file: (file.unlink(), file.mkdir()),
    "a link to nothing": lambda file: (file.unlink(), file.symlink_to("gone")),
    "a link to itself": lambda file: (file.unlink(), file.symlink_to(file)),
    "a link out of the shop": lambda file: (file.rename(file.parents[3] / "away"), file.symlink_to("../../../away")),
    "a pipe": lambda file: (file.unlink(), os.mkfifo(file)),
}


@pytest.mark.parametrize("kind", ODD)
@pytest.mark.parametrize("path", [MOSS, "themes/bare/templates/product.html"])
def test_what_is_no_file_any_more_is_missing_in_the_preview(workplace: Workplace, path: str, kind: str) -> None:
    session = workplace.session(is_preview=True)
    session.plan()
    workplace.replace(INK, "26.00", "27.00")
    session.plan({INK})
    ODD[kind](workplace.root / path)

    planned = session.plan({path})

    whole = workplace.session(is_preview=True).plan()
    assert lines(planned.findings) == lines(whole.findings)
    assert (planned.plan is None) == (whole.plan is None)
    if whole.plan is not None:
        assert jobs(planned) == jobs(whole)


@pytest.fixture(autouse=True)
def _trusted_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files are known by their stamps as soon as they are written, as they are for somebody who types."""
    monkeypatch.setattr("shopgen.engine.sights.RACY_NS", 0)
    monkeypatch.setattr("shopgen.reading.sources.RACY_NS", 0)


def test_a_name_that_only_a_hidden_product_makes_ambiguous_is_an_error_after_an_edit_too(tmp_path: Path) -> None:
    shop = Workplace(tmp_path / "shop")
    for path, more in (("a/mug", ""), ("b/mug", "draft: true\n"), ("c/cup", "related: [a/mug]\n")):
        shop.write(f"catalog/{path}.yaml", f"title: {path}\nsku: {path[0]}\nprice: 9.00\n{more}")
    assert not shop.build().has_errors
    shop.replace("catalog/c/cup.yaml", "[a/mug]", "[mug]")

    assert [finding.code for finding in build(shop).findings if finding.is_error] == ["unknown-reference"]
