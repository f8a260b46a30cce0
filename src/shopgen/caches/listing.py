"""The list of all images that a build leaves beside them: by name, with their sha256 and size.

It lies at `shopgen-images.json`, one image a line, sorted by name, so that it changes only where images do.
"""

from collections.abc import Mapping
from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from shopgen.caches.protocol import MAX_IMAGE

IMAGE_LIST = "shopgen-images.json"
MAX_LIST = 64_000_000
VERSION = 1


class ListedImage(Struct, frozen=True, forbid_unknown_fields=True):
    sha256: Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]
    size: Annotated[int, Meta(ge=1, le=MAX_IMAGE)]


class _List(Struct, frozen=True):
    version: int
    images: Mapping[str, ListedImage]


def written(images: Mapping[str, ListedImage]) -> bytes:
    """The list as it is published."""
    encode = msgspec.json.encode
    lines = b",\n".join(encode(name) + b": " + encode(images[name]) for name in sorted(images))
    return b'{"version": %d, "images": {\n%s\n}}\n' % (VERSION, lines)


def read(content: bytes) -> Mapping[str, ListedImage]:
    """The images by name; the names are nothing but keys. Raises ValueError for anything but such a list."""
    try:
        found = msgspec.json.decode(content, type=_List)
    except RecursionError:
        raise ValueError("the list is too deep") from None
    if found.version != VERSION:
        raise ValueError(f"the list has version {found.version}")
    return found.images
