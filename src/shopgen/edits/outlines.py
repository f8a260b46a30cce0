"""The outline of the last plan between two processes."""

from pathlib import Path

import msgspec
from msgspec import Struct

from shopgen.core.digests import Digest
from shopgen.core.disk import Disk
from shopgen.engine.sealed import seal, unseal
from shopgen.planning.outline import Outline


class _File(Struct, frozen=True, array_like=True):
    plan: Digest
    outline: Outline


class Outlines:
    """Keeps the outline of the last plan in the file at `path`. One that cannot be used is none."""

    def __init__(self, disk: Disk, path: Path) -> None:
        self._disk = disk
        self._path = path

    def save(self, plan: Digest, outline: Outline) -> None:
        """Keeps the outline of the plan with this name, when it is not there already."""
        content = seal(msgspec.msgpack.encode(_File(plan, outline)))
        if self._content() != content:
            self._disk.write(self._path, content)

    def open(self, plan: Digest) -> Outline | None:
        try:
            file = msgspec.msgpack.decode(unseal(self._content()) or b"", type=_File)
        except msgspec.DecodeError:
            return None
        return file.outline if file.plan == plan else None

    def _content(self) -> bytes:
        try:
            return self._disk.read(self._path)
        except IsADirectoryError:
            self._disk.remove_tree(self._path)
        except OSError:
            pass
        return b""
