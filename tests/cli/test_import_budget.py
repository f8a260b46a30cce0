"""What a command loads before it does anything: a person waits for it."""

import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = {
    "dask",
    "distributed",
    "jinja2",
    "rich",
    "PIL",
    "babel",
    "starlette",
    "uvicorn",
    "watchdog",
    "markdown",
    "nh3",
    "asyncio",
    "msgspec",
}

ROOT = str(Path(__file__).parents[2])
PATH = [folder for folder in sys.path if folder != ROOT]
"""Without the folder in which other tests make theirs: a build that sees one come there has something to do."""

CODE = (
    "import sys; from shopgen.cli import run; run(sys.argv[1:]);"
    "print('\\n', sorted({name.partition('.')[0] for name in sys.modules}))"
)


@pytest.mark.parametrize(
    "arguments", [["--help"], ["version"], ["build", "--help"], ["serve", "--help"], ["new", "--help"]]
)
def test_help_loads_nothing_heavy(arguments: list[str]) -> None:
    path = [f"import sys; sys.path[:0] = {PATH!r}"]
    done = subprocess.run(
        [sys.executable, "-I", "-c", f"{path[0]}; {CODE}", *arguments], capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    loaded = set(eval_list(done.stdout.splitlines()[-1]))
    assert loaded & HEAVY == set()
    assert "click" in loaded


def test_a_build_with_nothing_to_do_loads_nothing_that_makes(shop: Path) -> None:
    run = [sys.executable, "-I", "-c", f"import sys; sys.path[:0] = {PATH!r}; {CODE}", "build"]
    subprocess.run(run, capture_output=True, text=True, timeout=60, check=True)
    done = subprocess.run(run, capture_output=True, text=True, timeout=60, check=True)
    assert "Made 0 of " in done.stdout
    loaded = set(eval_list(done.stdout.splitlines()[-1]))
    assert loaded & (HEAVY - {"msgspec"} | {"yaml", "slugify", "selectolax", "multiprocessing", "concurrent"}) == set()


def test_a_build_without_pictures_loads_nothing_for_them(shop: Path) -> None:
    run = [sys.executable, "-I", "-c", f"import sys; sys.path[:0] = {PATH!r}; {CODE}", "build", "--jobs", "1"]
    whole = subprocess.run(run, capture_output=True, text=True, timeout=60, check=True)
    product = shop / "catalog/mugs/blue.yaml"
    product.write_text(product.read_text().replace("24", "25"))
    edited = subprocess.run(run, capture_output=True, text=True, timeout=60, check=True)
    assert "price 24.00 -> 25.00" in edited.stdout
    for done in (whole, edited):
        loaded = set(eval_list(done.stdout.splitlines()[-1]))
        assert "jinja2" in loaded
        assert loaded & {"PIL", "tomllib", "multiprocessing"} == set()


def test_an_ordinary_build_does_not_load_what_a_cluster_needs(shop: Path) -> None:
    run = [sys.executable, "-I", "-c", f"import sys; sys.path[:0] = {PATH!r}; {CODE}", "build", "--jobs", "1"]
    done = subprocess.run(run, capture_output=True, text=True, timeout=60, check=True)
    loaded = set(eval_list(done.stdout.splitlines()[-1]))
    assert "jinja2" in loaded
    assert loaded & {"dask", "distributed"} == set()


def eval_list(line: str) -> list[str]:
    return [name.strip("' ") for name in line.strip(" []").split(",")]
