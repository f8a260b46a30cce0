"""Writes requirements.lock and requirements-test.lock from pyproject.toml, for every platform at once.

    python tools/lock.py               keeps the locked versions where they still fit
    python tools/lock.py --upgrade     takes the newest of all; other arguments go to `uv pip compile` too

Needs uv, or pip to fetch it into a folder that is thrown away.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RUN = ("--extra", "phone")
TESTED = (*RUN, "--extra", "test", "--extra", "fast")


def find_uv(scratch: Path) -> str:
    found = shutil.which("uv")
    if found:
        return found
    subprocess.run([sys.executable, "-m", "pip", "install", "--quiet", "--target", scratch, "uv"], check=True)
    return str(shutil.which("uv", path=scratch / "bin"))


def compile_lock(uv: str, target: str, *arguments: str) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    oldest = project["project"]["requires-python"].removeprefix(">=")
    command = [uv, "pip", "compile", "--quiet", "--no-config", "--universal", "--python-version", oldest]
    command += ["--generate-hashes", "--no-header", "--no-emit-index-url", "--no-emit-find-links"]
    command += ["--output-file", target, *arguments, "pyproject.toml", "-"]
    build_backend = "\n".join(project["build-system"]["requires"])
    subprocess.run(command, cwd=ROOT, input=build_backend, text=True, check=True)


def main(arguments: list[str]) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        uv = find_uv(Path(scratch))
        compile_lock(uv, "requirements.lock", *RUN, *arguments)
        compile_lock(uv, "requirements-test.lock", *TESTED, "--constraint", "requirements.lock", *arguments)


if __name__ == "__main__":
    main(sys.argv[1:])
