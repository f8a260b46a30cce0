"""Files that tell whether they are whole: their content behind its own digest.

A truncated, flipped or foreign file opens to nothing, so that what is built on it need not doubt what it reads.
"""

from shopgen.core.digests import DIGEST_LENGTH, digest

SEAL_LENGTH = DIGEST_LENGTH


def seal(content: bytes, before: bytes = b"") -> bytes:
    """The sealed content, behind what is to stand `before` it."""
    return b"".join((before, digest(content).encode(), content))


def unseal(sealed: bytes | memoryview) -> memoryview | None:
    """The content of a sealed file; None when it is not exactly what was sealed."""
    content = memoryview(sealed)[DIGEST_LENGTH:]
    return content if sealed[:DIGEST_LENGTH] == digest(content).encode() else None
