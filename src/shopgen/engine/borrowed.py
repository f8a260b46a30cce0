"""Other ways to use a store: without leaving anything there, and without believing that it is whole."""

from collections.abc import Mapping

from shopgen.core.digests import Digest, digest
from shopgen.engine.store import Store


class Borrowed:
    """Does for others what `store` does for them, without writing anything."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._own: dict[Digest, bytes] = {}

    def put(self, content: bytes) -> Digest:
        """The name under which `content` is found again, which is its digest."""
        name = digest(content)
        if name not in self._store:
            self._own[name] = content
        return name

    def get(self, name: Digest) -> bytes | None:
        """The bytes; None when they are not here or no longer what they were."""
        return self._own.get(name) or self._store.get(name)

    def __contains__(self, name: Digest) -> bool:
        return name in self._own or name in self._store

    def branch(self) -> None:
        """Nothing is written, so nothing can be mixed up."""

    def new(self) -> Mapping[Digest, bytes]:
        """All that was put here, for another process to learn."""
        return self._own

    def learn(self, found: Mapping[Digest, bytes]) -> None:
        """Takes over what another process put."""
        self._own.update(found)


class Doubted:
    """A `store` of which something was lost: it has no more than what can be read."""

    def __init__(self, store: Store | Borrowed) -> None:
        self._store = store
        self.get = store.get
        self.branch = store.branch
        self.new = store.new
        self.learn = store.learn

    def put(self, content: bytes) -> Digest:
        """Keeps `content` even when the store says that it has it, but has lost it."""
        self._store.get(digest(content))
        return self._store.put(content)

    def __contains__(self, name: Digest) -> bool:
        return self._store.get(name) is not None


AnyStore = Store | Borrowed | Doubted
