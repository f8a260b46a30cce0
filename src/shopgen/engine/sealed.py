"""Files that tell whether they are whole: their content behind its own digest.

A truncated, flipped or foreign file opens to nothing, so that what is built on it need not doubt what it reads.
"""

from shopgen.core.digests import DIGEST_LENGTH, digest, digest_of_all

SEAL_LENGTH = DIGEST_LENGTH


def seal(content: bytes) -> bytes:
    return digest(content).encode() + content


def seal_of(pieces: list[bytes]) -> bytes:
    """What stands before the pieces of a sealed content."""
    return digest_of_all(pieces).encode()


def unseal(sealed: bytes | memoryview) -> memoryview | None:
    """The content of a sealed file; None when it is not exactly what was sealed."""
    content = memoryview(sealed)[SEAL_LENGTH:]
    return content if sealed[:SEAL_LENGTH] == digest(content).encode() else None
