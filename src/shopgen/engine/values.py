"""Ingredients as bytes: what they are hashed by, how they travel to workers, and how they rest between builds.

JSON, because it keeps the offset of a moment; structs that say `array_like` take the least room. Equal values have
equal bytes, and a value that is opened with its type is equal to what was packed.
"""

from typing import Any

import msgspec
from msgspec import Struct

from shopgen.core.digests import Digest, digest

pack = msgspec.json.Encoder(order="deterministic", decimal_format="string").encode

OPENED_AT_ONCE = 4096
"""So many opened values are remembered: cards and menus are on many pages."""


class Value(Struct, frozen=True):
    """A packed value and the digest of its bytes; that of a file is the digest of what is in the file."""

    content: bytes
    digest: Digest


def packed(value: object) -> Value:
    content = pack(value)
    return Value(content, digest(content))


class Opener:
    """Opens values of one type, each once as long as it remembers it."""

    def __init__(self, type_: Any) -> None:
        self._decode = msgspec.json.Decoder(type_).decode
        self._opened: dict[bytes, Any] = {}

    def open(self, content: bytes) -> Any:
        """The value; the same object for the same bytes. Raises msgspec.DecodeError for bytes of another type."""
        found = self._opened.get(content)
        if found is None:
            if len(self._opened) >= OPENED_AT_ONCE:
                self._opened.clear()
            found = self._opened[content] = self._decode(content)
        return found
