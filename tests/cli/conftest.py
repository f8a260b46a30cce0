"""The command line, run in this process and in one of its own."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec import Struct

from shopgen.cli import run
from support.inline import lay
from support.processes import without_progress
from support.workplace import Workplace

SHOP = """\
-- shop.yaml --
name: Glinka
base_url: https://glinka.example/
currency: EUR
time_zone: Europe/Warsaw
checkout:
  enquiry: {email: studio@glinka.example}
-- catalog/mugs/_category.yaml --
title: Mugs
summary: For tea.
-- catalog/mugs/blue.yaml --
title: Blue mug
sku: MUG-BLUE
price: 24
summary: It is blue.
description: Very blue.
-- catalog/mugs/green.yaml --
title: Green mug
sku: MUG-GREEN
price: 22
summary: It is green.
description: Very green.
-- content/news/hello.md --
---
title: Hello
date: 2026-01-05
summary: We are here.
---
We are open.
"""


class Outcome(Struct, frozen=True):
    code: int
    out: str
    err: str


Run = Callable[..., Outcome]


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small shop with the installed theme, in the current folder."""
    root = lay(tmp_path / "shop", SHOP)
    shutil.rmtree(root / "themes")
    monkeypatch.chdir(root)
    for name in (
        "SOURCE_DATE_EPOCH",
        "SHOPGEN_BASE_URL",
        "SHOPGEN_CACHE_DIR",
        "SHOPGEN_IMAGE_CACHE",
        "NO_COLOR",
        "FORCE_COLOR",
    ):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "100")
    return root


@pytest.fixture
def bare(shop: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workplace:
    """The same shop with a theme of a few lines, in the current folder."""
    workplace = Workplace(tmp_path / "bare", SHOP.replace("currency: EUR\n", "currency: EUR\ntheme: bare\n"))
    monkeypatch.chdir(workplace.root)
    return workplace


@pytest.fixture
def shopgen(capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command here; `--jobs 1`, because a test's threads must not be forked."""

    def shopgen(*arguments: str) -> Outcome:
        capsys.readouterr()
        jobs = ["--jobs", "1"] if arguments[:1] == ("build",) and "--jobs" not in arguments else []
        code = run([*arguments, *jobs])
        out, err = capsys.readouterr()
        return Outcome(code, out, without_progress(err))

    return shopgen


@pytest.fixture
def process() -> Run:
    """Runs a command in a process of its own."""

    def process(*arguments: str, **variables: str) -> Outcome:
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), **variables}
        command = [sys.executable, "-m", "shopgen", *arguments]
        done = subprocess.run(command, env=environment, capture_output=True, encoding="utf-8", timeout=60)
        return Outcome(done.returncode, done.stdout, without_progress(done.stderr))

    return process
