"""The one place that touches the file system."""

import errno
import os
import socket
from pathlib import Path

import pytest

from shopgen.core.disk import Beside, Disk, Stamp
from support.failing_disk import CountingDisk, DyingDisk, FailingDisk, Killed


def walked(root: Path, **options: frozenset[str]) -> dict[str, str]:
    return {entry.path: entry.odd for entry in Disk().walk(root, **options)}


def tree(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def test_walk_gives_files_in_order_with_posix_paths(tmp_path: Path) -> None:
    for path in ("b.txt", "a/z.txt", "a/b/c.txt", "skipped/x.txt", "a/skipped/y.txt", ".shopgen-manifest.json"):
        Disk().write(tmp_path / path, b"")
    assert list(walked(tmp_path, skip=frozenset({"skipped"}))) == ["a/b/c.txt", "a/z.txt", "b.txt"]


def test_walk_of_nothing_or_of_a_file_is_empty(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    assert walked(tmp_path / "missing") == walked(tmp_path / "file") == {}


def test_walk_names_odd_entries_and_opens_none(tmp_path: Path) -> None:
    root = tmp_path / "root"
    (root / "folder").mkdir(parents=True)
    os.mkfifo(root / "fifo")
    listener = socket.socket(socket.AF_UNIX)
    try:
        listener.bind(str(root / "socket"))
    finally:
        listener.close()
    (root / "broken").symlink_to("nowhere")
    (root / "itself").symlink_to("itself")
    (root / "folder" / "up").symlink_to("..")
    (root / "out").symlink_to("/etc")
    (root / "beside").symlink_to(tmp_path / "root-beside")
    (root / "good").symlink_to("fifo-not.txt")
    (root / "fifo-not.txt").write_bytes(b"x")
    assert walked(root) == {
        "beside": "a symbolic link that leads out of the shop",
        "broken": "a symbolic link that leads nowhere",
        "fifo": "a pipe, socket or device",
        "fifo-not.txt": "",
        "folder/up": "a symbolic link in a circle",
        "good": "",
        "itself": "a symbolic link that leads nowhere",
        "out": "a symbolic link that leads out of the shop",
        "socket": "a pipe, socket or device",
    }


def test_walk_follows_links_inside_the_root(tmp_path: Path) -> None:
    Disk().write(tmp_path / "a" / "x.txt", b"")
    (tmp_path / "b").symlink_to("a")
    assert walked(tmp_path) == {"a/x.txt": "", "b/x.txt": ""}


@pytest.mark.skipif(os.name == "nt", reason="names there are always Unicode")
def test_walk_names_what_is_not_utf8(tmp_path: Path) -> None:
    (Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt"))).write_bytes(b"")
    assert walked(tmp_path) == {"caf?.txt": "a name that is not valid UTF-8"}


def test_walk_names_a_folder_that_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Disk().write(tmp_path / "closed" / "x.txt", b"")
    scan = os.scandir

    def refuse(path: str) -> "os._ScandirIterator[str]":
        if path.endswith("closed"):
            raise PermissionError(errno.EACCES, "no", path)
        return scan(path)

    monkeypatch.setattr(os, "scandir", refuse)
    assert walked(tmp_path) == {"closed": "a folder that cannot be read"}


def test_walk_leaves_out_what_vanishes(tmp_path: Path) -> None:
    Disk().write(tmp_path / "a" / "x.txt", b"")
    Disk().write(tmp_path / "b.txt", b"")
    found = []
    for entry in Disk().walk(tmp_path):
        found.append(entry.path)
        (tmp_path / "b.txt").unlink(missing_ok=True)
    assert found == ["a/x.txt"]


def test_walk_tells_of_the_folders_that_it_entered_and_of_what_killed_writers_left(tmp_path: Path) -> None:
    temporary = ".shopgen-0123456789abcdef"
    for path in ("a/x.txt", f"a/{temporary}", ".shopgen-0123", f"skipped/{temporary}", f"{temporary.upper()}"):
        Disk().write(tmp_path / path, b"")
    (tmp_path / "b" / temporary).mkdir(parents=True)
    beside = Beside()
    assert [entry.path for entry in Disk().walk(tmp_path, frozenset(("skipped",)), beside)] == [
        temporary.upper(),
        "a/x.txt",
    ]
    assert beside == Beside(["", "a", "b"], [f"a/{temporary}"])


def test_write_replaces_at_once_and_leaves_nothing_else(tmp_path: Path) -> None:
    Disk().write(tmp_path / "a" / "b.txt", b"old")
    Disk().write(tmp_path / "a" / "b.txt", b"new", durable=True)
    assert tree(tmp_path) == {"a/b.txt": b"new"}


@pytest.mark.parametrize("number", range(3))
def test_a_failed_write_leaves_the_old_file_and_no_other(tmp_path: Path, number: int) -> None:
    path = tmp_path / "b.txt"
    path.write_bytes(b"old")
    with pytest.raises(OSError, match="made to fail"):
        FailingDisk(number, errno.ENOSPC).write(path, b"new one")
    assert tree(tmp_path) == {"b.txt": b"old"}


@pytest.mark.parametrize("number", range(3))
def test_a_killed_write_leaves_the_old_file_and_at_most_what_sweep_removes(tmp_path: Path, number: int) -> None:
    path = tmp_path / "deep" / "b.txt"
    Disk().write(path, b"old")
    with pytest.raises(Killed):
        DyingDisk(number).write(path, b"new one")
    assert list(walked(tmp_path)) == ["deep/b.txt"]
    Disk().sweep(tmp_path)
    assert tree(tmp_path) == {"deep/b.txt": b"old"}


def test_sweep_keeps_names_that_only_resemble_ours(tmp_path: Path) -> None:
    for name in (
        ".shopgen-manifest.json",
        ".shopgen-0123",
        ".shopgen-0123456789abcdef.txt",
        "a.shopgen-0123456789abcdef",
    ):
        (tmp_path / name).write_bytes(b"")
    before = tree(tmp_path)
    (tmp_path / ".shopgen-0123456789abcdef").write_bytes(b"")
    Disk().sweep(tmp_path)
    assert tree(tmp_path) == before


@pytest.mark.parametrize("at_once", [1 << 30, 100_000])
@pytest.mark.parametrize("length", [0, 1, (1 << 18) - 1, 1 << 18, (1 << 18) + 1, 1 << 20])
def test_a_file_is_read_to_its_end_however_much_comes_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, length: int, at_once: int
) -> None:
    content = os.urandom(length)
    (tmp_path / "file").write_bytes(content)
    read = os.read
    monkeypatch.setattr(os, "read", lambda file, size: read(file, min(size, at_once)))
    assert Disk().read(tmp_path / "file") == content


def test_append_returns_where_it_wrote(tmp_path: Path) -> None:
    disk, path = Disk(), tmp_path / "a" / "pack"
    assert [disk.append(path, b"abc"), disk.append(path, b"de")] == [0, 3]
    file = disk.open(path)
    assert disk.read_at(file, 1, 3) == b"bcd"
    assert disk.read_at(file, 3, 99) == b"de"
    assert disk.read_at(file, 9, 9) == b""


def test_an_opened_file_is_read_to_the_end_though_it_is_removed(tmp_path: Path) -> None:
    disk, path = Disk(), tmp_path / "pack"
    disk.append(path, b"abc")
    file = disk.open(path)
    disk.remove(path)
    assert disk.read_at(file, 0, 3) == b"abc"


def test_a_file_is_closed_when_nobody_holds_it(tmp_path: Path) -> None:
    path = tmp_path / "pack"
    path.write_bytes(b"")
    before = os.open(path, os.O_RDONLY)
    os.close(before)
    for _ in range(3):
        Disk().open(path)
    again = os.open(path, os.O_RDONLY)
    os.close(again)
    assert again == before
    with pytest.raises(FileNotFoundError):
        Disk().open(tmp_path / "missing")


def test_removing_what_is_not_there_is_fine(tmp_path: Path) -> None:
    disk = Disk()
    disk.remove(tmp_path / "missing")
    disk.remove_empty_folder(tmp_path / "missing")
    disk.remove_tree(tmp_path / "missing")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "x").write_bytes(b"")
    disk.remove_empty_folder(tmp_path / "full")
    assert tree(tmp_path) == {"full/x": b""}
    disk.remove_tree(tmp_path / "full")
    assert tree(tmp_path) == {}


def test_remove_tree_takes_a_link_and_not_what_it_leads_to(tmp_path: Path) -> None:
    Disk().write(tmp_path / "kept" / "x", b"")
    (tmp_path / "link").symlink_to("kept")
    Disk().remove_tree(tmp_path / "link")
    assert [path.name for path in tmp_path.iterdir()] == ["kept"]
    assert tree(tmp_path) == {"kept/x": b""}


def test_a_stamp_changes_with_the_file(tmp_path: Path) -> None:
    disk, path = CountingDisk(), tmp_path / "x"
    assert disk.stamp(path) is None
    disk.write(path, b"a")
    first = disk.stamp(path)
    assert disk.stamp(path) == first
    disk.write(path, b"b")
    assert disk.stamp(path) != first
    assert isinstance(first, Stamp)
    assert disk.stamp(path / "below") is None
