"""A saved template or stylesheet is planned without the shop; what comes of it is what a whole plan gives."""

from pathlib import Path

import pytest

from shopgen import planned as plans
from shopgen.engine.recorded import RecordedPlan
from shopgen.planned import Planned
from shopgen.session import Session
from support.workplace import Workplace

SHOP = """\
-- catalog/mugs/_category.yaml --
title: Mugs
-- catalog/mugs/blue.yaml --
title: Blue mug
sku: BLUE
price: 24
-- templates/404.html --
<p>Lost
-- assets/own.css --
p { color: blue }
"""
BLUE = "catalog/mugs/blue.yaml"
STYLE = "themes/bare/assets/theme.css"
EVERYTHING = {"is_preview": True, "drafts": True, "future": True, "expired": True}


@pytest.fixture
def shop(tmp_path: Path) -> Workplace:
    return Workplace(tmp_path / "shop", SHOP)


@pytest.fixture
def session(shop: Workplace) -> Session:
    """One that has planned the whole shop."""
    session = shop.session(**EVERYTHING)
    assert not session.plan().has_errors
    return session


def pages(session: Session, planned: Planned) -> dict[str, bytes]:
    assert planned.plan is not None
    return {path: session.make(path, planned).content for path in planned.plan.jobs}


def is_as_planned_anew(shop: Workplace, session: Session, planned: Planned) -> None:
    other = shop.session(**EVERYTHING, cache=shop.root / "other")
    assert pages(session, planned) == pages(other, other.plan())


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("themes/bare/templates/product.html", "<h1>{{ product.title }}</h1>"),
        ("themes/bare/templates/partials/card.html", "{% macro card(product) %}{{ product.title }}{% endmacro %}"),
        ("templates/404.html", "<p>Found"),
        (STYLE, "body { color: red }"),
        ("assets/own.css", "p { color: red }"),
    ],
)
def test_the_shop_is_not_planned_for_it(shop: Workplace, session: Session, monkeypatch, path: str, text: str) -> None:
    monkeypatch.setattr(plans, "Planner", None)
    for content in (text, text + "\n", text):
        shop.write(path, content)
        planned = session.plan({path})
    monkeypatch.undo()
    is_as_planned_anew(shop, session, planned)


def test_a_product_and_a_template_may_be_saved_together(shop: Workplace, session: Session, monkeypatch) -> None:
    monkeypatch.setattr(plans, "Planner", None)
    shop.replace(BLUE, "price: 24", "price: 25")
    shop.write("templates/404.html", "<p>Found")
    planned = session.plan({BLUE, "templates/404.html"})
    shop.replace(BLUE, "price: 25", "price: 26")
    planned = session.plan({BLUE})
    monkeypatch.undo()
    is_as_planned_anew(shop, session, planned)


@pytest.mark.parametrize(
    "change",
    [
        lambda shop: shop.write("templates/product.html", "<p>{{ product.title }}"),
        lambda shop: shop.remove("templates/404.html"),
        lambda shop: shop.write("assets/other.css", "p {}"),
        lambda shop: shop.remove("assets/own.css"),
        lambda shop: shop.write(
            "themes/bare/theme.yaml", "name: bare\npictures:\n  card: {widths: [10], sizes: 9px}\n"
        ),
        lambda shop: shop.replace("themes/bare/locales/en.yaml", "All products", "Everything"),
        lambda shop: shop.write("locales/en.yaml", "nav.home: Start\n"),
    ],
    ids=["template", "no template", "asset", "no asset", "presets", "messages", "own messages"],
)
def test_what_reaches_further_plans_the_whole_shop(shop: Workplace, session: Session, change) -> None:
    change(shop)
    is_as_planned_anew(shop, session, session.plan(session.news()))


def test_a_wrong_template_is_told_when_its_page_is_made_and_forgotten_when_it_is_right(
    shop: Workplace, session: Session
) -> None:
    right = (shop.root / "themes/bare/templates/product.html").read_text()
    shop.write("themes/bare/templates/product.html", "{{ product.nothing }}")
    planned = session.plan({"themes/bare/templates/product.html"})
    made = session.make("products/blue/index.html", planned)
    assert made.failure is not None
    assert made.failure.code == "template-failed"
    shop.write("themes/bare/templates/product.html", right)
    is_as_planned_anew(shop, session, session.plan({"themes/bare/templates/product.html"}))


def test_a_template_that_cannot_be_read_is_told_as_ever(shop: Workplace, session: Session) -> None:
    shop.write("themes/bare/templates/product.html", b"\xff\xfe\x00")
    planned = session.plan({"themes/bare/templates/product.html"})
    assert planned.has_errors


def test_a_theme_that_was_edited_between_two_previews_is_seen(shop: Workplace, session: Session) -> None:
    session.make("index.html", session.plan())
    session.save()
    shop.write(STYLE, "body { color: red }")
    resumed = shop.session(**EVERYTHING)
    is_as_planned_anew(shop, resumed, resumed.plan())


def test_a_preview_is_resumed_with_the_theme_as_it_was_edited(shop: Workplace, session: Session) -> None:
    shop.remove("templates/404.html")  # beside it, that of the theme is never read, and too young to be believed
    session.plan()
    shop.write(STYLE, "body { color: red }")
    session.make("index.html", session.plan({STYLE}))
    session.save()
    resumed = shop.session(**EVERYTHING)
    planned = resumed.plan()
    assert isinstance(planned.plan, RecordedPlan)
    is_as_planned_anew(shop, resumed, planned)
    shop.write(STYLE, "body { color: green }")
    is_as_planned_anew(shop, resumed, resumed.plan({STYLE}))
