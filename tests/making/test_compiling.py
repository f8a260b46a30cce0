"""Our compiler of templates changes how pieces leave a template, never which."""

import tracemalloc
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Template, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.environment import TemplateModule
from jinja2.runtime import Context
from markupsafe import Markup

from shopgen.engine.bundle import Bundle
from shopgen.engine.jobs import Job
from shopgen.engine.kitchen import Kitchen, Made, Making
from shopgen.making import trees
from shopgen.making.compiling import ThemeCodeGenerator
from shopgen.making.functions import fragment_recipe
from shopgen.making.modules import ThemeTemplate
from shopgen.making.pages import KINDS, page_recipe, roles
from shopgen.making.recipes import Recipe
from shopgen.making.sources import TemplateSource, template_name
from shopgen.making.templates import ThemeEnvironment
from shopgen.making.texts import TEXT
from shopgen.options import Options
from shopgen.planned import Planned
from shopgen.session import Session
from shopgen.views.site import Link
from support.stove import Stove, line
from support.workplace import Workplace

ROOT = Path(__file__).parents[2]
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
PAGES = 12
"""About so many pages of one kind are enough."""

BENCH_SHOP = """\
-- shop.yaml --
name: Glinka
base_url: https://glinka.example/
currency: EUR
theme: bench
description: Pots & pans.
variants: {pages: false}
-- catalog/kitchen/mugs/_category.yaml --
title: Mugs
-- catalog/kitchen/mugs/moss.yaml --
title: Moss <mug>
sku: M-1
price: 24.00
brand: Hüttenwerk & Co
summary: moss-1 moss-2
description: A *mug*.
stock: 3
attributes: {Material: stoneware, GTIN: "4006381333931"}
-- catalog/kitchen/mugs/ink.yaml --
title: Ink's "mug"
sku: M-2
price: 26.00
brand: Wren
summary: ink-1
stock: 0
attributes: {GTIN: "4006381333931"}
options: [{name: Size, values: [small, large]}]
variants:
  - {sku: M-2-a, options: {Size: small}}
  - {sku: M-2-b, options: {Size: large}}
-- content/news/2026-11-01-kiln.md --
---
title: The kiln
author: Ola
---
Hot.
-- content/pages/about.md --
---
title: About
---
Hello.
"""


class JinjasOutput(ThemeCodeGenerator):
    """Writes each piece by itself and reads each attribute by itself, as Jinja does, where there is a condition too."""

    def visit_Output(self, node: nodes.Output, frame: Frame) -> None:  # noqa: N802
        for statement in trees.scattered(node):
            if isinstance(statement, nodes.If):
                self.visit(statement, frame)
            else:
                CodeGenerator.visit_Output(self, statement, frame)

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802
        CodeGenerator.visit_Getattr(self, node, frame)

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        CodeGenerator._output_child_pre(self, node, frame, finalize)

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        CodeGenerator._output_child_post(self, node, frame, finalize)


class JinjasTemplate(ThemeTemplate):
    """Makes a module for each import, as Jinja does."""

    def make_module(self, vars: Any = None, shared: bool = False, locals: Any = None) -> TemplateModule:  # noqa: A002
        return Template.make_module(self, vars, shared, locals)

    def _get_default_module(self, ctx: Context | None = None) -> TemplateModule:
        return Template.make_module(self)


class JinjasEnvironment(ThemeEnvironment):
    code_generator_class = JinjasOutput
    template_class = JinjasTemplate


def pages(planned: Planned, environment: type[ThemeEnvironment]) -> dict[str, Made]:
    """Pages of all kinds of a shop."""
    assert planned.plan is not None
    assert planned.bundle is not None
    made_by = environment(planned.bundle)
    recipes = {name: Recipe(name, "", page_recipe(name, lambda: made_by), roles(name)) for name in KINDS}
    parts = {part.name: part for part in (TEXT, fragment_recipe(lambda: made_by))}
    kitchen = Kitchen(recipes, parts, planned.bundle)
    jobs = [job for name in KINDS for job in _some([job for job in planned.plan if job.recipe == name])]
    return {job.path: kitchen.make(job, planned.plan.values) for job in jobs}


def _some(jobs: list[Job]) -> list[Job]:
    return jobs[:: max(1, len(jobs) // PAGES)]


def agreed(planned: Planned) -> set[str]:
    """The names of all templates that were used for pages that are the same, byte for byte."""
    assert not planned.has_errors
    ours, theirs = pages(planned, ThemeEnvironment), pages(planned, JinjasEnvironment)
    assert not [made.failure for made in ours.values() if made.failure]
    assert ours == theirs
    seen = {name for made in ours.values() if made.trace for name in made.trace.lookups}
    return {name.removeprefix(template_name("")) for name in seen if name.startswith(template_name(""))}


def names_of(theme: Path) -> set[str]:
    folder = theme / "templates"
    return {file.relative_to(folder).as_posix() for file in folder.rglob("*.html")}


def test_pages_of_the_default_theme_are_what_jinja_writes(tmp_path: Path) -> None:
    options = Options(root=ROOT, output=tmp_path / "public", cache=tmp_path / "cache", clock=NOON)

    used = agreed(Session(options).plan())
    without_pages = Workplace(tmp_path, BENCH_SHOP.replace("theme: bench", "theme: default"))

    assert names_of(ROOT / "themes/default") == used | agreed(without_pages.plan()) | {"redirect.html"}


def test_pages_of_the_benchmark_theme_are_what_jinja_writes(tmp_path: Path) -> None:
    workplace = Workplace(tmp_path, BENCH_SHOP)
    copytree(ROOT / "benchmarks/themes/bench", tmp_path / "themes/bench")

    used = agreed(workplace.plan())

    assert names_of(ROOT / "benchmarks/themes/bench") == used | {"redirect.html"}


VALUES: Mapping[str, Any] = {
    "text": "a<b>&'\"",
    "safe": Markup("<i>&amp;</i>"),
    "number": 7,
    "nothing": None,
    "items": ("<", Markup("<b>"), 3),
    "empty": (),
    "link": Link("a<b", "/a/", (Link("c&d", "/c/"),)),
}
CONSTANTS = st.sampled_from(["a", "<p>", "&", "\n", " ", "'", '"', "ż"])
EXPRESSIONS = st.sampled_from(
    [
        *VALUES,
        "1",
        "'<'",
        "'<' | safe",
        "text ~ safe",
        "text ~ number",
        "text | upper",
        "items | join('&')",
        "text if number else safe",
        "m(text)",
        "items[0]",
        "text.replace('a', '<')",
        "self.deep()",
        "link.title",
        "text.partition('<')[2].split('>')",
        "text.center(9)",
        "text | tojson",
        "(text, number, safe) | tojson",
        "safe | tojson",
        "text | tojson(indent=1)",
        "text.title().join('ab')",
        "number.title is defined",
        "link.title.upper()",
        "link.children[0].title",
        "link.children.0.url.title().lower().__len__ is defined",
        "link.title.format is defined",
        "link.class is defined",
        "link.none is defined",
    ]
)
PRINTED = EXPRESSIONS.map(lambda expression: f"{{{{ {expression} }}}}")


def _around(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Longer templates, and templates inside of what a template can hold."""
    opened = st.sampled_from(
        [
            ("{% for item in items %}{{ item }}", "{% endfor %}"),
            ("{% for item in empty %}", "{% else %}none{% endfor %}"),
            ("{% for item in items if item %}{{ loop.index }}", "{% endfor %}"),
            ("{% for item in [1, [2]] recursive %}{{ loop(item) if item is iterable else item }}", "{% endfor %}"),
            ("{% for entry in link.children %}{{ entry.title }}{{ loop.first }}", "{% endfor %}"),
            ("{% if number %}", "{% endif %}"),
            ("{% if nothing %}-{% elif text %}", "{% else %}+{% endif %}"),
            ("{% if nothing %}", "{% else %}{{ text }}{% endif %}"),
            ("{% set kept %}", "{% endset %}{{ kept }}{{ kept | length }}"),
            ("{% filter upper %}", "{% endfilter %}"),
            ("{% autoescape false %}", "{% endautoescape %}"),
            ("{% autoescape number %}", "{% endautoescape %}"),
            ("{% autoescape nothing %}{% autoescape number %}", "{% endautoescape %}{{ text }}{% endautoescape %}"),
            ("{% with text = safe %}", "{% endwith %}"),
            ("{% call m(text) %}", "{% endcall %}"),
            ("{% include 'part.html' %}", ""),
            ("{% from 'macros.html' import say with context %}{{ say(text) }}", ""),
            (
                "{% with number = 8 %}{% import 'macros.html' as macros with context %}{{ macros.say() }}",
                "{% endwith %}",
            ),
            ("{% import 'macros.html' as macros %}{{ macros.alone(text) }}", ""),
        ]
    )
    wrapped = st.tuples(opened, inner).map(lambda drawn: f"{drawn[0][0]}{drawn[1]}{drawn[0][1]}")
    return wrapped | st.lists(inner, min_size=2, max_size=6).map("".join)


BODIES = st.recursive(CONSTANTS | PRINTED, _around, max_leaves=20)
MACRO = "{% macro m(value) %}<{{ value }}|{{ caller() if caller is defined }}>{% endmacro %}"
DEEP = "{% block deep scoped %}-{{ number }}-{% endblock %}"
OTHERS = {
    "part.html": "({{ text }}{{ number }})",
    "macros.html": (
        "{% from 'more.html' import more with context %}{% set own = text %}"
        "{% macro say(value=safe) %}{{ value }}{{ number }}{{ own }}{{ more() }}{% endmacro %}"
        "{% macro alone(value) %}[{{ value }}{{ nothing is defined }}]{% endmacro %}"
    ),
    "more.html": "{% macro more() %}{{ items | length }}{% endmacro %}",
    "base.html": "<{% block body %}{{ text }}{% endblock %}|{{ number }}{% block deep %}{% endblock %}>",
}


def written(body: str, environment: type[ThemeEnvironment]) -> str:
    """What a template writes that stands alone, and another that extends one."""
    templates = {
        **OTHERS,
        "alone.html": f"{MACRO}{body}{DEEP}",
        "child.html": f"{{% extends 'base.html' %}}{MACRO}{body}{{% block body %}}{MACRO}{body}{{{{ super() }}}}"
        "{% endblock %}{% block deep %}{{ text }}{% endblock %}",
    }
    bundle = Bundle({template_name(name): TemplateSource(text, name) for name, text in templates.items()})
    making = Making(Kitchen({}, {}, bundle), Job("page.html", "page", ()), {})
    wrote = environment(bundle)
    return "\n".join("".join(wrote.write(name, VALUES, making)) for name in ("alone.html", "child.html"))


@given(BODIES)
def test_any_template_writes_what_jinja_writes(body: str) -> None:
    assert written(body, ThemeEnvironment) == written(body, JinjasEnvironment)


def chunks(template: str) -> list[str]:
    """What `template` gives at once, piece by piece."""
    environment = ThemeEnvironment(Bundle({template_name("page.html"): TemplateSource(template, "page.html")}))
    loaded = environment.get_template("page.html")
    return list(loaded.root_render_func(loaded.new_context(dict(VALUES))))


def test_what_stands_side_by_side_leaves_as_one_text() -> None:
    assert chunks("<a>{{ number }}</a>\n{{ text | length }}{{ 1 }}!") == ["<a>7</a>\n71!"]
    assert chunks("{{ number }}") == ["7"]
    assert chunks("a{% if number %}b{{ number }}{% endif %}c") == ["ab7c"]
    assert chunks("{% if nothing %}a{% elif number %}{{ number }}{% else %}b{% endif %}d") == ["7d"]
    assert chunks("{% if nothing %}{% if number %}a{% endif %}{% else %}{{ number }}{% endif %}d") == ["7d"]
    assert chunks("{% for i in (1, 2) %}({% if loop.first %}{{ i }}{% endif %}){% endfor %}") == ["(1)", "()"]
    assert chunks("a{% if number %}{% set b = 1 %}b{{ b }}{% endif %}c") == ["a", "b1", "c"]


def test_so_much_leaves_at_once_that_it_can_be_measured() -> None:
    pieces = 5 * trees.PIECES // 2

    assert [len(chunk) for chunk in chunks("{{ number }}" * pieces)] == [64, 64, 32]
    some = "{% if number %}" + "{{ number }}" * 40 + "{% endif %}"
    assert [len(chunk) for chunk in chunks(some * 3 + "{{ number }}" * 30)] == [40, 40, 64, 6]
    many = "{% if number %}" + "{{ number }}" * 70 + "{% endif %}"
    assert [len(chunk) for chunk in chunks(many)] == [64, 6]


MANY = {
    "a value": "{{ s }}" * 60,
    "a value that is not escaped": "{% autoescape false %}" + "{{ s }}" * 60 + "{% endautoescape %}",
    "a value between others": "{{ s }}{{ 1 }}{% filter upper %}a{% endfilter %}" * 60,
    "a value between macros": "{{ s }}{{ m() }}" * 60,
}


@pytest.mark.parametrize("name", MANY)
def test_long_texts_side_by_side_are_measured_before_they_are_joined(stove: Stove, name: str) -> None:
    start = "{% macro m() %}a{% endmacro %}{% set s = '<' * 900000 %}"
    tracemalloc.start()
    failure = stove.failure(start + MANY[name])
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert line(failure).startswith("templates/product.html:1: template-limit: the page is longer than 20,000,000 ")
    assert peak < 100_000_000


def test_what_is_measured_early_counts_once(stove: Stove) -> None:
    template = "{% set s = 'x' * 900000 %}" + "{{ s }}" * 11 + "{% set kept %}{{ s }}{{ s }}{% endset %}{{ kept }}"

    assert len(stove.text(template)) == 13 * 900_000


def lines_with(wrong: str) -> Iterator[tuple[int, str]]:
    for number in range(1, 6):
        lines = ["<p>{{ product.title }} {{ product.sku }}</p>"] * 5
        lines[number - 1] = f"<p>{{{{ product.title }}}} {wrong}</p>"
        yield number, "\n".join(lines)


@pytest.mark.parametrize("wrong", ["{{ product.titel }}", "{{ prodct }}", "{{ 1 / 0 }}", "{{ asset('x') ~ '' }}"])
def test_an_error_among_values_that_leave_as_one_text_has_its_own_line(stove: Stove, wrong: str) -> None:
    for number, template in lines_with(wrong):
        assert line(stove.failure(template)).startswith(f"templates/product.html:{number}: template-failed: ")
        kept = f"{{% set kept %}}{template}{{% endset %}}"
        assert line(stove.failure(kept)).startswith(f"templates/product.html:{number}: template-failed: ")
