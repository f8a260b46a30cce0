"""What differs between two values is found at its place, and nothing else is."""

from collections.abc import Iterable, Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Struct

from shopgen.engine.comparing import ABSENT, LONGEST, UNSHOWN, Difference, differences, value_text, way_text


class Price(Struct, frozen=True):
    amount: str
    text: str


class Offer(Struct, frozen=True):
    price: Price
    stock: int | None = None


class Mug(Struct, frozen=True):
    title: str
    offers: tuple[Offer, ...] = ()
    links: Mapping[str, str] = {}


LEAVES = st.none() | st.booleans() | st.integers(0, 3) | st.text("ab", max_size=2)
VALUES = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=4).map(tuple)
        | st.dictionaries(st.text("ab", max_size=2), inner, max_size=3)
        | st.builds(Offer, inner, inner)
    ),
    max_leaves=12,
)


def told(before: object, after: object) -> list[tuple[str, str | None, str | None]]:
    found = differences(before, after)
    return [(way_text(each.way), value_text(each.before), value_text(each.after)) for each in found]


def at(value: Any, way: Iterable[str | int]) -> Any:
    """What lies at `way`; ABSENT where nothing does."""
    for step in way:
        if isinstance(value, Struct):
            value = getattr(value, str(step))
        elif isinstance(value, Mapping):
            value = value.get(step, ABSENT)
        else:
            value = value[step] if int(step) < len(value) else ABSENT
    return value


def patched(value: Any, found: list[Difference], way: tuple[str | int, ...] = ()) -> Any:
    """`value` with every difference taken over."""
    own = [each for each in found if each.way == way]
    if own:
        return own[0].after
    if isinstance(value, Struct):
        return type(value)(*(patched(getattr(value, name), found, (*way, name)) for name in value.__struct_fields__))
    inside = [each.way[len(way)] for each in found if each.way[: len(way)] == way]
    if isinstance(value, Mapping):
        keys = dict.fromkeys((*value, *inside))
        made = {key: patched(value.get(key, ABSENT), found, (*way, key)) for key in keys}
        return {key: item for key, item in made.items() if item is not ABSENT}
    if isinstance(value, tuple):
        return _patched_elements(value, found, way)
    return value


def _patched_elements(value: tuple[Any, ...], found: list[Difference], way: tuple[str | int, ...]) -> tuple[Any, ...]:
    came = [each for each in found if each.way[:-1] == way and each.before is ABSENT]
    rest = [each for each in found if each not in came]
    items = [patched(item, rest, (*way, place)) for place, item in enumerate(value)]
    if came:
        start = min(int(each.way[-1]) for each in came)
        items[start:start] = [each.after for each in sorted(came, key=lambda each: int(each.way[-1]))]
    return tuple(item for item in items if item is not ABSENT)


@given(VALUES, VALUES)
def test_equal_values_and_no_others_have_no_differences(before: object, after: object) -> None:
    assert list(differences(before, before)) == []
    is_equal = before == after and type(before) is type(after)
    assert (not list(differences(before, after))) == is_equal


@given(VALUES, VALUES)
def test_every_difference_is_where_it_is_said_to_be(before: object, after: object) -> None:
    for each in differences(before, after):
        if each.before is not ABSENT:
            assert at(before, each.way) is each.before
        if each.after is not ABSENT:
            assert at(after, each.way) is each.after


@given(VALUES, VALUES)
def test_the_differences_are_all_that_differs(before: object, after: object) -> None:
    assert patched(before, list(differences(before, after))) == after


def test_fields_are_named_from_the_outside_in() -> None:
    before = Mug("Mug", (Offer(Price("24.00", "€24.00"), 3), Offer(Price("26.00", "€26.00"))), {"a b": "/x/"})
    after = Mug("Mug", (Offer(Price("22.00", "€22.00"), None), Offer(Price("26.00", "€26.00"))), {"a b": "/y/"})
    assert told(before, after) == [
        ("offers[0].price.amount", "24.00", "22.00"),
        ("offers[0].price.text", "€24.00", "€22.00"),
        ("offers[0].stock", "3", None),
        ("links[a b]", "/x/", "/y/"),
    ]


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        (("a", "b"), ("a", "x", "b"), [("[1]", None, "x")]),
        (("a", "x", "b"), ("a", "b"), [("[1]", "x", None)]),
        (("a", "b", "c"), ("a", "x", "c"), [("[1]", "b", "x")]),
        ((), ("a",), [("[0]", None, "a")]),
        ({"a": 1}, {"b": 2}, [("a", "1", None), ("b", None, "2")]),
        ("Mug", "Cup", [("", "Mug", "Cup")]),
        (1, True, [("", "1", "yes")]),
    ],
)
def test_what_came_and_went_is_told_from_what_changed(before: object, after: object, found: list[object]) -> None:
    assert told(before, after) == found


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, None),
        (ABSENT, None),
        (False, "no"),
        (0, "0"),
        ("", ""),
        ("x" * LONGEST, "x" * LONGEST),
        ("x" * (LONGEST + 1), UNSHOWN),
        ("two\nlines", UNSHOWN),
        ("\x1b[31m", UNSHOWN),
        (Price("1", "1"), UNSHOWN),
        ((), UNSHOWN),
    ],
)
def test_values_are_told_on_one_short_line(value: object, text: str | None) -> None:
    assert value_text(value) == text
