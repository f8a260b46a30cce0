"""What a command loads before it does anything: a person waits for it."""

import subprocess
import sys

import pytest

HEAVY = {"jinja2", "rich", "PIL", "babel", "starlette", "uvicorn", "watchdog", "markdown", "nh3", "asyncio", "msgspec"}


@pytest.mark.parametrize(
    "arguments", [["--help"], ["version"], ["build", "--help"], ["serve", "--help"], ["new", "--help"]]
)
def test_help_loads_nothing_heavy(arguments: list[str]) -> None:
    code = (
        "import sys; from shopgen.cli import run; run(sys.argv[1:]);"
        "print('\\n', sorted({name.partition('.')[0] for name in sys.modules}))"
    )
    path = [f"import sys; sys.path[:0] = {sys.path!r}"]
    done = subprocess.run(
        [sys.executable, "-I", "-c", f"{path[0]}; {code}", *arguments], capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    loaded = set(eval_list(done.stdout.splitlines()[-1]))
    assert loaded & HEAVY == set()
    assert "click" in loaded


def eval_list(line: str) -> list[str]:
    return [name.strip("' ") for name in line.strip(" []").split(",")]
