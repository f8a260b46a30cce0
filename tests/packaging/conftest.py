import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
NOT_SOURCES = (".git", ".venv", ".shopgen", ".hypothesis", "public", "edge", "__pycache__", ".*_cache", "*.egg-info")


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A copy of the repository's files that a test may change."""
    return Path(shutil.copytree(ROOT, tmp_path / "tree", ignore=shutil.ignore_patterns(*NOT_SOURCES)))
