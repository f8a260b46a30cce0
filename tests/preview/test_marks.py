"""What customers do not see is shown in the preview, and marked there; a build knows no marks."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from shopgen.planning.unpublished import Mark
from shopgen.preview.marks import link_rules, sentence
from shopgen.session import Options, Session

BLUE = "catalog/mugs/blue.yaml"


def session(root: Path, **options: object) -> Session:
    usual = {"output": root / "public", "cache": root / ".shopgen", "clock": datetime(2026, 6, 1, tzinfo=UTC)}
    return Session(Options(root=root, **{**usual, **options}))


def test_a_draft_is_marked_on_its_page_and_where_it_is_linked(serve) -> None:
    preview = serve()
    own = preview.get("/products/green/").body
    assert '<p class="draft" role="note">Draft: customers do not see this page.</p>' in own
    listing = preview.get("/catalog/mugs/").body
    assert "shopgen-mark" not in listing
    assert '<link rel="stylesheet" href="/_shopgen/marks.css?page=/catalog/mugs/">' in listing
    rules = preview.get("/_shopgen/marks.css?page=/catalog/mugs/").body
    assert rules.startswith('a[href="/products/green/"]::before{all:initial;content:"Draft"')
    assert "/products/blue/" not in rules


def test_what_comes_later_says_when(serve) -> None:
    later = serve().get("/news/later/").body
    assert "Customers see this page from 2099-01-05 00:00 on." in later


def test_what_has_expired_says_since_when_in_the_time_of_the_shop(serve, root: Path) -> None:
    with (root / "shop.yaml").open("a") as settings:
        settings.write("time_zone: Europe/Warsaw\n")
    with (root / BLUE).open("a") as blue:
        blue.write("expiry_date: 2026-11-01T12:00:00+00:00\n")
    page = serve().get("/products/blue/").body
    assert "Customers have not seen this page since 2026-11-01 13:00." in page


def test_what_customers_see_has_no_mark(serve) -> None:
    page = serve().get("/products/blue/").body
    assert "shopgen-mark" not in page


def test_a_mark_goes_when_the_draft_is_published(serve, root: Path) -> None:
    preview = serve()
    assert "shopgen-mark" in preview.get("/products/green/").body
    text = (root / "catalog/mugs/green.yaml").read_text("utf-8")
    (root / "catalog/mugs/green.yaml").write_text(text.replace("draft: true\n", ""), "utf-8")
    preview.answers.refresh({"catalog/mugs/green.yaml"})
    assert "shopgen-mark" not in preview.get("/products/green/").body


def test_a_build_that_includes_everything_marks_nothing(root: Path) -> None:
    report = session(root, drafts=True, future=True, expired=True).build()
    assert not report.has_errors
    pages = [path for path in (root / "public").rglob("*") if path.is_file()]
    assert any(path.parent.name == "green" for path in pages)
    assert [path for path in pages if b"shopgen-mark" in path.read_bytes() or b"_shopgen" in path.read_bytes()] == []


def test_the_shop_may_be_seen_as_of_another_day(root: Path) -> None:
    marks = {}
    for day in (2026, 2100):
        clock = datetime(day, 6, 1, tzinfo=UTC)
        planned = session(root, clock=clock, drafts=True, future=True, is_preview=True).plan()
        marks[day] = {path: mark.state for path, mark in planned.unpublished.items()}
    assert marks[2026] == {"products/green/index.html": "draft", "news/later/index.html": "scheduled"}
    assert marks[2100] == {"products/green/index.html": "draft"}


@pytest.mark.parametrize(
    ("prefix", "path", "link"),
    [
        ("/", "products/a/index.html", "/products/a/"),
        ("/my shop/", "products/żółw/index.html", "/my%20shop/products/%C5%BC%C3%B3%C5%82w/"),
        ("/", 'products/"]x{}/index.html', "/products/%22%5Dx%7B%7D/"),
    ],
)
def test_links_are_found_as_pages_write_them(prefix: str, path: str, link: str) -> None:
    page = f'<a href="{link}">A</a>'.encode()
    assert f'a[href="{link}"]::before' in link_rules(page, {path: Mark("draft")}, prefix)
    assert link_rules(b"<p>", {path: Mark("draft")}, prefix) == ""


def test_sentences() -> None:
    moment = datetime(2026, 12, 1, 8, tzinfo=UTC)
    assert [sentence(mark) for mark in (Mark("draft"), Mark("scheduled", moment), Mark("expired", moment))] == [
        "Draft: customers do not see this page.",
        "Customers see this page from 2026-12-01 08:00 on.",
        "Customers have not seen this page since 2026-12-01 08:00.",
    ]
