"""What search engines are told of pages in several languages."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shopgen.planning.head import shortened
from support.planned import Plan, Planned, planned

SHOP = """\
-- shop.yaml --
name: Glinka
base_url: https://glinka.example/
currency: EUR
languages: [en, pl, de]
-- catalog/mugs/moss.yaml --
title: Moss mug
sku: M
price: 24.00
translations:
  pl: {title: Kubek mech, slug: mech}
-- content/pages/about.md --
---
title: About
---
-- content/pages/about.pl.md --
---
title: O nas
---
-- content/pages/impressum.de.md --
---
title: Impressum
---
"""


def told(found: Planned, path: str) -> dict[str, str]:
    """What a page says to search engines about its twins."""
    head = found.head(path)
    known = {link.language: link.absolute_url for link in head.alternates if link.is_translated}
    return known | ({"x-default": head.x_default} if head.x_default else {})


def switcher(found: Planned, path: str) -> dict[str, str]:
    return {link.language: link.url for link in found.head(path).alternates}


def test_twins_name_each_other_and_the_default_language(sound: Plan) -> None:
    plan = sound(SHOP)
    twins = {
        "en": "https://glinka.example/products/moss/",
        "pl": "https://glinka.example/pl/products/mech/",
        "x-default": "https://glinka.example/products/moss/",
    }
    assert told(plan, "products/moss/index.html") == twins
    assert told(plan, "pl/products/mech/index.html") == twins


def test_a_product_without_a_translation_is_shown_and_kept_from_search_engines(sound: Plan) -> None:
    plan = sound(SHOP)
    path = "de/products/moss/index.html"
    detail, head = plan.view(path, "product"), plan.head(path)
    assert (detail.title, detail.language, head.noindex) == ("Moss mug", "en", True)
    assert told(plan, path) == {}
    assert switcher(plan, path) == {"en": "/products/moss/", "pl": "/pl/products/mech/", "de": "/de/products/moss/"}
    assert plan.head("de/catalog/mugs/index.html").noindex


def test_pages_without_a_twin_are_left_out_and_the_switcher_leads_home(sound: Plan) -> None:
    plan = sound(SHOP)
    assert "de/about/index.html" not in plan.jobs
    assert switcher(plan, "pl/o-nas/index.html") == {"en": "/about/", "pl": "/pl/o-nas/", "de": "/de/"}
    assert set(told(plan, "about/index.html")) == {"en", "pl", "x-default"}
    assert told(plan, "de/impressum/index.html") == {"de": "https://glinka.example/de/impressum/"}


def test_what_is_not_for_search_engines_is_named_by_none_of_its_twins(sound: Plan) -> None:
    plan = sound(SHOP.replace("title: About", "title: About\nseo: {noindex: true}"))
    assert plan.head("about/index.html").noindex
    assert told(plan, "about/index.html") == {}
    assert told(plan, "pl/o-nas/index.html") == {"pl": "https://glinka.example/pl/o-nas/"}


def test_what_is_for_search_engines_in_no_language_is_for_them_on_no_page(sound: Plan) -> None:
    plan = sound(SHOP.replace("languages: [en, pl, de]\n", "").replace("sku: M", "sku: M\nseo: {noindex: true}"))
    assert plan.head("products/moss/index.html").noindex
    (entries,) = plan.views("sitemap.xml", "entries")
    assert "https://glinka.example/products/moss/" not in {entry.url for entry in entries}


def test_the_pages_of_variants_point_to_the_product(sound: Plan) -> None:
    more = "options: [{name: Size, values: [S]}]\nvariants: [{sku: M-S, options: {Size: S}}]\ntranslations:"
    plan = sound(SHOP.replace("translations:", more))
    head = plan.head("products/moss/s/index.html")
    assert (head.canonical, head.title) == ("https://glinka.example/products/moss/", "Moss mug, S – Glinka")
    assert told(plan, "products/moss/s/index.html") == {}
    assert switcher(plan, "products/moss/s/index.html")["pl"] == "/pl/products/mech/s/"


def test_later_pages_of_lists_have_no_twins(sound: Plan) -> None:
    text = (
        SHOP.replace("currency", "products_per_page: 1\ncurrency")
        + "-- catalog/mugs/ash.yaml --\ntitle: A\nsku: A\nprice: 1\n"
    )
    plan = sound(text)
    assert told(plan, "products/page/2/index.html") == {}
    assert switcher(plan, "products/page/2/index.html")["pl"] == "/pl/products/"
    assert set(told(plan, "products/index.html")) == {"en", "pl", "de", "x-default"}


def test_the_page_for_nothing_is_no_page_for_search_engines(sound: Plan) -> None:
    head = sound(SHOP).head("pl/404.html")
    assert (head.canonical, head.noindex, head.x_default) == ("", True, "")
    assert told(sound(SHOP), "pl/404.html") == {}


def test_a_shop_in_one_language_says_nothing_of_languages(sound: Plan) -> None:
    plan = sound(SHOP.replace("[en, pl, de]", "en").split("translations")[0])
    assert plan.head("products/moss/index.html").x_default == ""


def test_titles_and_descriptions_are_plain_and_not_too_long(sound: Plan) -> None:
    words = "word " * 60
    text = "-- catalog/a.yaml --\ntitle: A & B\nsku: A\nprice: 1\n"
    text += f"description: |\n  # Not this\n\n  *Some* [text](/) {words}\n"
    text += "-- catalog/b.yaml --\ntitle: B\nsku: B\nprice: 1\nsummary: Of **clay**.\nseo: {title: T}\n"
    text += "-- catalog/c.yaml --\ntitle: C\nsku: C\nprice: 1\nsummary: x\nseo: {description: D}\n"
    plan = sound(text)
    first = plan.head("products/a/index.html")
    assert first.title == "A & B – Glinka"
    assert first.description.startswith("Some text word word")
    assert first.description.endswith("word…")
    assert 150 < len(first.description) <= 160
    assert (plan.head("products/b/index.html").title, plan.head("products/b/index.html").description) == (
        "T – Glinka",
        "Of clay.",
    )
    assert plan.head("products/c/index.html").description == "D"


@given(st.text(max_size=400), st.integers(1, 200))
def test_what_is_shortened_is_one_line_of_at_most_its_length(text: str, length: int) -> None:
    short = shortened(text, length)
    assert len(short) <= length
    assert short == " ".join(short.split())
    line = " ".join(text.split())
    assert short == line if len(line) <= length else line.startswith(short.removesuffix("…"))


_EXTRA = {
    "none": "",
    "noindex": "seo: {noindex: true}\n",
    "pl": "translations: {pl: {title: Kubek}}\n",
    "both": "translations: {pl: {title: Kubek, seo: {noindex: true}}}\n",
    "variants": "options: [{name: S, values: [s]}]\nvariants: [{sku: V, options: {S: s}}]\n",
    "draft": "draft: true\n",
}
_TEXT = {"en": "", "pl": ".pl", "de": ".de"}


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(sorted(_EXTRA)),
    st.sets(st.sampled_from(sorted(_TEXT)), min_size=1),
    st.booleans(),
    st.integers(1, 2),
)
def test_the_sitemap_lists_exactly_the_pages_for_search_engines(
    tmp_path_factory: pytest.TempPathFactory, extra: str, languages: set[str], prefixed: bool, size: int
) -> None:
    text = SHOP.replace(
        "currency", f"prefix_default_language: {str(prefixed).lower()}\nproducts_per_page: {size}\ncurrency"
    )
    text += f"-- catalog/mugs/x.yaml --\ntitle: X\nsku: X\nprice: 1\n{_EXTRA[extra]}"
    text += "-- catalog/empty/_category.yaml --\ntitle: Empty\n"
    for language in languages:
        text += f"-- content/news/2026-11-01-kiln{_TEXT[language]}.md --\n---\ntitle: Kiln\ntags: t\n---\n"
    plan = planned(tmp_path_factory.mktemp("shop"), text)
    assert plan.report == ""
    (entries,) = plan.views("sitemap.xml", "entries")
    origin = "https://glinka.example/"
    own = {origin + path.removesuffix("index.html"): path for path in plan.pages()}
    heads = {url: plan.head(path) for url, path in own.items() if plan.jobs[path].recipe != "redirect"}
    expected = {url for url, head in heads.items() if not head.noindex and head.canonical == url}
    assert {entry.url for entry in entries} == expected
    assert len(entries) == len(expected)
    for entry in entries:
        for language, twin in dict(entry.alternates).items():
            assert twin in expected
            if language != "x-default":
                assert any(other.url == twin and other.alternates == entry.alternates for other in entries)
    for url, head in heads.items():
        for link in head.alternates:
            assert link.absolute_url in own
            assert not link.is_translated or (link.absolute_url in expected and url in expected)
