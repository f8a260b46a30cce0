"""Short ways lead where the long ones would: what may be read, what is escaped, what is markup."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Undefined
from jinja2.runtime import LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from shopgen.engine.bundle import Bundle
from shopgen.making.access import READABLE, UNSAFE_OF_TEXTS, Way, escaped, marked
from shopgen.making.templates import ThemeEnvironment
from shopgen.views.product import ProductDetail
from shopgen.views.site import Link

ENVIRONMENT = ThemeEnvironment(Bundle({}))
LOOP = LoopContext((1, 2), ENVIRONMENT.undefined)
next(LOOP)


@pytest.mark.parametrize("value", ["a", Markup("a"), LOOP], ids=["text", "markup", "loop"])
def test_the_sandbox_says_the_same_of_all_that_is_readable_at_once(value: Any) -> None:
    for name in READABLE[type(value)]:
        slow = ImmutableSandboxedEnvironment.getattr(ENVIRONMENT, value, name)
        assert not isinstance(slow, Undefined)
        assert ENVIRONMENT.getattr(value, name) == slow


@pytest.mark.parametrize("value", ["a", Markup("a")], ids=["text", "markup"])
def test_nothing_else_of_a_text_can_be_read(value: Any) -> None:
    for name in set(dir(value)) - READABLE[type(value)]:
        assert isinstance(ENVIRONMENT.getattr(value, name), Undefined)
        assert isinstance(ENVIRONMENT.getitem(value, name), Undefined)
    assert not UNSAFE_OF_TEXTS & READABLE[type(value)]


def test_of_our_own_values_the_fields_can_be_read_and_of_others_nothing_at_once() -> None:
    assert READABLE[Link] == set(Link.__struct_fields__)
    for kind in (object, int, dict, list, type(test_nothing_else_of_a_text_can_be_read)):
        assert READABLE[kind] == frozenset()


def test_a_way_is_open_only_where_each_field_on_it_has_a_type_of_ours() -> None:
    ways = {
        ("title",): True,
        ("title", "upper"): True,
        ("title", "format"): False,
        ("title", "__class__"): False,
        ("offer", "price", "amount"): True,
        ("offer", "price", "amuont"): False,
        ("offer", "price", "__init__", "__globals__"): False,
        ("offer", "compare_at", "amount"): False,  # there may be none
        ("images", "first"): False,
        ("description", "source", "split"): True,
        ("description", "pictures", "clear"): False,
        ("__class__",): False,
    }

    assert {names: Way(names)[ProductDetail] for names in ways} == ways
    assert not any(Way(("sku",))[kind] for kind in (object, dict, str, type, int))
    assert Way(("upper",))[str]


@given(st.text() | st.text().map(Markup) | st.integers() | st.none() | st.decimals())
def test_a_value_is_shown_as_jinja_escapes_it(value: Any) -> None:
    """Loud on purpose: `_escape_inner` is private to MarkupSafe. When this fails or cannot be imported, `escape` does
    the same at five times the cost."""
    assert ENVIRONMENT.shown(value) == escape(value)
    assert escaped(str(value)) == escape(str(value))
    assert type(escaped(str(value))) is str


@given(st.text())
def test_marked_text_is_markup_as_it_is(text: str) -> None:
    assert type(marked(text)) is Markup
    assert marked(text) == Markup(text)
    assert escape(marked(text)) == text
