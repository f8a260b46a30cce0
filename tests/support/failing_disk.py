"""A disk that fails, or dies, at one of its calls, and one that counts them."""

from collections.abc import Iterator
from pathlib import Path

from shopgen.core.disk import Beside, Content, Disk, Entry, Place, Stamp
from shopgen.core.opened import Opened
from shopgen.core.spool import Spool


class Killed(BaseException):
    """The process is gone: nothing after it happens, not even tidying up."""


class CountingDisk(Disk):
    """The real disk, with the name of each call and what it was about; `before` and `after` may interfere."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, Path]] = []

    def before(self, verb: str, path: Path) -> None:
        self.calls.append((verb, path))

    def after(self, verb: str, path: Path) -> None:
        pass

    def named(self, verb: str) -> list[Path]:
        return [path for called, path in self.calls if called == verb]

    def read(self, path: Place) -> bytes:
        self.before("read", Path(path))
        return super().read(path)

    def fill(self, path: Place, content: Content, durable: bool) -> None:
        self.before("fill", Path(path))
        super().fill(path, content, durable)

    def put_before(self, path: Place, head: bytes, durable: bool) -> None:
        self.before("put_before", Path(path))
        super().put_before(path, head, durable)

    def rename(self, source: Place, target: Place) -> None:
        self.before("rename", Path(target))
        super().rename(source, target)
        self.after("rename", Path(target))

    def append(self, path: Path, content: bytes, *, durable: bool = False) -> int:
        self.before("append", path)
        return super().append(path, content, durable=durable)

    def spool(self, folder: Path) -> Spool:
        self.before("spool", folder)
        return super().spool(folder)

    def open(self, path: Path) -> Opened:
        self.before("open", path)
        return super().open(path)

    def read_at(self, file: Opened, offset: int, length: int) -> bytes:
        self.before("read_at", file.path)
        return super().read_at(file, offset, length)

    def remove(self, path: Place) -> None:
        self.before("remove", Path(path))
        super().remove(path)
        self.after("remove", Path(path))

    def remove_empty_folder(self, path: Place) -> None:
        self.before("remove_empty_folder", Path(path))
        super().remove_empty_folder(path)

    def remove_tree(self, path: Path) -> None:
        self.before("remove_tree", path)
        super().remove_tree(path)

    def make_folder(self, path: Place) -> None:
        self.before("make_folder", Path(path))
        super().make_folder(path)

    def stamp(self, path: Place) -> Stamp | None:
        self.before("stamp", Path(path))
        return super().stamp(path)

    def walk(self, root: Path, skip: frozenset[str] = frozenset(), beside: Beside | None = None) -> Iterator[Entry]:
        self.before("walk", root)
        return super().walk(root, skip, beside)


class FailingDisk(CountingDisk):
    """Fails with `code` at the call with this number, counted from 0; with `for_good` at all after it too."""

    def __init__(self, number: int, code: int, *, for_good: bool = False) -> None:
        super().__init__()
        self._number = number
        self._code = code
        self._for_good = for_good

    def before(self, verb: str, path: Path) -> None:
        number = len(self.calls)
        super().before(verb, path)
        if number == self._number or (self._for_good and number > self._number):
            raise OSError(self._code, "made to fail", str(path))

    def fill(self, path: Place, content: Content, durable: bool) -> None:
        """A disk that is full takes a part first."""
        try:
            super().fill(path, content, durable)
        except OSError:
            Path(path).write_bytes(half(content))
            raise


class DyingDisk(CountingDisk):
    """The process is killed at the call with this number: half of a file is written, and no call after it works."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self._number = number

    def before(self, verb: str, path: Path) -> None:
        number = len(self.calls)
        super().before(verb, path)
        if number >= self._number:
            raise Killed

    def fill(self, path: Place, content: Content, durable: bool) -> None:
        is_last = len(self.calls) == self._number
        try:
            super().fill(path, content, durable)
        except Killed:
            if is_last:
                Path(path).write_bytes(half(content))
            raise


def half(content: Content) -> bytes:
    whole = content if isinstance(content, bytes) else b"".join(content)
    return whole[: len(whole) // 2]
