"""The rules of the house that a machine can check."""

import ast
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

import shopgen

ROOT = Path(__file__).resolve().parents[2]
LOCKS = ("requirements.lock", "requirements-test.lock")
MODULES = sorted((ROOT / "src").rglob("*.py"))
MONEY_MODULES = ("src/shopgen/model/money.py", "src/shopgen/formats/locale.py")

FORBIDDEN_CALLS = {"eval", "exec", "os.system", "yaml.load", "mktemp", "extractall"}
FORBIDDEN_IMPORTS = {"pickle", "marshal", "shelve"}
FORBIDDEN_ARGUMENTS = {("shell", True), ("verify", False)}

TOOLS = {
    "ruff check": ["-m", "ruff", "check", "--no-cache"],
    "ruff format": ["-m", "ruff", "format", "--no-cache", "--check"],
    "mypy": ["-m", "mypy", "-p", "shopgen", "-m", "build", "-m", "tools.lock"],
    "import-linter": [
        "-c",
        "from importlinter.cli import lint_imports_command as run; run()",
        "--no-cache",
        "--no-logo",
    ],
}


@pytest.mark.slow
@pytest.mark.parametrize("tool", TOOLS)
def test_tool_is_content(tool: str) -> None:
    done = subprocess.run([sys.executable, *TOOLS[tool]], cwd=ROOT, capture_output=True, encoding="utf-8", timeout=240)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.skipif("SHOPGEN_EXPECT_INSTALLED" not in os.environ, reason="not run by build.py")
def test_the_suite_runs_against_the_installed_wheel() -> None:
    site_packages = Path(shopgen.__file__).parents[1]
    assert site_packages.name == "site-packages"
    assert site_packages.is_relative_to(ROOT / ".venv")
    assert str(ROOT / "src") not in sys.path


def test_no_dangerous_calls() -> None:
    found = [f"{path.relative_to(ROOT)}:{place}" for path in MODULES for place in dangers(path.read_text("utf-8"))]
    assert found == []


@pytest.mark.parametrize(
    "source",
    [
        "eval('1')",
        "exec('1')",
        "import os; os.system('ls')",
        "import yaml; yaml.load(text)",
        "import tempfile; tempfile.mktemp()",
        "archive.extractall(folder)",
        "import pickle",
        "from marshal import loads",
        "subprocess.run(command, shell=True)",
        "session.get(url, verify=False)",
    ],
)
def test_a_dangerous_call_is_found(source: str) -> None:
    assert list(dangers(source))


@pytest.mark.parametrize("module", MONEY_MODULES)
def test_money_never_becomes_a_float(module: str) -> None:
    calls = [node for node in ast.walk(parse(module)) if isinstance(node, ast.Call)]
    assert [call.lineno for call in calls if ast.unparse(call.func) == "float"] == []


def test_few_dependencies_at_run_time() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert len(project["dependencies"]) <= 14


@pytest.mark.parametrize("name", LOCKS)
def test_every_locked_package_has_hashes(name: str) -> None:
    packages = locked(name)
    assert packages
    assert [package for package, text in packages.items() if not re.search(r"--hash=sha256:[0-9a-f]{64}", text)] == []


@pytest.mark.parametrize("name", LOCKS)
def test_the_lock_names_no_index(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    assert not re.search(r"://|--(extra-)?index-url|--find-links|--trusted-host| @ ", text)


def test_the_locks_agree_and_hold_what_the_project_asks_for() -> None:
    run, test = ({package: text.split()[0] for package, text in locked(name).items()} for name in LOCKS)
    assert run.items() <= test.items()
    pyproject = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    asked = pyproject["project"]["dependencies"] + pyproject["build-system"]["requires"]
    assert {plain_name(requirement) for requirement in asked} <= run.keys()
    extras = pyproject["project"]["optional-dependencies"]["test"]
    assert {plain_name(requirement) for requirement in extras} <= test.keys()


def test_actions_are_pinned_by_commit() -> None:
    text = "".join(path.read_text("utf-8") for path in (ROOT / ".github" / "workflows").glob("*.yml"))
    used = re.findall(r"uses: (.*)", text)
    assert used
    assert [action for action in used if not re.fullmatch(r"[\w/-]+@[0-9a-f]{40} # v[\d.]+", action)] == []


def parse(module: str) -> ast.Module:
    return ast.parse((ROOT / module).read_text("utf-8"))


def dangers(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Import(names=names) if {name.name.split(".")[0] for name in names} & FORBIDDEN_IMPORTS:
                yield f"{node.lineno}: {ast.unparse(node)}"
            case ast.ImportFrom(module=str(module)) if module.split(".")[0] in FORBIDDEN_IMPORTS:
                yield f"{node.lineno}: {ast.unparse(node)}"
            case ast.Call(func=func, keywords=keywords):
                called = ast.unparse(func)
                arguments = {(word.arg, word.value.value) for word in keywords if isinstance(word.value, ast.Constant)}
                if {called, called.rpartition(".")[2]} & FORBIDDEN_CALLS or arguments & FORBIDDEN_ARGUMENTS:
                    yield f"{node.lineno}: {ast.unparse(node)}"


def locked(name: str) -> dict[str, str]:
    """Package name to its whole entry."""
    text = (ROOT / name).read_text("utf-8")
    entries = re.split(r"^(?=[A-Za-z0-9])", text, flags=re.MULTILINE)
    return {plain_name(entry): entry for entry in entries if entry.strip()}


def plain_name(requirement: str) -> str:
    name = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert name, requirement
    return re.sub(r"[-_.]+", "-", name[0]).lower()
