"""Pictures at rest in a cache that shops share: each with the name it goes by and its sha256 before it."""

import re
from hashlib import sha256

from shopgen.caches.protocol import MAX_IMAGE, Trouble
from shopgen.core.digests import Digest

MAGIC = b"shopgen image 1\n"
MAX_PARCEL = MAX_IMAGE + 200

_KEY = re.compile(r"[0-9a-f]{40}")
PLACE = re.compile(r"[0-9a-f]{2}/[0-9a-f]{38}")


def place_of(key: Digest) -> str:
    """Where the parcel of `key` lies, as a path of two names. Raises ValueError for what is not a key."""
    if not _KEY.fullmatch(key):
        raise ValueError(f"{key!a} is not the key of a job")
    return f"{key[:2]}/{key[2:]}"


def packed(key: Digest, content: bytes) -> bytes:
    return _head(key, content) + content


def opened(key: Digest, parcel: bytes) -> bytes:
    """The picture in a parcel. Raises Trouble for anything but what was packed under this very key."""
    head, line, content = (
        parcel[: len(MAGIC)],
        parcel[len(MAGIC) : len(_head(key, b""))],
        parcel[len(_head(key, b"")) :],
    )
    if head + line != _head(key, content):
        raise Trouble("holds pictures that are damaged")
    return content


def _head(key: Digest, content: bytes) -> bytes:
    return MAGIC + f"{key} {sha256(content).hexdigest()}\n".encode()
