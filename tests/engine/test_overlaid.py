"""Overlaid mappings are what copied ones would be."""

from hypothesis import given
from hypothesis import strategies as some

from shopgen.engine.overlaid import Overlaid

values = some.dictionaries(some.integers(0, 6), some.integers(), max_size=7)


@given(values, some.lists(some.tuples(values, some.sets(some.integers(0, 6))), max_size=5))
def test_layers_are_as_copies(below: dict[int, int], layers: list[tuple[dict[int, int], set[int]]]) -> None:
    overlaid, copied = below, dict(below)
    for above, gone in layers:
        overlaid = Overlaid(overlaid, above, gone)
        copied = {**{key: value for key, value in copied.items() if key not in gone}, **above}
    assert dict(overlaid) == copied
    assert len(overlaid) == len(copied)
    assert all((key in overlaid) == (key in copied) for key in range(7))
    assert all(overlaid.get(key) == copied.get(key) for key in range(7))
