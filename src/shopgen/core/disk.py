"""Every touch of the file system in one place, so that a test can make each of them fail.

Writes are atomic: a temporary file in the same folder, then a rename (readers see the old bytes or the new ones).
"""

import os
import re
import stat
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from errno import ELOOP
from itertools import chain
from pathlib import Path

from msgspec import Struct

from shopgen.core.opened import READING, Opened
from shopgen.core.spool import Spool

_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
_CHUNK = 1 << 18

TEMPORARY_PREFIX = ".shopgen-"
_TEMPORARY = re.compile(re.escape(TEMPORARY_PREFIX) + "[0-9a-f]{16}")


Content = bytes | Iterable[bytes]
"""What is to be in a file, or pieces of that in order: what is very large need not be there as a whole."""

Place = Path | str
"""Where a file is; as text where there are very many of them."""


class Stamp(Struct, frozen=True, gc=False):
    """What `stat` says of a file. It may save a look at the bytes; it never proves that they are the same."""

    size: int
    mtime_ns: int
    ctime_ns: int
    inode: int


UNSEEN = Stamp(0, 0, 0, 0)
"""What no file looks like: where this was noted, anything that is there later is something else."""


class Entry(Struct, frozen=True, gc=False):
    """A file found by `Disk.walk`. `odd` says why it is not an ordinary readable file, in words."""

    path: str
    stamp: Stamp
    odd: str = ""


class Beside(Struct):
    """What a walk comes by that is none of the files: the folders it entered, and what killed writers left behind."""

    folders: list[str] = []
    leftovers: list[str] = []


class Disk:
    """The real file system, by the system's calls on plain paths: there are as many files as pages."""

    def read(self, path: Place) -> bytes:
        """The whole file; by the system's calls alone, which take a third of the time of a file object."""
        try:
            file = os.open(path, READING)
            try:
                return _whole(file)
            finally:
                os.close(file)
        except OSError as problem:
            raise _named(problem, path) from None

    def write(self, path: Path, content: Content, *, durable: bool = False) -> None:
        """Replaces `path` by `content` at once; makes the folders above it. `durable` waits for the disk."""
        self.make_folder(path.parent)
        self.replace(path, content, durable=durable)

    def replace(self, path: Place, content: Content, *, durable: bool = False) -> None:
        """The same in a folder that is there."""
        temporary = _temporary(path)
        try:
            self.fill(temporary, content, durable)
            self.rename(temporary, path)
        except BaseException as problem:
            raise self._given_up(temporary, path, problem) from None

    def prepare(
        self, path: Path, content: Iterable[bytes], head: Callable[[], bytes], size: int, *, durable: bool = False
    ) -> str:
        """A temporary file, which `rename` puts at `path`: `content` behind a `head` of that size, asked for last."""
        self.make_folder(path.parent)
        temporary = _temporary(path)
        try:
            self.fill(temporary, chain([bytes(size)], content), durable=False)
            self.put_before(temporary, head(), durable)
        except BaseException as problem:
            raise self._given_up(temporary, path, problem) from None
        return temporary

    def _given_up(self, temporary: Place, path: Place, problem: BaseException) -> BaseException:
        """What to raise when `path` could not be written, of which nothing is left."""
        with suppress(OSError):
            self.remove(temporary)
        return _named(problem, path) if isinstance(problem, OSError) else problem

    def put_before(self, path: Place, head: bytes, durable: bool) -> None:
        """Writes over the beginning of a file."""
        with open(path, "r+b") as file:
            file.write(head)
            if durable:
                file.flush()
                os.fsync(file.fileno())

    def fill(self, path: Place, content: Content, durable: bool) -> None:
        """Makes the file `path`, which must not be there yet. Not atomic."""
        file = os.open(path, _NEW, 0o666)
        try:
            for piece in [content] if isinstance(content, bytes) else content:
                written = os.write(file, piece)
                while written < len(piece):
                    written += os.write(file, memoryview(piece)[written:])
            if durable:
                os.fsync(file)
        finally:
            os.close(file)

    def rename(self, source: Place, target: Place) -> None:
        """Puts `source` in the place of `target`, whether that is there or not."""
        os.replace(source, target)

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

    def spool(self, folder: Path) -> Spool:
        """A file without a name, in a folder that is made when it is missing."""
        folder.mkdir(parents=True, exist_ok=True)
        return Spool(folder)

    def open(self, path: Path) -> Opened:
        """A file of which parts are to be read."""
        return Opened(path)

    def read_at(self, file: Opened, offset: int, length: int) -> bytes:
        """A part of a file; less where it ends earlier."""
        return file.part(offset, length)

    def remove(self, path: Place) -> None:
        with suppress(FileNotFoundError):
            os.unlink(path)

    def remove_empty_folder(self, path: Place) -> None:
        """Removes `path` when nothing is in it; leaves it otherwise."""
        with suppress(OSError):
            os.rmdir(path)

    def remove_tree(self, path: Path) -> None:
        """Removes `path` with all that is below it, as far as the system lets us; follows no links."""
        with suppress(OSError):
            path.unlink()
        from shutil import rmtree  # what nobody else asks for while nothing is wrong

        rmtree(path, ignore_errors=True)

    def sweep(self, root: Path) -> None:
        """Removes the temporary files below `root` that writers left behind when they were killed."""
        for folder, _, names in os.walk(root):
            for name in filter(_TEMPORARY.fullmatch, names):
                self.remove(Path(folder, name))

    def make_folder(self, path: Place) -> None:
        """Makes `path` and what is missing above it."""
        try:
            os.mkdir(path)
        except FileExistsError:
            if not os.path.isdir(path):
                raise
        except FileNotFoundError:
            os.makedirs(path, exist_ok=True)

    def stamp(self, path: Place) -> Stamp | None:
        """What `stat` says of `path`; None when it is not there."""
        try:
            return _stamp(os.stat(path))
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            if error.errno != ELOOP:  # a link in a circle is there, though nothing is behind it
                raise
            return _stamp(os.lstat(path))

    def walk(self, root: Path, skip: frozenset[str] = frozenset(), beside: Beside | None = None) -> Iterator[Entry]:
        """All files below `root` with POSIX paths relative to it, in sorted order; folders named in `skip` left out.

        Symbolic links are followed while they stay inside `root`; loops, links that lead out, pipes, sockets and
        devices come back as odd entries and are never opened. What else there is goes into `beside`; `root` itself is
        the empty path there.
        """
        real_root = os.path.realpath(root)
        yield from self._walk(str(root), "", (real_root,), skip, beside or Beside())

    def _walk(
        self, folder: str, prefix: str, above: tuple[str, ...], skip: frozenset[str], beside: Beside
    ) -> Iterator[Entry]:
        """`above` are the real paths of the folders down to this one."""
        try:
            with os.scandir(folder) as found:
                entries = sorted(found, key=lambda entry: entry.name)
            beside.folders.append(prefix.rstrip("/"))
        except (FileNotFoundError, NotADirectoryError):
            return
        except PermissionError:
            yield Entry(prefix.rstrip("/") or ".", UNSEEN, "a folder that cannot be read")
            return
        for entry in entries:
            if entry.name in skip:
                continue
            if not entry.name.startswith(TEMPORARY_PREFIX):
                yield from self._visit(entry, prefix + entry.name, above, skip, beside)
            elif _TEMPORARY.fullmatch(entry.name) and not entry.is_dir():
                beside.leftovers.append(prefix + entry.name)

    def _visit(
        self, entry: "os.DirEntry[str]", path: str, above: tuple[str, ...], skip: frozenset[str], beside: Beside
    ) -> Iterator[Entry]:
        try:
            path.encode()
        except UnicodeEncodeError:
            yield Entry(path.encode(errors="replace").decode(), UNSEEN, "a name that is not valid UTF-8")
            return
        if entry.is_dir(follow_symlinks=False):
            yield from self._walk(entry.path, path + "/", (*above, above[-1] + os.sep + entry.name), skip, beside)
            return
        real = os.path.realpath(entry.path) if entry.is_symlink() else ""
        if real and real != above[0] and not real.startswith(above[0].rstrip(os.sep) + os.sep):
            yield Entry(path, UNSEEN, "a symbolic link that leads out of the shop")
            return
        try:
            status = entry.stat()
        except OSError:
            if real:
                yield Entry(path, UNSEEN, "a symbolic link that leads nowhere")
            return
        if stat.S_ISDIR(status.st_mode):
            if real in above:
                yield Entry(path, UNSEEN, "a symbolic link in a circle")
            else:
                yield from self._walk(entry.path, path + "/", (*above, real), skip, beside)
        elif stat.S_ISREG(status.st_mode):
            yield Entry(path, _stamp(status))
        else:
            yield Entry(path, _stamp(status), "a pipe, socket or device")


def _whole(file: int) -> bytes:
    """All bytes of an open file. A long one comes in one piece: putting pieces together takes longer than reading."""
    chunks = [os.read(file, _CHUNK)]
    if len(chunks[0]) == _CHUNK:
        os.lseek(file, 0, os.SEEK_SET)
        chunks = [os.read(file, os.fstat(file).st_size)]
    while chunk := os.read(file, _CHUNK):
        chunks.append(chunk)
    return b"".join(chunks)


def _temporary(path: Place) -> str:
    return os.path.join(os.path.dirname(path), TEMPORARY_PREFIX + os.urandom(8).hex())


def _named(problem: OSError, path: Place) -> OSError:
    """The same refusal with the file that it is about: an open file forgets its name, a temporary one tells nothing."""
    return OSError(problem.errno, problem.strerror, os.fspath(path))


def _stamp(status: os.stat_result) -> Stamp:
    return Stamp(status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)
