"""docs/reference/ says what the code says."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from shopgen.cli import COMMANDS
from shopgen.core.codes import CODES

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def reference() -> ModuleType:
    spec = importlib.util.spec_from_file_location("reference", ROOT / "tools" / "reference.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", ["commands.md", "errors.md", "files.md", "limits.md"])
def test_reference_is_current(reference: ModuleType, name: str) -> None:
    written = (ROOT / "docs" / "reference" / name).read_text("utf-8")
    assert written == reference.page(name), "run `python -m tools.reference`"


def test_every_command_is_documented() -> None:
    text = (ROOT / "docs" / "reference" / "commands.md").read_text("utf-8")
    assert [name for name in COMMANDS if f"\n## shopgen {name}\n" not in text] == []
    modules = {path.stem for path in (ROOT / "src" / "shopgen" / "commands").glob("*.py")}
    assert set(COMMANDS) <= modules


def test_every_code_has_a_place_in_the_reference() -> None:
    text = (ROOT / "docs" / "reference" / "errors.md").read_text("utf-8")
    assert [code for code in CODES if f"\n## {code}\n" not in text] == []
