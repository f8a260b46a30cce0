"""Listings of products, related products, the home page."""

from collections.abc import Iterator
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopgen.planning.alphabet import alphabetical
from shopgen.planning.paging import linked_pages
from support.planned import Plan, Planned


def product(path: str, more: str = "", price: str = "10.00") -> str:
    name = path.rpartition("/")[2]
    return f"-- catalog/{path}.yaml --\ntitle: {name}\nsku: {path}\nprice: {price}\n{more}\n"


def settings(more: str) -> str:
    return f"-- shop.yaml --\nname: Glinka\nbase_url: https://glinka.example/\ncurrency: EUR\n{more}\n"


def titles(found: Planned, path: str, role: str = "products") -> list[str]:
    return [card.title for card in found.views(path, role)]


TREE = "".join((
    product("clay/mugs/moss"),
    product("clay/bowls/rice"),
    product("clay/vase"),
    product("tea/sencha", "categories: [tea, clay/mugs]"),
    "-- catalog/empty/_category.yaml --\ntitle: Empty\n",
    "-- catalog/clay/bowls/_category.yaml --\ntitle: Bowls\norder: 2\n",
    "-- catalog/clay/mugs/_category.yaml --\ntitle: Mugs\norder: 1\n",
))  # fmt: skip


def test_a_category_lists_what_is_below_it(sound: Plan) -> None:
    plan = sound(TREE)
    assert titles(plan, "catalog/clay/index.html") == ["moss", "rice", "sencha", "vase"]
    assert titles(plan, "catalog/clay/mugs/index.html") == ["moss", "sencha"]
    assert titles(plan, "catalog/tea/index.html") == ["sencha"]
    children = plan.views("catalog/clay/index.html", "children")
    assert [(card.title, card.url, card.product_count) for card in children] == [
        ("Mugs", "/catalog/clay/mugs/", 2),
        ("Bowls", "/catalog/clay/bowls/", 1),
    ]


def test_nobody_is_led_to_an_empty_category(sound: Plan) -> None:
    plan = sound(TREE)
    assert plan.head("catalog/empty/index.html").noindex
    assert titles(plan, "catalog/empty/index.html") == []
    assert titles(plan, "index.html", "categories") == ["Clay", "Tea"]
    assert titles(plan, "404.html", "categories") == ["Clay", "Tea"]
    assert titles(plan, "products/index.html", "children") == ["Clay", "Tea"]
    site = plan.view("index.html", "site")
    assert site.menus["main"] == site.categories
    assert [(link.title, [child.title for child in link.children]) for link in site.categories] == [
        ("Clay", ["Mugs", "Bowls"]),
        ("Tea", []),
    ]


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("manual", ["c", "a", "b", "d"]),
        ("title", ["a", "b", "c", "d"]),
        ("newest", ["b", "a", "c", "d"]),
        ("price_up", ["c", "d", "a", "b"]),
        ("price_down", ["b", "a", "d", "c"]),
    ],
)
def test_a_category_chooses_its_order(sound: Plan, sort: str, expected: list[str]) -> None:
    text = f"-- catalog/x/_category.yaml --\ntitle: X\nsort: {sort}\n"
    text += product("x/a", "publish_date: 2026-01-01", "30.00") + product("x/b", "lastmod: 2026-02-02", "31.00")
    text += product("x/c", "order: -1", "10.00")
    text += product(
        "x/d",
        "options: [{name: S, values: [s, l]}]\nvariants:\n"
        "  - {sku: D1, options: {S: s}, price: 1.00, stock: 0}\n"
        "  - {sku: D2, options: {S: l}, price: 29.00}",
        "29.00",
    )
    assert titles(sound(text), "catalog/x/index.html") == expected


def test_titles_stand_in_the_order_of_the_alphabet() -> None:
    words = ["Łódź", "lampa", "Zebra", "ćma", "Cegła", "মগ", "moss"]
    assert sorted(words, key=alphabetical) == ["Cegła", "ćma", "lampa", "Łódź", "moss", "Zebra", "মগ"]


@pytest.mark.parametrize(("count", "pages"), [(0, 1), (1, 1), (6, 2), (7, 3)])
def test_long_lists_come_a_page_at_a_time(plan: Plan, count: int, pages: int) -> None:
    found = plan(settings("products_per_page: 3") + "".join(product(f"p{number}") for number in range(count)))
    paths = ["products/index.html", *(f"products/page/{number}/index.html" for number in range(2, pages + 1))]
    assert [path for path in found.of("listing") if path.startswith("products/")] == sorted(paths)
    assert sum(len(titles(found, path)) for path in paths) == count
    pagers = [found.view(path, "listing").pager for path in paths]
    assert [(pager.number, pager.count, pager.total) for pager in pagers] == [
        (number, pages, count) for number in range(1, pages + 1)
    ]
    urls = ["/products/", *(f"/products/page/{number}/" for number in range(2, pages + 1))]
    assert [pager.previous for pager in pagers] == ["", *urls[:-1]]
    assert [pager.next for pager in pagers] == [*urls[1:], ""]
    assert [[link.url for link in pager.pages] for pager in pagers] == [urls] * pages
    heads = [found.head(path) for path in paths]
    assert [head.canonical for head in heads] == [f"https://glinka.example{url}" for url in urls]
    assert [head.previous_url for head in heads] == [url and f"https://glinka.example{url}" for url in ["", *urls[:-1]]]
    assert len({head.title for head in heads}) == len({head.description for head in heads}) == pages


def test_a_category_is_described_once_and_its_later_pages_by_their_products(sound: Plan) -> None:
    text = "-- catalog/x/_category.yaml --\ntitle: X\ndescription: Of [clay](/).\n" + product("x/a") + product("x/b")
    plan = sound(settings("products_per_page: 1") + text)
    paths = ["catalog/x/index.html", "catalog/x/page/2/index.html"]
    assert [plan.head(path).description for path in paths] == ["Of clay.", "b"]
    assert [plan.view(path, "listing").description.source for path in paths] == ["Of [clay](/).", ""]
    assert [plan.head(path).title for path in paths] == ["X – Glinka", "X (2/2) – Glinka"]


@pytest.mark.parametrize(
    ("number", "count", "linked"),
    [
        (1, 1, "1"),
        (1, 9, "1 2 3 4 5 6 7 8 9"),
        (1, 12, "1 2 3 … 10 11 12"),
        (5, 12, "1 2 3 4 5 6 7 … 10 11 12"),
        (20, 84, "1 … 10 … 18 19 20 21 22 … 30 … 84"),
        (84, 84, "1 … 80 81 82 83 84"),
        (417, 417, "1 … 400 … 410 … 415 416 417"),
        (1234, 5000, "1 … 1000 … 1200 … 1230 1231 1232 1233 1234 1235 1236 … 1240 … 1300 … 2000 … 5000"),
    ],
)
def test_a_page_links_to_those_around_it_and_to_round_ones(number: int, count: int, linked: str) -> None:
    assert " ".join(with_gaps(linked_pages(number, count))) == linked


def with_gaps(pages: list[int]) -> Iterator[str]:
    for before, page in pairwise([0, *pages]):
        yield from ["…"] * (page > before + 1) + [str(page)]


@given(st.integers(1, 6000).flatmap(lambda count: st.tuples(st.integers(1, count), st.just(count))))
def test_however_many_pages_there_are_few_are_linked_to(page: tuple[int, int]) -> None:
    number, count = page
    linked = linked_pages(number, count)
    assert linked == sorted(set(linked))
    assert {1, max(1, number - 1), number, min(count, number + 1), count} <= set(linked) <= set(range(1, count + 1))
    assert all(after - before != 2 for before, after in pairwise(linked))
    assert len(linked) <= 14


@pytest.mark.parametrize(("count", "clicks"), [(84, 7), (417, 10), (4167, 14)])
def test_no_page_of_a_long_list_is_many_clicks_away(count: int, clicks: int) -> None:
    reached = shore = {1}
    for _ in range(clicks):
        shore = {page for number in shore for page in linked_pages(number, count)} - reached
        reached = reached | shore
    assert len(reached) == count


def test_brands_and_tags_have_listings(sound: Plan) -> None:
    text = settings("languages: [en, pl]\ntags: {gift: {en: Gifts, pl: Na prezent}}")
    plan = sound(text + product("a", "brand: Clay & Co\ntags: [gift, red]") + product("b", "tags: gift"))
    assert titles(plan, "brands/clay-co/index.html") == ["a"]
    assert titles(plan, "tags/gift/index.html") == ["a", "b"]
    assert plan.view("pl/tags/gift/index.html", "listing").title == "Na prezent"
    assert plan.view("pl/tags/red/index.html", "listing").title == "red"
    head = plan.head("brands/clay-co/index.html")
    assert (head.title, head.description) == ("Clay & Co – Glinka", "a")
    detail = plan.view("products/a/index.html", "product")
    assert (detail.brand.url, [link.title for link in detail.tags]) == ("/brands/clay-co/", ["Gifts", "red"])


def test_breadcrumbs_lead_from_home_to_the_page(sound: Plan) -> None:
    plan = sound("-- themes/default/locales/en.yaml --\nnav.home: Home\nnav.all_products: All\n" + TREE)

    def trail(path: str) -> list[tuple[str, str]]:
        return [(link.title, link.url) for link in plan.views(path, "breadcrumbs")]

    assert trail("products/sencha/index.html") == [
        ("Home", "/"),
        ("Tea", "/catalog/tea/"),
        ("sencha", "/products/sencha/"),
    ]
    assert trail("catalog/clay/mugs/index.html") == [
        ("Home", "/"),
        ("Clay", "/catalog/clay/"),
        ("Mugs", "/catalog/clay/mugs/"),
    ]
    assert trail("products/index.html") == [("Home", "/"), ("All", "/products/")]


def test_related_products_are_those_named_then_those_that_follow(sound: Plan) -> None:
    text = product("x/a", "related: [y]") + "".join(product(f"x/{name}") for name in "bcdef") + product("y")
    plan = sound(text)
    assert titles(plan, "products/a/index.html", "related") == ["y", "b", "c", "d"]
    assert titles(plan, "products/e/index.html", "related") == ["f", "a", "b", "c"]
    assert titles(plan, "products/y/index.html", "related") == []


def test_a_related_product_that_is_hidden_is_left_out(sound: Plan) -> None:
    plan = sound(product("x/a", "related: [b]") + product("y/b", "draft: true"))
    assert titles(plan, "products/a/index.html", "related") == []


def test_the_home_page_shows_what_the_shop_marks_else_the_first(sound: Plan) -> None:
    many = "".join(product(f"p{number}") for number in range(9))
    assert titles(sound(many), "index.html", "featured") == [f"p{number}" for number in range(8)]
    assert titles(sound(many + product("q", "featured: true")), "index.html", "featured") == ["q"]


def test_the_home_page_may_have_a_text(sound: Plan) -> None:
    text = settings("languages: [en, pl]\ntagline: {en: Clay, pl: Glina}\ndescription: Pots")
    text += product("a") + "-- content/pages/index.md --\n---\ntitle: Hello\n---\nWelcome.\n"
    plan = sound(text)
    assert plan.view("index.html", "content").title == "Hello"
    assert (plan.head("index.html").title, plan.head("index.html").description) == ("Clay – Glinka", "Welcome.")
    assert plan.views("pl/index.html", "content") == []
    assert (plan.head("pl/index.html").title, plan.head("pl/index.html").description) == ("Glina – Glinka", "Pots")
    assert [link.absolute_url for link in plan.head("index.html").alternates if link.is_translated] == [
        "https://glinka.example/",
        "https://glinka.example/pl/",
    ]


def test_a_shop_without_a_tagline_is_titled_with_its_name(sound: Plan) -> None:
    assert sound(product("a")).head("index.html").title == "Glinka"


def test_a_category_is_described_by_its_words_else_by_what_is_in_it(sound: Plan) -> None:
    text = product("clay/mugs/a", "images: [a.jpg]") + "-- catalog/clay/mugs/a.jpg: 80x80 --\n"
    text += "-- catalog/clay/mugs/_category.yaml --\ntitle: Mugs\nimage: m.jpg\n"
    text += "description: |\n  # Of *clay*\n\n  They [hold](/products/a/) tea.\n"
    text += "-- catalog/clay/mugs/m.jpg: 90x90 --\n-- catalog/clay/_category.yaml --\ntitle: Clay\n"
    plan = sound(text)
    assert plan.head("catalog/clay/mugs/index.html").description == "They hold tea."
    assert plan.head("catalog/clay/index.html").description == "Mugs"
    assert plan.view("catalog/clay/mugs/index.html", "listing").description.links == {"/products/a/": "/products/a/"}
    (card,) = plan.views("catalog/clay/index.html", "children")
    assert (card.summary, card.picture.full.split("-")[0]) == ("They hold tea.", "/images/m")
    (top,) = plan.views("index.html", "categories")
    assert top.picture.full.split("-")[0] == "/images/a"
    image = plan.head("catalog/clay/mugs/index.html").image
    assert image is not None
    assert image.alt == "Mugs"


def test_listings_with_an_empty_pattern_are_left_out(sound: Plan) -> None:
    plan = sound("""\
-- shop.yaml --
name: Glinka
base_url: https://glinka.example/
currency: EUR
addresses: {brand: "", tag: "", products: ""}
-- catalog/mugs/moss.yaml --
title: Moss
sku: M
price: 9.00
brand: Glinka
tags: [green]
""")
    assert plan.pages() == ["404.html", "catalog/mugs/index.html", "index.html", "products/moss/index.html"]
    detail = plan.view("products/moss/index.html", "product")
    assert (detail.brand.title, detail.brand.url) == ("Glinka", "")
    assert [(tag.title, tag.url) for tag in detail.tags] == [("green", "")]
    assert plan.view("products/moss/index.html", "site").products_url == "/"
