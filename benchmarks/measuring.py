"""One process and all that it starts: how long it takes, and how much memory (POSIX; memory on Linux only)."""

import ctypes
import os
import re
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryFile
from typing import NamedTuple

SECONDS_BETWEEN_LOOKS = 0.02
CHARACTERS_SHOWN = 2_000
PR_SET_CHILD_SUBREAPER = 36


class Run(NamedTuple):
    wall: float
    cpu: float


def timed(command: Sequence[str]) -> Run:
    """Seconds from start to end, and of all processors. Ends the benchmark when the command fails."""
    return _run(command, lambda pid: os.wait4(pid, 0))


def peak_memory(command: Sequence[str]) -> float:
    """The largest sum in MB, over the process and all that it started, of what each has and its part of what it shares.

    That is PSS, looked at every 20 ms, which costs time: take no other figure from this run.
    """
    peak = 0.0

    def watch(pid: int) -> tuple[int, int, resource.struct_rusage]:
        nonlocal peak
        while True:
            ended = os.wait4(pid, os.WNOHANG)
            if ended[0]:
                return ended
            peak = max(peak, memory(pid))
            time.sleep(SECONDS_BETWEEN_LOOKS)

    _run(command, watch)
    return peak


def _run(command: Sequence[str], wait: Callable[[int], tuple[int, int, resource.struct_rusage]]) -> Run:
    with TemporaryFile() as output:
        others = set(_children(os.getpid()))
        began = time.perf_counter()
        _adopt_orphans()
        child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output, stderr=output)
        _, status, used = wait(child.pid)
        wall = time.perf_counter() - began
        orphans = sum(each.ru_utime + each.ru_stime for each in _orphans(others))
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode:
            output.seek(0)
            told = output.read().decode(errors="replace")[-CHARACTERS_SHOWN:]
            sys.exit(f"{told}\n{' '.join(command)}\nended with {child.returncode}")
    return Run(wall, used.ru_utime + used.ru_stime + orphans)


def _adopt_orphans() -> None:
    """Processes whose parent ended without waiting for them are told to this one, where the system can do that."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def _orphans(others: set[int]) -> Iterator[resource.struct_rusage]:
    """What those used that were adopted; `others` are children of this process for another reason."""
    while adopted := set(_children(os.getpid())) - others:
        for pid in adopted:
            yield os.wait4(pid, 0)[2]


def memory(pid: int) -> float:
    """What a process and all that it started hold now, in MB; 0 where nobody can tell."""
    return sum(map(_shared_out, family(pid)))


def family(pid: int) -> Iterator[int]:
    """A process and all that it started, as far as they live."""
    yield pid
    for child in _children(pid):
        yield from family(child)


def _children(pid: int) -> Iterator[int]:
    tasks = Path(f"/proc/{pid}/task")
    with suppress(OSError):  # it may end at this moment
        for children in [task / "children" for task in tasks.iterdir()]:
            yield from map(int, _text(children).split())


def _shared_out(pid: int) -> float:
    found = re.search(r"^Pss: +(\d+) kB", _text(Path(f"/proc/{pid}/smaps_rollup")), re.MULTILINE)
    return int(found[1]) / 1000 if found else 0.0


def _text(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:
        return ""
