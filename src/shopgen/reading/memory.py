"""What earlier readings found out, so that a second one decodes only what changed."""

from collections.abc import Callable, Mapping
from typing import Any

from msgspec import Raw

Key = tuple[str, ...]
Frozen = Mapping[Key, Raw]
Thaw = Callable[[Key, Raw], Any]


class Memory:
    """Values by what they were made from. A value that a whole reading did not ask for is dropped by `sweep`.

    `frozen` are values of another process as msgpack, which `thaw` opens when somebody asks for them.
    """

    def __init__(self, frozen: Frozen | None = None, thaw: Thaw | None = None) -> None:
        self._kept: dict[Key, Any] = {}
        self._touched: dict[Key, Any] = {}
        self._frozen: dict[Key, Raw] = dict(frozen or {})
        self._thaw = thaw
        self._new: set[Key] = set()

    def get(self, key: Key) -> Any:
        """The value that was put under `key`; None when there is none."""
        value = self._touched.get(key)
        if value is None:
            value = self._kept.get(key)
            if value is None and self._thaw is not None and key in self._frozen:
                value = self._thaw(key, self._frozen.pop(key))
            if value is not None:
                self._touched[key] = value
        return value

    def put(self, key: Key, value: object) -> None:
        self._touched[key] = value
        self._new.add(key)

    def learn(self, frozen: Frozen, thaw: Thaw) -> None:
        """Takes over what another process put."""
        self._frozen |= frozen
        self._new |= frozen.keys()
        self._thaw = thaw

    def knows(self, key: Key) -> bool:
        return key in self._touched or key in self._kept or key in self._frozen

    def sweep(self) -> None:
        """Ends a reading: what it neither asked for nor put is forgotten."""
        self._kept, self._touched, self._frozen = self._touched, {}, {}

    def kept(self) -> Mapping[Key, Any]:
        """All that the last whole reading asked for or put."""
        return self._kept

    def new(self) -> Mapping[Key, Any]:
        """What was put, here or in a process that was learnt from, since `mark_saved`, and is not forgotten."""
        known = self._kept | self._touched
        return {key: known[key] for key in self._new if key in known}

    def mark_saved(self) -> None:
        self._new = set()

    def __len__(self) -> int:
        return len(self._kept.keys() | self._touched.keys())
