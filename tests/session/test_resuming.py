"""A preview begins where the last one was left; what it shows is what a whole plan gives."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from shopgen.engine import ledger
from shopgen.engine.recorded import RecordedPlan
from shopgen.planned import Planned
from shopgen.reading import looking
from support.workplace import Workplace

SHOP = """\
-- catalog/mugs/_category.yaml --
title: Mugs
-- catalog/mugs/blue.yaml --
title: Blue mug
sku: BLUE
price: 24
summary: It is blue.
description: See [the green one](green.yaml).
images: [blue.png]
-- catalog/images/blue.png: 80x80 --
-- catalog/mugs/green.yaml --
title: Green mug
sku: GREEN
price: 22
draft: true
-- content/pages/about.md --
---
title: About
---
We *throw* mugs.
-- content/news/later.md --
---
title: Later
date: 2099-01-05T10:00:00+02:00
---
Not yet.
-- static/note.txt --
A note.
"""
BLUE = "catalog/mugs/blue.yaml"
EVERYTHING = {"is_preview": True, "drafts": True, "future": True, "expired": True}


@pytest.fixture
def shop(tmp_path: Path) -> Workplace:
    """A shop of which a preview has just ended."""
    shop = Workplace(tmp_path / "shop", SHOP)
    leave(shop)
    return shop


def leave(shop: Workplace) -> None:
    session = shop.session(**EVERYTHING)
    planned = session.plan()
    session.make("index.html", planned)
    session.save()


def shown(shop: Workplace, **options: object) -> tuple[Planned, dict[str, bytes]]:
    """The plan of a new preview, and all that it shows."""
    session = shop.session(**{**EVERYTHING, **options})
    planned = session.plan()
    assert planned.plan is not None
    return planned, {path: session.make(path, planned).content for path in planned.plan.jobs}


def is_as_planned_anew(shop: Workplace, **options: object) -> None:
    planned, pages = shown(shop, **options)
    anew, expected = shown(shop, cache=shop.root / "other", **options)
    assert pages == expected
    assert planned.findings == anew.findings
    assert planned.next_change == anew.next_change
    assert planned.unpublished == anew.unpublished
    assert planned.shop.settings == anew.shop.settings
    for things in ("products", "articles", "pages"):
        assert dict(getattr(planned.shop, things)) == dict(getattr(anew.shop, things))


def is_resumed(shop: Workplace, **options: object) -> bool:
    planned, _ = shown(shop, **options)
    return isinstance(planned.plan, RecordedPlan)


def test_nothing_changed(shop: Workplace) -> None:
    assert is_resumed(shop)
    is_as_planned_anew(shop)


def test_one_product_was_edited(shop: Workplace) -> None:
    shop.replace(BLUE, "price: 24", "price: 25")
    assert is_resumed(shop)
    is_as_planned_anew(shop)


@pytest.mark.parametrize(
    "path",
    [BLUE, "shop.yaml", "themes/bare/templates/product.html", "content/pages/about.md", "static/note.txt"],
)
def test_other_edits_plan_the_whole_shop(shop: Workplace, path: str) -> None:
    text = (shop.root / path).read_text("utf-8")
    shop.write(path, text.replace("Blue mug", "Azure mug") + "\n")
    is_as_planned_anew(shop)


def test_files_that_came_and_went_plan_the_whole_shop(shop: Workplace) -> None:
    shop.write("catalog/mugs/red.yaml", "title: Red\nsku: RED\nprice: 1\n")
    assert not is_resumed(shop)
    is_as_planned_anew(shop)
    leave(shop)
    shop.remove("catalog/mugs/red.yaml")
    assert not is_resumed(shop)
    is_as_planned_anew(shop)


def test_an_edit_that_keeps_size_and_time_is_seen(shop: Workplace) -> None:
    import os

    before = (shop.root / BLUE).stat()
    shop.replace(BLUE, "price: 24", "price: 42")
    os.utime(shop.root / BLUE, ns=(before.st_atime_ns, before.st_mtime_ns))
    is_as_planned_anew(shop)


def test_an_edited_preview_is_resumed_too(shop: Workplace) -> None:
    for price in (25, 26):
        session = shop.session(**EVERYTHING)
        session.plan()
        shop.replace(BLUE, f"price: {price - 1}", f"price: {price}")
        session.plan({BLUE})
        session.save()
        assert is_resumed(shop)
        is_as_planned_anew(shop)


def test_what_a_preview_leaves_is_kept_when_old_things_are_forgotten(
    shop: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ledger, "RUNS_KEPT", 2)
    for price in range(25, 30):
        session = shop.session(**EVERYTHING)
        session.plan()
        shop.replace(BLUE, f"price: {price - 1}", f"price: {price}")
        session.make("products/blue/index.html", session.plan({BLUE}))
        session.save()
        assert is_resumed(shop)
        is_as_planned_anew(shop)


def test_a_preview_that_ends_takes_nothing_from_a_build_meanwhile(shop: Workplace) -> None:
    session = shop.session(**EVERYTHING)
    planned = session.plan()
    shop.replace(BLUE, "price: 24", "price: 25")
    shop.build()
    session.make("products/green/index.html", planned)
    session.save()
    assert shop.build().made == {}


def test_colours_that_a_build_found_meanwhile_are_known_after_a_preview(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[bytes] = []
    look = looking.looked_at
    monkeypatch.setattr(looking, "looked_at", lambda content: (looked.append(content), look(content))[1])
    shop = Workplace(tmp_path / "shop", SHOP)
    session = shop.session(**EVERYTHING)
    session.make("index.html", session.plan())
    shop.build()
    assert len(looked) == 1
    session.save()
    shop.build()
    assert len(looked) == 1


def test_what_was_lost_while_a_preview_ran_is_planned_anew(shop: Workplace) -> None:
    session = shop.session(**EVERYTHING)
    session.plan()
    shop.replace(BLUE, "price: 24", "price: 25")
    session.plan({BLUE})
    for pack in shop.cache.glob("*/store/packs/*"):
        pack.write_bytes(b"")
    session.save()
    is_as_planned_anew(shop)


def test_other_questions_plan_the_whole_shop(shop: Workplace) -> None:
    assert not is_resumed(shop, base_url="https://other.example/")
    assert not is_resumed(shop, drafts=False)
    is_as_planned_anew(shop, clock=datetime(2100, 1, 1, tzinfo=UTC))
    assert not is_resumed(shop, clock=datetime(2100, 1, 1, tzinfo=UTC))
    assert not is_resumed(shop, clock=datetime(2020, 1, 1, tzinfo=UTC))


def test_a_shop_with_errors_leaves_no_plan(shop: Workplace) -> None:
    shop.replace(BLUE, "price: 24", "price: many")
    leave(shop)
    shop.replace(BLUE, "price: many", "price: 23")
    is_as_planned_anew(shop)


@pytest.mark.parametrize("file", ["plan", "outline"])
def test_what_is_damaged_is_not_believed(shop: Workplace, file: str) -> None:
    kept = next(shop.cache.glob(f"*/preview/{file}"))
    content = bytearray(kept.read_bytes())
    content[len(content) // 2] ^= 1
    kept.write_bytes(content)
    assert not is_resumed(shop)
    is_as_planned_anew(shop)


def test_a_build_is_never_resumed_and_loses_nothing(shop: Workplace) -> None:
    assert not shop.build().has_errors
    assert "products/green/index.html" not in shop.tree()
    assert is_resumed(shop)
    is_as_planned_anew(shop)
