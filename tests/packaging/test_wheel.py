"""The package as others get it: a wheel and an sdist, installed where nothing of the repository is."""

import importlib.util
import os
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import zipfile
from pathlib import Path

import pytest

BIN = "Scripts" if os.name == "nt" else "bin"


@pytest.mark.slow
def test_two_builds_and_the_sdist_give_the_same_wheel(tree: Path, tmp_path: Path) -> None:
    from_tree = build(tree, "wheel").read_bytes()

    for file in tree.rglob("*"):
        os.utime(file, (1_000_000_000, 1_000_000_000))
    again = build(tree, "wheel").read_bytes()
    from_sdist = build(unpacked(build(tree, "sdist"), tmp_path), "wheel").read_bytes()

    assert again == from_tree
    assert from_sdist == from_tree


@pytest.mark.slow
def test_the_wheel_holds_the_themes_and_the_licence(root: Path, tree: Path) -> None:
    with zipfile.ZipFile(build(tree, "wheel")) as wheel:
        names = set(wheel.namelist())

    themes = {f"shopgen/{file.relative_to(root).as_posix()}" for file in (root / "themes").rglob("*") if file.is_file()}
    assert "shopgen/py.typed" in names
    assert any(name.startswith("shopgen/themes/default/") for name in names)
    assert themes <= names
    assert any(name.endswith(".dist-info/licenses/LICENSE") for name in names)
    assert {name.split("/")[0].partition("-")[0] for name in names} == {"shopgen"}


@pytest.mark.slow
def test_the_sdist_holds_what_a_packager_needs(tree: Path) -> None:
    with tarfile.open(build(tree, "sdist")) as sdist:
        names = {name.partition("/")[2] for name in sdist.getnames()}

    expected = {"pyproject.toml", "build.py", "requirements.lock", "requirements-test.lock", "LICENSE", "README.md"}
    expected |= {"NOTICE", "CHANGELOG.md", "tests/conftest.py", "tools/lock.py"}
    assert {name for name in expected if (tree / name).exists()} <= names
    assert not {"public", ".venv", ".shopgen", "edge"} & {name.split("/")[0] for name in names}


@pytest.mark.slow
def test_new_then_build_from_the_installed_wheel_in_an_empty_folder(tree: Path, tmp_path: Path) -> None:
    home = install(build(tree, "wheel"), tmp_path / "installed")
    command = str(home / BIN / "shopgen")
    empty = tmp_path / "empty"
    empty.mkdir()

    assert run([command, "version"], empty) == "shopgen 0.1.0\n"
    run([command, "new", "my-shop"], empty)
    run([command, "build"], empty / "my-shop")

    index = (empty / "my-shop" / "public" / "index.html").read_text("utf-8")
    assert "<h1" in index


def build(tree: Path, kind: str) -> Path:
    out = tree.parent / f"{kind}-of-{tree.name}"
    shutil.rmtree(out, ignore_errors=True)
    run(
        [sys.executable, "-P", "-m", "hatchling", "build", "-t", kind, "-d", str(out)],
        tree,
        SOURCE_DATE_EPOCH="1600000000",
    )
    (built,) = out.iterdir()
    return built


def unpacked(sdist: Path, folder: Path) -> Path:
    run(["tar", "-xzf", str(sdist), "-C", str(folder)], folder)
    return folder / sdist.name.removesuffix(".tar.gz")


def install(wheel: Path, home: Path) -> Path:
    """A fresh environment with this wheel; the dependencies are those of the environment that runs the tests."""
    run([sys.executable, "-m", "venv", "--without-pip", str(home)], wheel.parent)
    python = str(home / BIN / "python")
    alone = ["--quiet", "--no-index", "--no-deps", str(wheel)]
    if importlib.util.find_spec("pip"):
        run([sys.executable, "-m", "pip", "--python", python, "install", *alone], wheel.parent)
    else:
        run(["uv", "pip", "install", "--python", python, *alone], wheel.parent)
    site_packages = run([python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"], wheel.parent).strip()
    Path(site_packages, "dependencies.pth").write_text(sysconfig.get_path("purelib"), "utf-8")
    found = run([python, "-c", "import shopgen; print(shopgen.__file__)"], wheel.parent).strip()
    assert Path(found).is_relative_to(home)
    return home


def run(command: list[str], folder: Path, **variables: str) -> str:
    done = subprocess.run(
        command, cwd=folder, env={**os.environ, **variables}, capture_output=True, encoding="utf-8", timeout=120
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
