"""Posts, their lists and feeds."""

import pytest

from support.planned import Plan, Planned

PRODUCT = "-- catalog/moss.yaml --\ntitle: Moss\nsku: M\nprice: 24.00\n"
SETTINGS = """\
-- shop.yaml --
name: Glinka
base_url: https://glinka.example/
currency: EUR
languages: [en, pl]
tagline: {en: Clay, pl: Glina}
posts_per_page: 2
tags: {tea: {en: Tea, pl: Herbata}}
-- themes/default/locales/en.yaml --
news.title: News
-- themes/default/locales/pl.yaml --
news.title: Nowości
"""


def post(name: str, more: str = "", body: str = "Text.") -> str:
    return f"-- content/news/{name}.md --\n---\ntitle: {name[11:]}\n{more}\n---\n{body}\n"


NEWS = PRODUCT + SETTINGS + "".join((
    post("2026-01-01-one", "tags: [tea, Żar]"),
    post("2026-01-02-two", "products: M\nupdated: 2026-03-01"),
    post("2026-01-02-three"),
    post("2026-01-03-four.pl", "tags: tea"),
))  # fmt: skip


def titles(found: Planned, path: str) -> list[str]:
    return [card.title for card in found.views(path, "articles")]


def test_the_newest_post_is_first(sound: Plan) -> None:
    plan = sound(NEWS)
    assert titles(plan, "news/index.html") == ["three", "two"]
    assert titles(plan, "news/page/2/index.html") == ["one"]
    assert titles(plan, "pl/news/index.html") == ["four.pl"]
    assert titles(plan, "index.html") == ["three", "two", "one"]
    assert plan.head("news/index.html").description == "three · two"
    assert (plan.head("news/page/2/index.html").title, plan.head("news/page/2/index.html").description) == (
        "News (2/2) – Glinka",
        "one",
    )
    assert plan.head("news/page/2/index.html").previous_url == "https://glinka.example/news/"
    assert plan.head("news/index.html").next_url == "https://glinka.example/news/page/2/"


@pytest.mark.parametrize(("count", "pages"), [(2, 1), (3, 2), (4, 2), (5, 3)])
def test_posts_come_a_page_at_a_time(sound: Plan, count: int, pages: int) -> None:
    plan = sound(SETTINGS + PRODUCT + "".join(post(f"2026-02-0{day}-p{day}") for day in range(1, count + 1)))
    paths = ["news/index.html", *(f"news/page/{number}/index.html" for number in range(2, pages + 1))]
    assert plan.of("news") == paths
    assert [title for path in paths for title in titles(plan, path)] == [f"p{day}" for day in range(count, 0, -1)]


def test_tags_are_those_of_each_language(sound: Plan) -> None:
    plan = sound(NEWS)
    assert [path for path in plan.of("news") if "tags" in path] == [
        "news/tags/tea/index.html",
        "news/tags/zar/index.html",
        "pl/news/tags/tea/index.html",
    ]
    assert [(link.title, link.url) for link in plan.views("news/index.html", "tags")] == [
        ("Tea", "/news/tags/tea/"),
        ("Żar", "/news/tags/zar/"),
    ]
    assert plan.view("pl/news/tags/tea/index.html", "tag") == "Herbata"
    assert titles(plan, "news/tags/tea/index.html") == ["one"]
    assert [link.title for link in plan.views("pl/news/tags/tea/index.html", "breadcrumbs")][1:] == [
        "Nowości",
        "Herbata",
    ]


def test_a_post_knows_its_neighbours_and_products(sound: Plan) -> None:
    plan = sound(NEWS)
    path = "news/two/index.html"
    assert (plan.view(path, "newer").url, plan.view(path, "older").url) == ("/news/three/", "/news/one/")
    assert plan.views("news/three/index.html", "newer") == plan.views("news/one/index.html", "older") == []
    assert [card.title for card in plan.views(path, "products")] == ["Moss"]
    assert titles(plan, "products/moss/index.html") == ["two"]
    assert titles(plan, "pl/products/moss/index.html") == []


def test_a_product_that_is_hidden_is_not_shown_beside_a_post(sound: Plan) -> None:
    hidden = NEWS.replace("price: 24.00", "price: 24.00\ndraft: true")
    assert sound(hidden).views("news/two/index.html", "products") == []


def test_a_language_without_news_has_no_news_page_and_no_feed(sound: Plan) -> None:
    plan = sound(NEWS.replace("four.pl", "four"))
    assert not [path for path in plan.jobs if path.startswith("pl/news")]
    site = plan.view("pl/index.html", "site")
    assert (site.news_url, site.feeds) == ("", ())
    (link,) = [link for link in plan.head("news/index.html").alternates if link.language == "pl"]
    assert (link.url, link.is_translated) == ("/pl/", False)


def test_each_language_has_its_feeds(sound: Plan) -> None:
    plan = sound(NEWS)
    assert plan.of("rss") == ["news/rss.xml", "pl/news/rss.xml"]
    assert plan.of("atom") == ["news/atom.xml", "pl/news/atom.xml"]
    assert [entry.title for entry in plan.views("news/rss.xml", "entries")] == ["three", "two", "one"]
    entry = plan.views("news/rss.xml", "entries")[2]
    assert (entry.url, entry.categories, entry.published.isoformat()) == (
        "https://glinka.example/news/one/",
        ("Tea", "Żar"),
        "2026-01-01T00:00:00+00:00",
    )
    channel = plan.view("pl/news/atom.xml", "channel")
    assert (channel.title, channel.description, channel.url, channel.self_url, channel.language) == (
        "Glinka – Nowości",
        "Glina",
        "https://glinka.example/pl/news/",
        "https://glinka.example/pl/news/atom.xml",
        "pl",
    )
    assert [link.url for link in plan.view("pl/index.html", "site").feeds] == ["/pl/news/rss.xml", "/pl/news/atom.xml"]


def test_a_feed_has_the_twenty_newest(sound: Plan) -> None:
    text = PRODUCT + "".join(post(f"2026-01-{day:02}-p{day:02}") for day in range(1, 22))
    assert [entry.title for entry in sound(text).views("news/rss.xml", "entries")][::19] == ["p21", "p02"]


def test_a_post_is_dated_in_the_sitemap(sound: Plan) -> None:
    (entries,) = sound(NEWS.replace("price: 24.00", "price: 24.00\nlastmod: 2026-05-05")).views(
        "sitemap.xml", "entries"
    )
    dates = {entry.url.removeprefix("https://glinka.example"): entry.lastmod[:10] for entry in entries if entry.lastmod}
    assert dates == {
        "/news/one/": "2026-01-01",
        "/news/two/": "2026-03-01",
        "/news/three/": "2026-01-02",
        "/pl/news/four-pl/": "2026-01-03",
        "/products/moss/": "2026-05-05",
    }


def test_a_post_tells_its_date_and_picture(sound: Plan) -> None:
    text = PRODUCT + SETTINGS + post("2026-01-01-one", "image: k.jpg\nalt: A kiln\nauthors: Anna\nupdated: 2026-02-02")
    plan = sound(text + "-- content/news/k.jpg: 900x600 --\n")
    article = plan.view("news/one/index.html", "article")
    assert (article.date, article.modified, article.authors, article.picture.alt) == (
        "January 1, 2026",
        "February 2, 2026",
        ("Anna",),
        "A kiln",
    )
    head = plan.head("news/one/index.html")
    assert head.image is not None
    assert (head.og_type, head.image.alt) == ("article", "A kiln")
