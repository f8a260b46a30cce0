"""What earlier readings found out, so that a second one decodes only what changed."""

from collections.abc import Callable, Mapping
from typing import Any

Key = tuple[str, ...]
Thaw = Callable[[Key, bytes], Any]


class Memory:
    """Values by what they were made from. A value that a whole reading did not ask for is dropped by `sweep`.

    `frozen` are values of another process as bytes, which `thaw` opens when somebody asks for them.
    """

    def __init__(self, frozen: Mapping[Key, bytes] | None = None, thaw: Thaw | None = None) -> None:
        self._kept: dict[Key, Any] = {}
        self._touched: dict[Key, Any] = {}
        self._frozen = frozen or {}
        self._thaw = thaw

    def get(self, key: Key) -> Any:
        """The value that was put under `key`; None when there is none."""
        value = self._touched.get(key)
        if value is None:
            value = self._kept.get(key)
            if value is None and key in self._frozen and self._thaw is not None:
                value = self._thaw(key, self._frozen[key])
            if value is not None:
                self._touched[key] = value
        return value

    def put(self, key: Key, value: object) -> None:
        self._touched[key] = value

    def sweep(self) -> None:
        """Ends a reading: what it neither asked for nor put is forgotten."""
        self._kept, self._touched = self._touched, {}

    def kept(self) -> Mapping[Key, Any]:
        """All that the last whole reading asked for or put."""
        return self._kept

    def __len__(self) -> int:
        return len(self._kept.keys() | self._touched.keys())
