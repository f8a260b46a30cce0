"""Identity is content: 160-bit BLAKE2b digests in hexadecimal."""

from collections.abc import Generator, Iterable
from hashlib import blake2b

import msgspec

Digest = str
DIGEST_LENGTH = 40

_encode = msgspec.msgpack.Encoder(order="deterministic", decimal_format="string").encode


def digest(content: bytes | memoryview) -> Digest:
    return blake2b(content, digest_size=20).hexdigest()


def digested(pieces: Iterable[bytes]) -> Generator[bytes, None, Digest]:
    """The pieces as they come; returns the digest of all of them one behind the other."""
    seen = blake2b(digest_size=20)
    for piece in pieces:
        seen.update(piece)
        yield piece
    return seen.hexdigest()


def digest_of(value: object) -> Digest:
    """The digest of a value made of msgspec structs and plain types; equal values have equal digests."""
    return digest(_encode(value))
