"""Finished pages taken apart."""

import pytest

from shopgen.formats.page import Description, Named, References, description, references

PAGE = """\
<!doctype html><html lang="pl"><head><title> A
 mug </title><link rel="stylesheet" href="/a.css"><link rel="icon" href="/i.svg">
<meta name="description" content="It is blue."><meta property="og:image" content="https://a.example/m.jpg">
<meta property="og:image" content="https://a.example/second.jpg"><meta name="robots" content="noindex">
<link rel="canonical" href="https://a.example/mug/">
<script src="/a.js"></script><script type="application/ld+json">{"image": "https://a.example/m.jpg"}</script></head>
<body><picture><source srcset="/m-1.webp 1w, /m-2.webp 2w"><img src="/m.jpg" alt="M" width="3" class="x"></picture>
<a href="/large.png">Large</a><a href="/next/">Next</a></body></html>
"""


def test_a_page_names_its_files() -> None:
    found = references(PAGE)
    assert found.styles == ("/a.css",)
    assert found.scripts == ("/a.js",)
    assert found.pictures == (
        Named((("href", "/i.svg"),), ("/i.svg",)),
        Named((("content", "https://a.example/m.jpg"),), ("https://a.example/m.jpg",)),
        Named((("content", "https://a.example/second.jpg"),), ("https://a.example/second.jpg",)),
        Named((("srcset", "/m-1.webp 1w, /m-2.webp 2w"),), ("/m-1.webp", "/m-2.webp")),
        Named((("class", "x"), ("src", "/m.jpg"), ("width", "3")), ("/m.jpg",)),
        Named((("href", "/large.png"),), ("/large.png",)),
    )


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("/a.css", "/b.css"),
        ("/m-2.webp", "/other-2.webp"),
        ("https://a.example/m.jpg", "https://a.example/other.jpg"),
        ('width="3" class="x"', 'width="4" class="y"'),
    ],
)
def test_pages_with_other_stylesheets_and_pictures_are_else_the_same(old: str, new: str) -> None:
    assert references(PAGE).rest == references(PAGE.replace(old, new)).rest
    assert references(PAGE) != references(PAGE.replace(old, new))


@pytest.mark.parametrize(
    ("old", "new"), [("/a.js", "/b.js"), ("Large", "Huge"), ('alt="M"', 'alt="N"'), ("/next/", "/n/")]
)
def test_everything_else_makes_another_page(old: str, new: str) -> None:
    assert references(PAGE).rest != references(PAGE.replace(old, new)).rest


def test_a_page_describes_itself() -> None:
    assert description(PAGE) == Description(
        title="A mug",
        description="It is blue.",
        robots="noindex",
        canonical="https://a.example/mug/",
        language="pl",
        properties={"og:image": "https://a.example/m.jpg"},
        data=('{"image": "https://a.example/m.jpg"}',),
    )


@pytest.mark.parametrize(
    "page", ["", "<p>", "</", "<title>", '<meta content="a"><link rel="canonical" href><html lang>', "\0"]
)
def test_a_page_that_says_nothing_describes_nothing(page: str) -> None:
    assert description(page) == Description("", "", "", "", "", {}, ())
    assert references(page).pictures == ()


def test_references_are_whole() -> None:
    assert references("<img src=a.png src=b.png>") == References(
        (), (), (Named((("src", "a.png"),), ("a.png",)),), "<html><head></head><body><img></body></html>"
    )


def test_a_page_without_an_end_is_left_whole() -> None:
    page = "<div>" * 30_000 + '<img src="a.png">'
    assert references(page) == References((), (), (), page)
    assert description(page).title == ""
