"""Whether any of many files was touched is told by several processes, and never wrongly."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from shopgen.core.disk import Disk, Stamp
from shopgen.engine import stamped as module
from shopgen.engine.stamped import Stamped, looked_at, stamped

pytestmark = pytest.mark.usefixtures("alone")

FILES = ["index.html", "a/index.html", "a/b/index.html", "żółw/index.html", "z.txt", *(f"many/{n}" for n in range(9))]
FOLDERS = ["", "a", "a/b", "żółw", "many", "empty"]


@pytest.fixture(autouse=True)
def top(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(module, "_SHARE", 3)
    for folder in FOLDERS:
        (tmp_path / folder).mkdir(exist_ok=True)
    for file in FILES:
        (tmp_path / file).write_text(file)
    return tmp_path


def seen(top: Path) -> Stamped:
    return stamped(top, {file: stamp_of(top / file) for file in FILES}, FOLDERS)


def stamp_of(path: Path) -> Stamp:
    stamp = Disk().stamp(path)
    assert stamp is not None
    return stamp


def is_same(before: Stamped, top: Path) -> bool:
    with looked_at(before, top) as question:
        return question()


def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "fork")


def one_processor(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 1)


def no_names_from_a_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "supports_dir_fd", set())


@pytest.mark.parametrize("here", [alone, one_processor, no_names_from_a_folder, lambda monkeypatch: None])
def test_every_touch_is_told(
    top: Path, monkeypatch: pytest.MonkeyPatch, here: Callable[[pytest.MonkeyPatch], None]
) -> None:
    here(monkeypatch)
    before = seen(top)
    assert is_same(before, top)
    for file in FILES:
        (top / file).write_text("other")
        assert not is_same(before, top)
        before = seen(top)
    for folder in FOLDERS:
        (top / folder / "new").write_text("")
        assert not is_same(before, top)
        before = seen(top)
    assert is_same(before, top)


def test_what_is_gone_is_an_error_or_a_no(top: Path) -> None:
    before = seen(top)
    (top / "z.txt").unlink()
    try:
        assert not is_same(before, top)
    except FileNotFoundError as problem:
        assert problem.filename == "z.txt"  # noqa: PT017 - it depends on which process looks


def test_files_that_were_written_are_known_again(top: Path) -> None:
    before = seen(top)
    for written in (["index.html"], ["many/8", "a/b/index.html"], FILES):
        for file in written:
            (top / file).unlink()
            (top / file).write_text(f"{file} again")
        before = before.again(top, {file: stamp_of(top / file) for file in written})
        assert before == seen(top)
        assert is_same(before, top)


def test_a_process_that_dies_is_a_no(top: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before, parent, look = seen(top), os.getpid(), module.stamps_of
    its_last, said = os.pipe()

    def dying(*arguments: Any) -> bytes:
        if os.getpid() != parent:
            os.write(said, b"!")
            os.kill(os.getpid(), 9)
        return look(*arguments)

    monkeypatch.setattr(module, "stamps_of", dying)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    with looked_at(before, top) as question:
        os.close(said)  # then what comes to an end has nobody else to come from
        assert os.read(its_last, 1) == b"!"
        assert not question()
    os.close(its_last)


def test_nothing_is_as_it_was(top: Path) -> None:
    assert is_same(Stamped("", "", b""), top)
