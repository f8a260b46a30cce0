"""What earlier readings found out, so that a second one decodes only what changed."""

from typing import Any

Key = tuple[str, ...]


class Memory:
    """Values by what they were made from. A value that a whole reading did not ask for is dropped by `sweep`."""

    def __init__(self) -> None:
        self._kept: dict[Key, Any] = {}
        self._touched: dict[Key, Any] = {}

    def get(self, key: Key) -> Any:
        """The value that was put under `key`; None when there is none."""
        value = self._touched.get(key)
        if value is None:
            value = self._kept.get(key)
            if value is not None:
                self._touched[key] = value
        return value

    def put(self, key: Key, value: object) -> None:
        self._touched[key] = value

    def sweep(self) -> None:
        """Ends a reading: what it neither asked for nor put is forgotten."""
        self._kept, self._touched = self._touched, {}

    def __len__(self) -> int:
        return len(self._kept.keys() | self._touched.keys())
