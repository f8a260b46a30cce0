"""Every touch of the file system in one place, so that a test can make each of them fail.

Writes are atomic: a temporary file in the same folder, then a rename (readers see the old bytes or the new ones).
"""

import os
import re
import secrets
import shutil
import stat
from collections.abc import Iterator
from contextlib import suppress
from errno import ELOOP
from pathlib import Path

from msgspec import Struct

_READ = os.O_RDONLY | getattr(os, "O_BINARY", 0)
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
_CHUNK = 1 << 18

TEMPORARY_PREFIX = ".shopgen-"
_TEMPORARY = re.compile(re.escape(TEMPORARY_PREFIX) + "[0-9a-f]{16}")


Content = bytes | list[bytes]
"""What is to be in a file, or pieces of that in order: what is very large need not be joined."""


class Stamp(Struct, frozen=True):
    """What `stat` says of a file. It may save a look at the bytes; it never proves that they are the same."""

    size: int
    mtime_ns: int
    ctime_ns: int
    inode: int


_NOTHING = Stamp(0, 0, 0, 0)


class Entry(Struct, frozen=True):
    """A file found by `Disk.walk`. `odd` says why it is not an ordinary readable file, in words."""

    path: str
    stamp: Stamp
    odd: str = ""


class Disk:
    """The real file system."""

    def read(self, path: Path) -> bytes:
        """The whole file; by the system's calls alone, which take a third of the time of a file object."""
        try:
            file = os.open(path, _READ)
            try:
                chunks = [os.read(file, _CHUNK)]
                while chunks[-1]:
                    chunks.append(os.read(file, _CHUNK))
            finally:
                os.close(file)
        except OSError as problem:
            raise _named(problem, path) from None
        return b"".join(chunks)

    def write(self, path: Path, content: Content, *, durable: bool = False) -> None:
        """Replaces `path` by `content` at once; makes the folders above it. `durable` waits for the disk."""
        self.make_folder(path.parent)
        temporary = path.with_name(f"{TEMPORARY_PREFIX}{secrets.token_hex(8)}")
        try:
            self.fill(temporary, content, durable)
            self.rename(temporary, path)
        except BaseException as problem:
            with suppress(OSError):
                self.remove(temporary)
            if isinstance(problem, OSError):
                raise _named(problem, path) from None
            raise

    def fill(self, path: Path, content: Content, durable: bool) -> None:
        """Makes the file `path`, which must not be there yet. Not atomic."""
        file = os.open(path, _NEW, 0o666)
        try:
            for piece in content if isinstance(content, list) else [content]:
                rest = memoryview(piece)
                while rest:
                    rest = rest[os.write(file, rest) :]
            if durable:
                os.fsync(file)
        finally:
            os.close(file)

    def rename(self, source: Path, target: Path) -> None:
        """Puts `source` in the place of `target`, whether that is there or not."""
        source.replace(target)

    def append(self, path: Path, content: bytes, *, durable: bool = False) -> int:
        """Adds `content` to the end of `path`; the offset at which it begins. `durable` waits for the disk."""
        self.make_folder(path.parent)
        try:
            with path.open("ab") as file:
                offset = file.tell()
                file.write(content)
                if durable:
                    file.flush()
                    os.fsync(file.fileno())
        except OSError as problem:
            raise _named(problem, path) from None
        return offset

    def read_at(self, path: Path, offset: int, length: int) -> bytes:
        file = os.open(path, _READ)
        try:
            os.lseek(file, offset, os.SEEK_SET)
            return os.read(file, length)
        finally:
            os.close(file)

    def remove(self, path: Path) -> None:
        path.unlink(missing_ok=True)

    def remove_empty_folder(self, path: Path) -> None:
        """Removes `path` when nothing is in it; leaves it otherwise."""
        with suppress(OSError):
            path.rmdir()

    def remove_tree(self, path: Path) -> None:
        """Removes `path` with all that is below it, as far as the system lets us; follows no links."""
        with suppress(OSError):
            path.unlink()
        shutil.rmtree(path, ignore_errors=True)

    def sweep(self, root: Path) -> None:
        """Removes the temporary files below `root` that writers left behind when they were killed."""
        for folder, _, names in os.walk(root):
            for name in filter(_TEMPORARY.fullmatch, names):
                self.remove(Path(folder, name))

    def make_folder(self, path: Path) -> None:
        """Makes `path` and what is missing above it."""
        try:
            os.mkdir(path)  # noqa: PTH102 - there are as many folders as pages, and this takes half of the time
        except FileExistsError:
            if not path.is_dir():
                raise
        except FileNotFoundError:
            path.mkdir(parents=True, exist_ok=True)

    def stamp(self, path: Path) -> Stamp | None:
        """What `stat` says of `path`; None when it is not there."""
        try:
            return _stamp(path.stat())
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            if error.errno != ELOOP:  # a link in a circle is there, though nothing is behind it
                raise
            return _stamp(path.lstat())

    def walk(self, root: Path, skip: frozenset[str] = frozenset(), folders: list[str] | None = None) -> Iterator[Entry]:
        """All files below `root` with POSIX paths relative to it, in sorted order; folders named in `skip` left out.

        Symbolic links are followed while they stay inside `root`; loops, links that lead out, pipes, sockets and
        devices come back as odd entries and are never opened. The folders that were entered are added to `folders`;
        `root` itself is the empty path.
        """
        real_root = os.path.realpath(root)
        yield from self._walk(str(root), "", (real_root,), skip, [] if folders is None else folders)

    def _walk(
        self, folder: str, prefix: str, above: tuple[str, ...], skip: frozenset[str], entered: list[str]
    ) -> Iterator[Entry]:
        """`above` are the real paths of the folders down to this one."""
        try:
            with os.scandir(folder) as found:
                entries = sorted(found, key=lambda entry: entry.name)
            entered.append(prefix.rstrip("/"))
        except (FileNotFoundError, NotADirectoryError):
            return
        except PermissionError:
            yield Entry(prefix.rstrip("/") or ".", _NOTHING, "a folder that cannot be read")
            return
        for entry in entries:
            if entry.name in skip or entry.name.startswith(TEMPORARY_PREFIX):
                continue
            yield from self._visit(entry, prefix + entry.name, above, skip, entered)

    def _visit(
        self, entry: "os.DirEntry[str]", path: str, above: tuple[str, ...], skip: frozenset[str], entered: list[str]
    ) -> Iterator[Entry]:
        try:
            path.encode()
        except UnicodeEncodeError:
            yield Entry(path.encode(errors="replace").decode(), _NOTHING, "a name that is not valid UTF-8")
            return
        real = os.path.realpath(entry.path) if entry.is_symlink() else ""
        if real and real != above[0] and not real.startswith(above[0].rstrip(os.sep) + os.sep):
            yield Entry(path, _NOTHING, "a symbolic link that leads out of the shop")
            return
        try:
            status = entry.stat()
        except OSError:
            if real:
                yield Entry(path, _NOTHING, "a symbolic link that leads nowhere")
            return
        if stat.S_ISDIR(status.st_mode):
            real = real or above[-1] + os.sep + entry.name
            if real in above:
                yield Entry(path, _NOTHING, "a symbolic link in a circle")
            else:
                yield from self._walk(entry.path, path + "/", (*above, real), skip, entered)
        elif stat.S_ISREG(status.st_mode):
            yield Entry(path, _stamp(status))
        else:
            yield Entry(path, _stamp(status), "a pipe, socket or device")


def _named(problem: OSError, path: Path) -> OSError:
    """The same refusal with the file that it is about: an open file forgets its name, a temporary one tells nothing."""
    return OSError(problem.errno, problem.strerror, os.fspath(path))


def _stamp(status: os.stat_result) -> Stamp:
    return Stamp(status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)
