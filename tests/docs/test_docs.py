"""The documentation says what is so: its links lead somewhere, its examples are read, its console blocks run."""

import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from shopgen.cli import COMMANDS
from shopgen.core.codes import CODES
from shopgen.formats.schema import decode
from shopgen.reading.documents.product import ProductDocument
from shopgen.session import Options, Session
from support.inline import picture
from support.workplace import NOON, Workplace

ROOT = Path(__file__).parents[2]
DOCS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])

_LINK = re.compile(r"\]\((?!https?:)([^)#\s]+)[^)]*\)")
_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(path: Path, language: str) -> Iterator[str]:
    return (match[2] for match in _BLOCK.finditer(path.read_text()) if match[1] == language)


@pytest.mark.parametrize("path", DOCS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_lead_to_files(path: Path) -> None:
    text = re.sub(r"```.*?```", "", path.read_text(), flags=re.DOTALL)
    missing = [link for link in _LINK.findall(text) if not (path.parent / link).exists()]

    assert missing == []


@pytest.mark.parametrize("path", DOCS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_console_examples_name_commands_that_exist(path: Path) -> None:
    lines = [line[2:] for block in blocks(path, "console") for line in block.splitlines() if line.startswith("$ ")]
    named = [shlex.split(line)[1] for line in lines if line.startswith("shopgen ")]

    assert [name for name in named if name not in COMMANDS] == []


def test_the_reference_explains_every_code() -> None:
    text = (ROOT / "docs/reference/errors.md").read_text()

    assert [code for code, sentence in CODES.items() if f"## {code}\n" not in text or sentence not in text] == []


@pytest.mark.parametrize("path", [ROOT / "README.md", ROOT / "docs/how-to/variants.md"], ids=lambda path: path.name)
def test_product_examples_are_read_without_findings(path: Path) -> None:
    examples = [block for block in blocks(path, "yaml") if "title:" in block]

    assert examples
    for example in examples:
        assert decode(ProductDocument, example, "example.yaml").findings == ()


def test_the_tutorial_ends_in_a_shop(tmp_path: Path) -> None:
    tutorial = ROOT / "docs/tutorial.md"
    product = next(block for block in blocks(tutorial, "yaml") if block.startswith("title: Green mug"))
    post = next(blocks(tutorial, "markdown"))
    subprocess.run([sys.executable, "-m", "shopgen", "new", "my-shop"], cwd=tmp_path, check=True, capture_output=True)
    shop = tmp_path / "my-shop"
    (shop / "catalog/mugs").mkdir(parents=True, exist_ok=True)
    (shop / "catalog/mugs/green-mug.yaml").write_text(product)
    (shop / "content/news").mkdir(parents=True, exist_ok=True)
    (shop / "content/news/2026-11-22-hello.md").write_text(post)

    session = Session(Options(root=shop, output=shop / "public", cache=shop / ".shopgen", clock=NOON))
    report = session.build()

    assert not report.has_errors
    assert "products/green-mug/index.html" in report.manifest
    assert 'href="/products/green-mug/"' in (shop / "public/news/hello/index.html").read_text()


def test_the_error_of_the_readme_is_the_one_that_is_shown(tmp_path: Path) -> None:
    shown = next(blocks(ROOT / "README.md", "text"))
    example = next(block for block in blocks(ROOT / "README.md", "yaml")).replace("24.00", "24,00")
    workplace = Workplace(tmp_path)
    workplace.write("catalog/mugs/morning-mug.yaml", example)
    workplace.write("catalog/mugs/morning-mug.jpg", picture(800, 1000))
    done = subprocess.run(
        [sys.executable, "-m", "shopgen", "check"], cwd=tmp_path, capture_output=True, text=True, check=False
    )

    assert shown in done.stdout + done.stderr
