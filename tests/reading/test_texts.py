"""What posts and pages become."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from shopgen.model.article import Article, ArticleText
from shopgen.model.page import Page
from shopgen.model.text import Seo, Window
from support.inline import Read, Sound, report

TWO_LANGUAGES = """
-- shop.yaml --
name: Glinka
base_url: https://glinka.example/
currency: EUR
languages: [en, pl]
time_zone: Europe/Warsaw
"""

WARSAW = ZoneInfo("Europe/Warsaw")


def test_a_post_with_a_twin_in_another_language(sound: Sound) -> None:
    shop = sound(
        TWO_LANGUAGES
        + """
-- catalog/mug.yaml --
title: Mug
sku: M
price: 1
-- content/news/top.jpg: 40x50 --
-- content/news/2026-11-22-new-kiln.md --
---
title: New kiln
tags: [kiln, studio]
categories: news
author: Anna
image: {src: top.jpg, alt: {en: Kiln, pl: Piec}}
summary: Hot.
description: For search.
products: [M]
redirect_from: /kiln/
updated: 2026-11-23
---
# Inside

It is hot.
-- content/news/2026-11-22-new-kiln.pl.md --
---
title: Nowy piec
date: 2026-11-24
---
Gorący.
"""
    )
    assert dict(shop.articles) == {
        "2026-11-22-new-kiln": Article(
            key="2026-11-22-new-kiln",
            source="content/news/2026-11-22-new-kiln.md",
            date=datetime(2026, 11, 24, tzinfo=WARSAW),
            texts={
                "en": ArticleText(
                    title="New kiln",
                    slug="new-kiln",
                    source="content/news/2026-11-22-new-kiln.md",
                    body="# Inside\n\nIt is hot.\n",
                    body_line=13,
                    summary="Hot.",
                    seo=Seo(description="For search."),
                    alt="Kiln",
                    aliases=("/kiln/",),
                ),
                "pl": ArticleText(
                    title="Nowy piec",
                    slug="nowy-piec",
                    source="content/news/2026-11-22-new-kiln.pl.md",
                    body="Gorący.\n",
                    body_line=5,
                ),
            },
            modified=datetime(2026, 11, 23, tzinfo=WARSAW),
            authors=("Anna",),
            tags=("kiln", "studio", "news"),
            products=("mug",),
            picture=shop.articles["2026-11-22-new-kiln"].picture,
            window=Window(datetime(2026, 11, 24, tzinfo=WARSAW)),
        )
    }
    picture = shop.articles["2026-11-22-new-kiln"].picture
    assert picture is not None
    assert (picture.path, picture.width, picture.height) == ("content/news/top.jpg", 40, 50)


def test_a_bundle_is_named_by_its_folder(sound: Sound) -> None:
    shop = sound(
        TWO_LANGUAGES
        + """
-- content/news/2026/2026-11-22-kiln/index.md --
---
title: Kiln
images: [a.jpg, b.jpg]
---
![inside](b.jpg?x=1#top "title") ![far](https://example.com/c.jpg)
-- content/news/2026/2026-11-22-kiln/index.pl.md --
---
title: Piec
---
-- content/news/2026/2026-11-22-kiln/a.jpg: 4x5 --
-- content/news/2026/2026-11-22-kiln/b.jpg: 5x4 --
-- content/pages/index.md --
---
title: Home
---
"""
    )
    assert list(shop.articles) == ["2026/2026-11-22-kiln"]
    article = shop.articles["2026/2026-11-22-kiln"]
    assert {language: text.slug for language, text in article.texts.items()} == {"en": "kiln", "pl": "piec"}
    assert article.picture is not None
    assert article.picture.path == "content/news/2026/2026-11-22-kiln/a.jpg"
    assert list(shop.pictures) == ["content/news/2026/2026-11-22-kiln/b.jpg"]
    assert list(shop.pages) == ["index"]


def test_a_page_and_its_place(sound: Sound) -> None:
    shop = sound(
        TWO_LANGUAGES
        + """
-- content/pages/terms.md --
+++
title = "Terms"
weight = 3
layout = "wide"
publishDate = 2026-11-22T10:00:00Z
expiryDate = 2027-01-01
+++
Be fair.
-- content/pages/about.markdown --
---
title: About
lang: pl
alt: x
image: []
---
"""
    )
    assert dict(shop.pages) == {
        "about": Page(
            key="about",
            source="content/pages/about.markdown",
            texts={"pl": ArticleText("About", "about", "content/pages/about.markdown", body_line=7, alt="x")},
        ),
        "terms": Page(
            key="terms",
            source="content/pages/terms.md",
            texts={"en": ArticleText("Terms", "terms", "content/pages/terms.md", "Be fair.\n", 8)},
            layout="wide",
            order=3,
            window=Window(datetime(2026, 11, 22, 10, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=WARSAW)),
        ),
    }


def test_a_heading_becomes_the_title_of_a_text_without_one(read: Read) -> None:
    shop = read("""
-- content/pages/about-us.md --

# About **us** ##

We are four.
-- content/pages/opening_hours.md --
Before.

# Later
""").shop
    assert shop is not None
    about, hours = shop.pages["about-us"].texts["en"], shop.pages["opening_hours"].texts["en"]
    assert (about.title, about.slug, about.body, about.body_line) == (
        "About **us**",
        "about-us",
        "\n\nWe are four.\n",
        2,
    )
    assert (hours.title, hours.slug, hours.body) == ("Opening hours", "opening-hours", "Before.\n\n# Later\n")


def test_drafts(sound: Sound) -> None:
    shop = sound(
        TWO_LANGUAGES
        + """
-- content/pages/a.md --
---
title: A
draft: true
---
-- content/pages/a.pl.md --
---
title: A
draft: true
---
-- content/pages/b.md --
---
title: B
---
-- content/pages/b.pl.md --
---
title: B
published: false
---
"""
    )
    assert {key: (page.is_draft, list(page.texts)) for key, page in shop.pages.items()} == {
        "a": (True, ["en", "pl"]),
        "b": (False, ["en"]),
    }


def test_posts_stand_newest_first(sound: Sound) -> None:
    shop = sound("""
-- content/news/2026-11-20-a.md --
---
title: A
---
-- content/news/2026-11-22-b.md --
---
title: B
---
-- content/news/c.md --
---
title: C
date: 2026-11-21 10:00
time_zone: Asia/Kolkata
---
""")
    assert list(shop.articles) == ["2026-11-22-b", "c", "2026-11-20-a"]
    assert shop.articles["c"].date == datetime(2026, 11, 21, 4, 30, tzinfo=UTC)


def test_a_post_with_its_own_opening_time(sound: Sound) -> None:
    shop = sound("""
-- content/news/a.md --
---
title: A
date: 2026-11-20
publish_date: 2026-11-25
expiry_date: 2026-11-30
---
""")
    assert shop.articles["a"].window == Window(datetime(2026, 11, 25, tzinfo=UTC), datetime(2026, 11, 30, tzinfo=UTC))


def test_a_body_loses_what_no_page_may_hold(read: Read) -> None:
    reading = read("-- content/pages/a.md --\n---\ntitle: A\n---\nx\n\nb\x07ell \u202eright\n")
    assert report(reading.findings) == (
        "content/pages/a.md:6:2: warning[control-character]: the text holds control characters; they were removed\n"
        "    remove them\n"
        "content/pages/a.md:6:6: warning[bidi-control]: the text holds invisible characters that change the direction\n"
        "        of writing\n"
        "    remove them, unless the text needs them\n"
    )
    assert reading.shop is not None
    assert reading.shop.pages["a"].texts["en"].body == "x\n\nbell \u202eright\u202c\n"


def test_html_in_markdown_may_be_allowed(sound: Sound) -> None:
    sound("""
-- shop.yaml --
name: Glinka
base_url: https://glinka.example/
currency: EUR
markdown: {html: true}
-- content/pages/a.md --
---
title: A
---
Hello <b>you</b>
""")
