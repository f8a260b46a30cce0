"""`shopgen` in processes of its own."""

import os
import re
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

from support.workplace import Workplace

MOMENT = "2026-11-22T12:00Z"


def start(*arguments: str | Path, variables: dict[str, str] | None = None, **more: Any) -> "subprocess.Popen[str]":
    """A command under way; what it says can be read when it has ended."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), **(variables or {})}
    command = [sys.executable, "-m", "shopgen", *map(str, arguments)]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, env=environment, stdout=pipe, stderr=pipe, text=True, **more)


def start_build(shop: Workplace, *arguments: str | Path, **more: Any) -> "subprocess.Popen[str]":
    return start("build", "-s", shop.root, "--clock", MOMENT, *arguments, **more)


def ended(process: "subprocess.Popen[str]", patience: float = 60) -> tuple[int, str]:
    """The exit code, and what was said on the error stream. Fails when `patience` seconds are not enough."""
    _, errors = process.communicate(timeout=patience)
    return process.returncode, without_progress(errors)


def without_progress(errors: str) -> str:
    """The same without the lines that tell how far a build has come: whether there are any says more of the machine."""
    return re.sub(r"^made [\d,]+ of [\d,]+\n", "", errors, flags=re.MULTILINE)


class Work:
    """Seconds of processors that a process, which leads a session, and all others in it have had (proc(5)).

    The clock says more of what else a machine has to do.
    """

    def __init__(self) -> None:
        """Before the process is started."""
        self._others = _worked_by_children()

    def so_far(self, process: "subprocess.Popen[str]") -> float:
        ticks = 0
        for file in Path("/proc").glob("[0-9]*/stat"):
            with suppress(OSError):  # it has just ended
                fields = file.read_text().rpartition(") ")[2].split()
                its_own, those_that_ended = fields[11:13], fields[13:15]
                if int(fields[3]) == process.pid:
                    ticks += sum(map(int, its_own + those_that_ended))
        return ticks / os.sysconf("SC_CLK_TCK")

    def in_all(self) -> float:
        """When the process has ended."""
        return _worked_by_children() - self._others


def _worked_by_children() -> float:
    times = os.times()
    return times.children_user + times.children_system


def crowd(size: int) -> str:
    """A shop with so many products, as one string."""
    product = "-- catalog/c{0}/p{1}.yaml --\ntitle: Product {1}\nsku: P-{1}\nprice: {1}.50\ndescription: A *{1}*.\n"
    return "".join(product.format(number % 7, number) for number in range(1, size + 1))
