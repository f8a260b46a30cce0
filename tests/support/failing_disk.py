"""A disk that fails, or dies, at one of its calls, and one that counts them."""

from collections.abc import Iterator
from pathlib import Path

from shopgen.core.disk import Content, Disk, Entry, Stamp


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

    def read(self, path: Path) -> bytes:
        self.before("read", path)
        return super().read(path)

    def fill(self, path: Path, content: Content, durable: bool) -> None:
        self.before("fill", path)
        super().fill(path, content, durable)

    def rename(self, source: Path, target: Path) -> None:
        self.before("rename", target)
        super().rename(source, target)
        self.after("rename", target)

    def append(self, path: Path, content: bytes, *, durable: bool = False) -> int:
        self.before("append", path)
        return super().append(path, content, durable=durable)

    def read_at(self, path: Path, offset: int, length: int) -> bytes:
        self.before("read_at", path)
        return super().read_at(path, offset, length)

    def remove(self, path: Path) -> None:
        self.before("remove", path)
        super().remove(path)
        self.after("remove", path)

    def remove_empty_folder(self, path: Path) -> None:
        self.before("remove_empty_folder", path)
        super().remove_empty_folder(path)

    def remove_tree(self, path: Path) -> None:
        self.before("remove_tree", path)
        super().remove_tree(path)

    def make_folder(self, path: Path) -> None:
        self.before("make_folder", path)
        super().make_folder(path)

    def stamp(self, path: Path) -> Stamp | None:
        self.before("stamp", path)
        return super().stamp(path)

    def walk(self, root: Path, skip: frozenset[str] = frozenset(), folders: list[str] | None = None) -> Iterator[Entry]:
        self.before("walk", root)
        return super().walk(root, skip, folders)


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

    def fill(self, path: Path, content: Content, durable: bool) -> None:
        """A disk that is full takes a part first."""
        try:
            super().fill(path, content, durable)
        except OSError:
            path.write_bytes(half(content))
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

    def fill(self, path: Path, content: Content, durable: bool) -> None:
        is_last = len(self.calls) == self._number
        try:
            super().fill(path, content, durable)
        except Killed:
            if is_last:
                path.write_bytes(half(content))
            raise


def half(content: Content) -> bytes:
    whole = b"".join(content) if isinstance(content, list) else content
    return whole[: len(whole) // 2]
