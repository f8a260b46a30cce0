"""One build at a time."""

import errno
import os
import sys
import threading
import time
from pathlib import Path
from types import SimpleNamespace

import pytest

from shopgen.core.failures import BusyFailure
from shopgen.engine.lock import locked

fcntl = pytest.importorskip("fcntl")


def test_the_second_is_told_who_is_first(tmp_path: Path) -> None:
    path = tmp_path / "new" / "lock"
    with locked(path):
        began = time.monotonic()
        message = rf"^another shopgen is at work in this folder \(process {os.getpid()}\)$"
        with pytest.raises(BusyFailure, match=message) as busy, locked(path, patience=0.2):
            pass
        assert time.monotonic() - began >= 0.2
    assert (busy.value.hint, busy.value.exit_code) == ("wait until it ends", 75)


def test_a_lock_without_a_name_is_held_by_an_unknown(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        with pytest.raises(BusyFailure, match=r"\(process unknown\)$"), locked(path, patience=0):
            pass


def test_the_second_waits_for_the_first(tmp_path: Path) -> None:
    order = []

    def hold() -> None:
        with locked(tmp_path / "lock"):
            order.append("first")
            held.set()
            time.sleep(0.2)
            order.append("first ends")

    held = threading.Event()
    first = threading.Thread(target=hold)
    first.start()
    held.wait()
    with locked(tmp_path / "lock"):
        order.append("second")
    first.join()
    assert order == ["first", "first ends", "second"]


def test_a_lock_is_free_again_after_an_error(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), locked(tmp_path / "lock"):
        raise ZeroDivisionError
    with locked(tmp_path / "lock", patience=0):
        assert (tmp_path / "lock").read_text() == str(os.getpid())


def test_a_disk_that_cannot_lock_is_no_other_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(file: object, how: int) -> None:
        raise OSError(errno.ENOLCK, "no locks available")

    monkeypatch.setattr("fcntl.flock", refuse)
    with pytest.raises(OSError, match="no locks available"), locked(tmp_path / "lock"):
        pass


def test_without_fcntl_a_byte_behind_the_name_is_locked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A stand-in for Windows, where this was never seen."""
    locks: list[tuple[int, int]] = []

    def lock_byte(file: int, how: int, length: int) -> None:
        place = os.lseek(file, 0, os.SEEK_CUR)
        if locks:
            raise OSError(errno.EACCES, "locked")
        locks.append((place, length))

    monkeypatch.setitem(sys.modules, "fcntl", None)
    monkeypatch.setitem(sys.modules, "msvcrt", SimpleNamespace(locking=lock_byte, LK_NBLCK=2))
    with locked(tmp_path / "lock"):
        assert (tmp_path / "lock").read_text() == str(os.getpid())
        with pytest.raises(BusyFailure), locked(tmp_path / "lock", patience=0):
            pass
    assert locks == [(1 << 30, 1)]
