"""The list of a finished build's images. It tells what is in them, so it is the only file that cannot be planned."""

from collections.abc import Callable, Mapping
from hashlib import sha256
from pathlib import Path

import msgspec

from shopgen.caches.listing import IMAGE_LIST, ListedImage, written
from shopgen.caches.protocol import MAX_IMAGE
from shopgen.core.digests import Digest, digest
from shopgen.core.disk import Disk
from shopgen.engine.elsewhere import Wanted
from shopgen.engine.manifest import Manifest, Output
from shopgen.engine.memory import Memory
from shopgen.engine.run import Build
from shopgen.engine.sealed import seal, unseal

Read = Callable[[Digest], bytes | None]


def with_list(build: Build, read: Read, disk: Disk, memory: Memory) -> tuple[Manifest, Read]:
    """What is to be published together with the list of its images, and how all of that is read.

    A shop without images has no list.
    """
    if not build.portable:
        return build.manifest, read
    content = written(_listed(build, read, disk, memory))
    name = digest(content)

    def read_all(wanted: Digest) -> bytes | None:
        return content if wanted == name else read(wanted)

    return {**build.manifest, IMAGE_LIST: Output(name, len(content))}, read_all


def is_small(build: Build, output: Wanted) -> bool:
    """Whether a cache takes an image of that size; one that is larger is made by everybody."""
    return build.manifest[output.path].size <= MAX_IMAGE


def _listed(build: Build, read: Read, disk: Disk, memory: Memory) -> Mapping[str, ListedImage]:
    """Each image is hashed once: its sha256 is remembered by the digest that it has here."""
    file = memory.folder / "images"
    known = _remembered(disk, file)
    outputs = {each.path: build.manifest[each.path] for each in build.portable if is_small(build, each)}
    hashed = {name: known.get(name) or _sha256(read(name)) for name in {each.digest for each in outputs.values()}}
    if hashed != known:
        disk.write(file, seal(msgspec.msgpack.encode(hashed)))
    return {path: ListedImage(hashed[output.digest], output.size) for path, output in outputs.items()}


def _sha256(content: bytes | None) -> str:
    """Of nothing when the bytes are lost: then publishing fails, or what is listed is never taken for them."""
    return sha256(content or b"").hexdigest()


def _remembered(disk: Disk, file: Path) -> dict[Digest, str]:
    try:
        return msgspec.msgpack.decode(unseal(disk.read(file)) or b"", type=dict[Digest, str])
    except IsADirectoryError:
        disk.remove_tree(file)
        return {}
    except (OSError, msgspec.DecodeError):
        return {}
