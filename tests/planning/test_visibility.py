"""What is shown at a moment, and when that changes."""

from datetime import datetime, timedelta

import pytest

from support.planned import NOON, Plan, Planned

SECOND = timedelta(seconds=1)


def shop(keys: str) -> str:
    return f"-- catalog/moss.yaml --\ntitle: Moss\nsku: M\nprice: 24.00\n{keys}\n"


def is_shown(found: Planned) -> bool:
    return "products/moss/index.html" in found.jobs


def test_drafts_are_shown_only_when_asked_for(sound: Plan) -> None:
    assert not is_shown(sound(shop("draft: true")))
    assert is_shown(sound(shop("draft: true"), drafts=True))


@pytest.mark.parametrize(("step", "expected"), [(-1, False), (0, True), (1, True)])
def test_a_scheduled_product_appears_at_its_second(sound: Plan, step: int, expected: bool) -> None:
    text = shop("publish_date: 2026-11-22 12:00:00")
    assert is_shown(sound(text, clock=NOON + step * SECOND)) is expected
    assert is_shown(sound(text, clock=NOON - SECOND, future=True))


@pytest.mark.parametrize(("step", "expected"), [(-1, True), (0, False), (1, False)])
def test_an_expired_product_goes_at_its_second(sound: Plan, step: int, expected: bool) -> None:
    text = shop("expiry_date: 2026-11-22 12:00:00")
    assert is_shown(sound(text, clock=NOON + step * SECOND)) is expected
    assert is_shown(sound(text, clock=NOON + SECOND, expired=True))


@pytest.mark.parametrize("folder", ["news/2026-11-01-", "pages/"])
def test_posts_and_pages_are_hidden_alike(sound: Plan, folder: str) -> None:
    text = shop("") + f"-- content/{folder}kiln.md --\n---\ntitle: Kiln\nexpiry_date: 2026-11-22 12:00:00\n---\n"
    assert any("kiln" in path for path in sound(text, clock=NOON - SECOND).pages())
    assert not any("kiln" in path for path in sound(text).pages())


def test_the_next_change_is_the_first_of_all(sound: Plan) -> None:
    text = shop("sale: {price: 20.00, starts: 2026-11-23 08:00:00, ends: 2026-11-24 08:00:00}")
    text += "-- content/news/2026-11-25-kiln.md --\n---\ntitle: Kiln\n---\n"
    text += "-- catalog/bowl.yaml --\ntitle: B\nsku: B\nprice: 1\ndraft: true\npublish_date: 2026-11-22 13:00:00\n"
    moments: list[datetime | None] = []
    clock: datetime | None = NOON
    while clock is not None:
        clock = sound(text, clock=clock).planning.next_change
        moments.append(clock)
    assert [moment and moment.isoformat() for moment in moments] == [
        "2026-11-23T08:00:00+00:00",
        "2026-11-24T08:00:00+00:00",
        "2026-11-25T00:00:00+00:00",
        None,
    ]
    shown = sound(text, drafts=True).planning.next_change
    assert shown is not None
    assert shown.hour == 13


def test_a_link_to_something_hidden_is_a_warning_because_time_must_not_break_a_shop(plan: Plan) -> None:
    text = shop("") + (
        "-- shop.yaml --\nname: G\nbase_url: https://g.example/\ncurrency: EUR\n"
        "menus:\n  main:\n    - {title: News, link: /news/}\n    - {title: All, link: /products/}\n"
        "-- content/pages/about.md --\n---\ntitle: About\n---\nSee [it](/products/bowl/), [it](sku:B).\n"
        "-- catalog/bowl.yaml --\ntitle: Bowl\nsku: B\nprice: 1\nexpiry_date: 2026-11-01\n"
        "-- content/news/2027-01-01-kiln.md --\n---\ntitle: Kiln\n---\n"
    )
    found = plan(text)
    assert found.report == (
        "shop.yaml:6:27: warning[link-missing]: `/news/` leads to something that is not shown now\n"
        "    remove the link, or show what it leads to\n"
        "content/pages/about.md:4:10: warning[link-missing]: "
        "`/products/bowl/` leads to something that is not shown now\n"
        "    remove the link, or show what it leads to\n"
        "content/pages/about.md:4:33: warning[link-missing]: `sku:B` leads to something that is not shown now\n"
        "    remove the link, or show what it leads to\n"
    )
    assert [link.url for link in found.view("index.html", "site").menus["main"]] == ["/products/"]
