"""What lies in a store, by keys that are not those of the store."""

from collections.abc import Callable, Iterator, Mapping
from typing import TypeVar

import msgspec

from shopgen.core.digests import Digest
from shopgen.engine.store import Lost, Store

T = TypeVar("T")


class Kept(Mapping[str, T]):
    """Values by keys of their own: `opened` gives each by its digest, or raises Lost."""

    def __init__(self, digests: Mapping[str, Digest], opened: Callable[[Digest], T]) -> None:
        self._digests = digests
        self._opened = opened

    def __getitem__(self, key: str) -> T:
        return self._opened(self._digests[key])

    def __iter__(self) -> Iterator[str]:
        return iter(self._digests)

    def __len__(self) -> int:
        return len(self._digests)

    def __contains__(self, key: object) -> bool:
        return key in self._digests


def opener(store: Store, type_: type[T]) -> Callable[[Digest], T]:
    """Opens what lies in `store` as `engine.values.pack` packed it; raises Lost for what does not."""
    decoder = msgspec.json.Decoder(type_)

    def opened(name: Digest) -> T:
        content = store.get(name)
        if content is None:
            raise Lost(name)
        return decoder.decode(content)

    return opened
