"""build.py: what it decides, without a network."""

import ast
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture
def script(root: Path, tmp_path: Path) -> ModuleType:
    """build.py in a folder of its own, with an environment that is never really made."""
    for name in ("build.py", "pyproject.toml", "requirements.lock", "requirements-test.lock"):
        shutil.copy(root / name, tmp_path)
    (tmp_path / "src").mkdir()
    spec = importlib.util.spec_from_file_location("build_script", tmp_path / "build.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def steps(script: ModuleType, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    taken: list[str] = []

    def record(what: str, *command: str) -> bool:
        taken.append(what)
        if what.startswith("making"):
            script.PYTHON.parent.mkdir(parents=True)
            script.PYTHON.touch()
        return True

    monkeypatch.setattr(script, "step", record)
    monkeypatch.setattr(script.shutil, "which", lambda name: None)
    return taken


EVERYTHING = ["making .venv", "installing requirements.lock", "installing shopgen"]


def test_the_second_time_nothing_is_installed(script: ModuleType, steps: list[str]) -> None:
    script.prepare(script.RUN_LOCK)
    assert steps == EVERYTHING
    script.prepare(script.RUN_LOCK)
    assert steps == EVERYTHING


def test_a_changed_source_replaces_only_the_package(script: ModuleType, steps: list[str]) -> None:
    script.prepare(script.RUN_LOCK)
    steps.clear()
    (script.ROOT / "src" / "new.py").touch()
    script.prepare(script.RUN_LOCK)
    assert steps == ["installing shopgen"]


def test_the_tests_add_to_what_is_there_and_stay(script: ModuleType, steps: list[str]) -> None:
    script.prepare(script.RUN_LOCK)
    steps.clear()
    script.prepare(script.TEST_LOCK)
    assert steps == ["installing requirements-test.lock", "installing shopgen"]
    script.prepare(script.RUN_LOCK)
    assert len(steps) == 2


@pytest.mark.parametrize("damage", ["changed lock", "no python", "no stamp", "torn stamp", "other python", "uv left"])
def test_made_anew(script: ModuleType, steps: list[str], damage: str) -> None:
    script.prepare(script.RUN_LOCK)
    steps.clear()
    match damage:
        case "changed lock":
            script.RUN_LOCK.write_text("")
        case "no python":
            script.PYTHON.unlink()
        case "no stamp":
            script.STAMP.unlink()
        case "torn stamp":
            script.STAMP.write_text('{"python": ')
        case "other python":
            script.STAMP.write_text(json.dumps({**script.read_stamp(), "made by": "cpython-310 and pip"}))
        case "uv left":
            script.STAMP.write_text(json.dumps({**script.read_stamp(), "made by": "cpython-311 and uv"}))
    script.prepare(script.RUN_LOCK)
    assert steps == EVERYTHING


def test_without_ensurepip_it_names_the_package(
    script: ModuleType, steps: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(script.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(SystemExit) as stopped:
        script.prepare(script.RUN_LOCK)
    assert stopped.value.code == 3
    package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    assert capsys.readouterr().err.endswith(f"(no ensurepip). Install it: apt install {package}\n")


def test_an_old_python_is_named(
    script: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(script.sys, "version_info", (3, 9, 18))
    with pytest.raises(SystemExit) as stopped:
        script.main([])
    assert stopped.value.code == 3
    assert capsys.readouterr().err == "build.py: shopgen needs Python 3.11 or newer, this is 3.9\n"


def test_an_old_python_can_read_it(root: Path) -> None:
    ast.parse((root / "build.py").read_text("utf-8"), feature_version=(3, 9))


def test_a_failing_step_shows_its_output(script: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    assert not script.step("failing", sys.executable, "-c", "print('the reason'); raise SystemExit(1)")
    assert capsys.readouterr().err == "build.py: failing\nthe reason\n"
    assert script.step("working", sys.executable, "-c", "print('noise')")
    assert capsys.readouterr().err == "build.py: working\n"


def test_a_browser_is_found_by_name_or_on_the_path(
    script: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SHOPGEN_CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert script.find_browser() is None
    browser = tmp_path / ("google-chrome.exe" if os.name == "nt" else "google-chrome")
    browser.touch(mode=0o755)
    assert Path(script.find_browser()) == browser
    monkeypatch.setenv("SHOPGEN_CHROMIUM", "/opt/browser")
    assert script.find_browser() == "/opt/browser"


def test_a_browser_comes_from_apt_then_from_playwright(script: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def refuse(what: str, *command: str) -> bool:
        asked.append(command[0])
        return False

    monkeypatch.setattr(script, "step", refuse)
    monkeypatch.setattr(script, "find_browser", lambda: None)
    monkeypatch.setattr(script.shutil, "which", lambda name: "/usr/bin/" + name)
    monkeypatch.setattr(script.os, "geteuid", lambda: 0, raising=False)
    assert script.get_browser() is None
    assert asked == ["apt-get", "apt-get", str(script.PYTHON)]


@pytest.mark.skipif(shutil.which("bash") is None or os.name == "nt", reason="needs bash")
@pytest.mark.parametrize("with_samples", [True, False])
def test_ci_run_calls_exactly_build_py_test(root: Path, tmp_path: Path, with_samples: bool) -> None:
    repository = tmp_path / "repository"
    shutil.copytree(root / ".ci", repository / ".ci")
    (repository / "build.py").write_text(
        "import os, sys; print(sys.argv, os.environ.get('SHOPGEN_SAMPLES')); sys.exit(7)"
    )
    samples = tmp_path / "shared" / "samples"
    if with_samples:
        samples.mkdir(parents=True)
    clean = {name: value for name, value in os.environ.items() if name != "SHOPGEN_SAMPLES"}

    done = subprocess.run(
        ["bash", ".ci/run"], cwd=repository, env=clean, capture_output=True, text=True, stdin=subprocess.DEVNULL
    )

    assert done.stdout == f"['build.py', 'test'] {samples if with_samples else None}\n"
    assert done.returncode == 7
