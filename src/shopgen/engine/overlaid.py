"""Mappings of which a little changes again and again."""

from collections.abc import Iterator, Mapping
from typing import TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")


class Overlaid(Mapping[Key, Value]):
    """`below` with the values of `above` in place of its own. Nothing is copied but what lay above before."""

    def __init__(self, below: Mapping[Key, Value], above: Mapping[Key, Value]) -> None:
        self._below: Mapping[Key, Value] = below._below if isinstance(below, Overlaid) else below
        self._above: Mapping[Key, Value] = {**below._above, **above} if isinstance(below, Overlaid) else above

    def __getitem__(self, key: Key) -> Value:
        return self._above[key] if key in self._above else self._below[key]

    def __iter__(self) -> Iterator[Key]:
        yield from self._below
        yield from (key for key in self._above if key not in self._below)

    def __len__(self) -> int:
        return len(self._below) + sum(key not in self._below for key in self._above)

    def __contains__(self, key: object) -> bool:
        return key in self._above or key in self._below
