"""Modules that templates import: run once for all that they can see, and remembered by every page that uses them."""

from pathlib import Path

import pytest

from shopgen.engine.bundle import Bundle
from shopgen.engine.jobs import Job
from shopgen.engine.kitchen import Kitchen, Making
from shopgen.making.sources import TemplateSource, template_name
from shopgen.making.templates import ThemeEnvironment
from support.workplace import Workplace

SHOP = """\
-- catalog/mugs/moss.yaml --
title: Moss
sku: M-1
price: 9.00
-- catalog/mugs/ink.yaml --
title: Ink
sku: M-2
price: 8.00
-- templates/listing.html --
list
-- templates/product.html --
{% import "words.html" as words with context %}{{ words.say() }}
-- templates/words.html --
{% import "signs.html" as signs with context %}{% macro say() %}{{ product.title }}{{ signs.mark() }}{% endmacro %}
-- templates/signs.html --
{% macro mark() %}, {{ product.sku }}{% endmacro %}
"""
PAGES = ["products/ink/index.html", "products/moss/index.html"]


def test_a_module_sees_the_values_of_each_page(tmp_path: Path) -> None:
    workplace = Workplace(tmp_path, SHOP)
    workplace.build()

    assert [workplace.page(page) for page in PAGES] == ["Ink, M-2", "Moss, M-1"]


@pytest.mark.parametrize("context", ["", "with context "])
def test_a_change_of_a_module_reaches_all_that_import_what_imports_it(tmp_path: Path, context: str) -> None:
    shop = SHOP.replace("with context ", context).replace("product.title", "'x'").replace("product.sku", "'y'")
    workplace = Workplace(tmp_path, shop)
    workplace.build()
    workplace.write("templates/signs.html", "{% macro mark() %}!{% endmacro %}")

    assert sorted(workplace.build().made) == PAGES
    assert [workplace.page(page) for page in PAGES] == ["x!", "x!"]


@pytest.mark.parametrize(
    "words",
    [
        '{% macro say() %}{% include "signs.html" %}{% endmacro %}',
        '{% extends "signs.html" %}{% macro say() %}{{ product.sku }}{% endmacro %}',
        '{% import "sig" ~ "ns.html" as signs with context %}{% macro say() %}{{ signs.mark() }}{% endmacro %}',
    ],
    ids=["include", "extends", "a name that is made"],
)
def test_a_module_that_may_see_anything_sees_each_page(tmp_path: Path, words: str) -> None:
    workplace = Workplace(tmp_path, SHOP)
    workplace.write("templates/words.html", words)
    workplace.write("templates/signs.html", "{% macro mark() %}{{ product.sku }}{% endmacro %}{{ product.sku }}")
    workplace.build()

    assert [workplace.page(page) for page in PAGES] == ["M-2", "M-1"]


def modules(source: str, *contexts: dict[str, object]) -> int:
    """How many modules are made of a template for pages with these values."""
    texts = {"page.html": '{% import "words.html" as words with context %}', "words.html": source}
    bundle = Bundle({template_name(name): TemplateSource(text, name) for name, text in texts.items()})
    environment = ThemeEnvironment(bundle)
    for context in contexts:
        environment.write("page.html", context, Making(Kitchen({}, {}, bundle), Job("page.html", "page", ()), {}))
    return len(environment.get_template("words.html")._kept)  # type: ignore[attr-defined]


def test_a_module_is_made_once_for_the_same_values() -> None:
    first, second = object(), object()
    pages = [{"site": first, "product": 1}, {"site": first, "product": 2}, {"site": second, "product": 3}]

    assert modules("{% macro say() %}{{ site }}{% endmacro %}", *pages) == 2
    assert modules("{% macro say() %}{{ site }}{{ product }}{% endmacro %}", *pages) == 3
    assert modules("{% macro say() %}{% for product in [1] %}{{ product }}{% endfor %}{% endmacro %}", *pages) == 1
    assert modules("{% macro say() %}{% include 'a.html' %}{% endmacro %}", *pages) == 0
