"""What opens pictures may take all memory, never end or die: it costs one answer."""

import math
import multiprocessing
import operator
import os
import signal
import sys
import threading
from pathlib import Path

import pytest

from shopgen.formats.picture import BrokenPicture, facts
from shopgen.formats.picture.cell import Cell

linux = pytest.mark.skipif(sys.platform != "linux", reason="no such limits here")


@pytest.fixture
def cell():
    cell = Cell(seconds=1, memory=100_000_000)
    yield cell
    cell.end()


def test_an_answer_is_plain_data(cell):
    assert cell.ask(sum, (1, 2, 3), kind=int) == 6
    assert cell.ask(operator.mul, b"a" * 3, 1_000_000, kind=bytes) == b"aaa" * 1_000_000


def test_what_is_broken_there_is_broken_here(cell):
    with pytest.raises(BrokenPicture, match="not a picture that can be read"):
        cell.ask(facts, b"", kind=bytes)


@linux
def test_what_never_ends_is_ended(cell):
    with pytest.raises(BrokenPicture, match="it takes more than the limit of 1 seconds to open"):
        cell.ask(math.factorial, 10_000_000, kind=int)
    assert cell.ask(sum, (1, 2), kind=int) == 3


@linux
def test_what_takes_all_memory_gets_none(cell):
    with pytest.raises(BrokenPicture, match="it takes more than the limit of 768,000,000 bytes of memory to open"):
        cell.ask(bytearray, 200_000_000, kind=bytes)
    assert cell.ask(sum, (1, 2), kind=int) == 3


@pytest.mark.parametrize("death", [(os._exit, 0), (os._exit, 3), (os.kill, 0, 9), (os.abort,)], ids=str)
def test_who_dies_is_replaced(cell, death):
    function, *arguments = death
    cell.holds = "something"
    if function is os.kill:
        arguments[0] = cell.ask(os.getpid, kind=int)
    with pytest.raises(
        BrokenPicture, match="the process that opened it died: it ran out of memory, or a library broke"
    ):
        cell.ask(function, *arguments, kind=int)
    assert cell.holds is None
    assert cell.ask(sum, (1, 2), kind=int) == 3


@linux
def test_who_was_killed_meanwhile_is_replaced(cell):
    process = cell.ask(os.getpid, kind=int)
    cell.holds = "something"
    os.kill(process, signal.SIGTERM)
    while "zombie" not in Path(f"/proc/{process}/status").read_text():
        pass
    cell.start()
    assert cell.holds is None
    assert cell.ask(os.getpid, kind=int) != process


def test_what_is_printed_there_is_no_answer(cell, capfd):
    for stream in (1, 2):
        assert cell.ask(os.write, stream, b"libtiff: ...", kind=int) == 12
    assert capfd.readouterr() == ("", "")


def test_threads_get_each_their_own_answer(cell):
    answers = {}

    def ask(number: int) -> None:
        answers[number] = [cell.ask(sum, (number, each), kind=int) for each in range(40)]

    threads = [threading.Thread(target=ask, args=(1000 * number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == {number: [number + each for each in range(40)] for number in (0, 1000, 2000, 3000)}


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
def test_a_forked_process_asks_its_own(cell):
    mine = cell.ask(os.getpid, kind=int)
    receiver, sender = multiprocessing.Pipe()
    child = os.fork()
    if child == 0:
        sender.send(cell.ask(os.getpid, kind=int))
        os._exit(0)
    assert receiver.recv() not in (mine, child)
    os.waitpid(child, 0)
    assert cell.ask(os.getpid, kind=int) == mine


def test_the_folder_one_works_in_is_not_where_libraries_are_looked_for(tmp_path: Path, monkeypatch):
    (tmp_path / "PIL").mkdir()
    (tmp_path / "PIL/__init__.py").write_text("raise SystemExit(1)")
    monkeypatch.chdir(tmp_path)
    cell = Cell()
    assert cell.ask(sum, (1, 2), kind=int) == 3
    cell.end()


def test_it_ends_with_who_asks(cell):
    process = cell.ask(os.getpid, kind=int)
    assert cell.end() in {0, -9}  # it has a second, which may be short
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)
