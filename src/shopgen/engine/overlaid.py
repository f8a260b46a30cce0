"""Mappings of which a little changes again and again."""

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")


class Overlaid(Mapping[Key, Value]):
    """`below` with the values of `above` in place of its own, and without what is `gone`. `below` is not copied."""

    def __init__(self, below: Mapping[Key, Value], above: Mapping[Key, Value], gone: Iterable[Key] = ()) -> None:
        lower = below if isinstance(below, Overlaid) else None
        self._gone: frozenset[Key] = frozenset(gone).union(lower._gone if lower else ()) - above.keys()
        kept = {key: value for key, value in lower._above.items() if key not in self._gone} if lower else {}
        self._above: Mapping[Key, Value] = {**kept, **above}
        self._below: Mapping[Key, Value] = lower._below if lower else below

    def __getitem__(self, key: Key) -> Value:
        if key in self._above:
            return self._above[key]
        if key in self._gone:
            raise KeyError(key)
        return self._below[key]

    def __iter__(self) -> Iterator[Key]:
        yield from (key for key in self._below if key not in self._gone)
        yield from (key for key in self._above if key not in self._below)

    def __len__(self) -> int:
        gone = sum(key in self._below for key in self._gone)
        return len(self._below) - gone + sum(key not in self._below for key in self._above)

    def __contains__(self, key: object) -> bool:
        return key in self._above or (key not in self._gone and key in self._below)
