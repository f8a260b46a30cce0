"""Where two values of one type differ: which field, and what it was before."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import Enum
from itertools import zip_longest
from typing import Any

from msgspec import Struct

Way = tuple[str | int, ...]
"""The fields, keys and places that lead into a value, from the outside."""

LONGEST = 60
"""Texts of more characters are not shown when they differ."""

UNSHOWN = "…"
"""Stands for a value that says nothing on one short line."""


class Absent(Enum):
    ABSENT = "absent"


ABSENT = Absent.ABSENT
"""Stands for an element that one of the two values does not have."""


class Difference(Struct, frozen=True):
    way: Way
    before: Any
    after: Any


def differences(before: object, after: object, way: Way = ()) -> Iterator[Difference]:
    """The innermost places at which the two differ, each found when it is asked for; none when they are equal.

    Structs are compared by field and mappings by key. Elements of sequences that came or went are told from those that
    changed as long as they stand in one place: what is equal at both ends is not looked at.
    """
    if type(before) is not type(after):
        yield Difference(way, before, after)
    elif before == after:
        return
    elif isinstance(before, Struct):
        for name in before.__struct_fields__:
            yield from differences(getattr(before, name), getattr(after, name), (*way, name))
    elif isinstance(before, Mapping) and isinstance(after, Mapping):
        for key in (*before, *(key for key in after if key not in before)):
            yield from differences(before.get(key, ABSENT), after.get(key, ABSENT), (*way, key))
    elif isinstance(before, tuple | list) and isinstance(after, tuple | list):
        yield from _elements(before, after, way)
    else:
        yield Difference(way, before, after)


def way_text(way: Way) -> str:
    """`variants[2].offer.price`; a key that is no plain word stands in brackets as well."""
    steps = (f".{step}" if isinstance(step, str) and step.isidentifier() else f"[{step}]" for step in way)
    return "".join(steps).removeprefix(".")


def value_text(value: object) -> str | None:
    """The value on one short line; UNSHOWN for what does not fit there, None for what is not there at all."""
    match value:
        case None | Absent.ABSENT:
            return None
        case bool():
            return "yes" if value else "no"
        case Struct() | Mapping() | tuple() | list():
            return UNSHOWN
    text = str(value)
    return text if len(text) <= LONGEST and text.isprintable() else UNSHOWN


def _elements(before: Sequence[object], after: Sequence[object], way: Way) -> Iterator[Difference]:
    start = _common(before, after)
    old, new = before[start:], after[start:]
    end = _common(reversed(old), reversed(new))
    pairs = zip_longest(old[: len(old) - end], new[: len(new) - end], fillvalue=ABSENT)
    for place, (one, other) in enumerate(pairs, start):
        yield from differences(one, other, (*way, place))


def _common(before: Iterable[object], after: Iterable[object]) -> int:
    """How many elements at the beginning are equal."""
    count = 0
    for one, other in zip(before, after, strict=False):
        if type(one) is not type(other) or one != other:
            break
        count += 1
    return count
