"""What earlier readings found out, so that a second one decodes only what changed."""

from collections.abc import Callable, Collection, Mapping
from typing import Any

Key = tuple[str, ...]
Frozen = Mapping[Key, bytes]
Find = Callable[[Key], bytes | None]
Thaw = Callable[[Key, bytes], Any]
Freeze = Callable[[Any], bytes]


class Memory:
    """Values by what they were made from. A value that a whole reading did not ask for is dropped by `sweep`.

    `find` gives values of another process at rest, which `thaw` opens when somebody asks for them.
    """

    def __init__(self, find: Find | None = None, thaw: Thaw | None = None) -> None:
        self._kept: dict[Key, Any] = {}
        self._touched: dict[Key, Any] = {}
        self._learnt: dict[Key, bytes] = {}
        self._find: Find = find or _nothing
        self._thaw = thaw
        self._new: set[Key] = set()

    def get(self, key: Key) -> Any:
        """The value that was put under `key`; None when there is none."""
        value = self._touched.get(key)
        if value is None:
            value = self._kept.get(key)
            if value is None and self._thaw is not None:
                frozen = self._learnt.get(key) or self._find(key)
                value = None if frozen is None else self._thaw(key, frozen)
            if value is not None:
                self._touched[key] = value
        return value

    def put(self, key: Key, value: object) -> None:
        self._touched[key] = value
        self._new.add(key)
        self._learnt.pop(key, None)

    def learn(self, frozen: Frozen, thaw: Thaw) -> None:
        """Takes over what another process put."""
        self._learnt |= frozen
        self._new |= frozen.keys()
        self._thaw = thaw

    def knows(self, key: Key) -> bool:
        return key in self._touched or key in self._kept or key in self._learnt or self._find(key) is not None

    def sweep(self) -> None:
        """Ends a reading: what it neither asked for nor put is forgotten."""
        self._kept, self._touched, self._find = self._touched, {}, _nothing
        self._learnt = {key: frozen for key, frozen in self._learnt.items() if key in self._kept}

    def let_go(self) -> None:
        """Keeps what is known at rest in that form alone: this process has made of it what it needs."""
        for key in self._learnt:
            self._kept.pop(key, None)

    def kept(self) -> Collection[Key]:
        """All that the last whole reading asked for or put."""
        return {**self._kept, **self._learnt}

    def new(self) -> Collection[Key]:
        """What was put, here or in a process that was learnt from, since `mark_saved`, and is not forgotten."""
        return [key for key in self._new if key in self._touched or key in self._kept or key in self._learnt]

    def at_rest(self, key: Key, freeze: Freeze) -> bytes:
        """The value of `key`, which is known, as it is kept; what another process put need not be frozen again."""
        return self._learnt.get(key) or freeze(self._touched[key] if key in self._touched else self._kept[key])

    def mark_saved(self) -> None:
        self._new, self._learnt = set(), {}

    def __len__(self) -> int:
        return len(self._kept.keys() | self._touched.keys())


def _nothing(key: Key) -> None:
    """There was no other process."""
