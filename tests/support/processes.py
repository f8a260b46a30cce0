"""`shopgen` in processes of its own."""

import os
import subprocess
import sys
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


def ended(process: "subprocess.Popen[str]") -> tuple[int, str]:
    """The exit code, and what was said on the error stream."""
    _, errors = process.communicate(timeout=60)
    return process.returncode, errors


def crowd(size: int) -> str:
    """A shop with so many products, as one string."""
    product = "-- catalog/c{0}/p{1}.yaml --\ntitle: Product {1}\nsku: P-{1}\nprice: {1}.50\ndescription: A *{1}*.\n"
    return "".join(product.format(number % 7, number) for number in range(1, size + 1))
