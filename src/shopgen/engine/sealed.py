"""Files that tell whether they are whole: their content behind its own digest.

A truncated, flipped or foreign file opens to nothing, so that what is built on it need not doubt what it reads.
"""

from collections.abc import Iterable, Iterator

from shopgen.core.digests import DIGEST_LENGTH, digest, digested

SEAL_LENGTH = DIGEST_LENGTH


def seal(content: bytes) -> bytes:
    return digest(content).encode() + content


class Sealing:
    """The pieces of a content on their way into a file: `seal` is to stand before them, and known behind the last."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self.seal = b""
        self.size = 0
        self._pieces = pieces

    def __iter__(self) -> Iterator[bytes]:
        name = yield from digested(self._measured())
        self.seal = name.encode()

    def _measured(self) -> Iterator[bytes]:
        for piece in self._pieces:
            self.size += len(piece)
            yield piece


def unseal(sealed: bytes | memoryview) -> memoryview | None:
    """The content of a sealed file; None when it is not exactly what was sealed."""
    content = memoryview(sealed)[SEAL_LENGTH:]
    return content if sealed[:SEAL_LENGTH] == digest(content).encode() else None
