"""Broken, odd and huge files in every place of a shop: a finding or a right page, soon, and never an exception."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from shopgen.core.diagnostics import Diagnostic, Span
from support.inline import report
from support.workplace import Workplace

SHOP = """\
-- catalog/mugs/moss.yaml --
title: Moss mug
sku: M-1
price: 24.00
-- content/pages/about.md --
---
title: About
---
Hello
"""
YAML_PLACES = (
    "shop.yaml",
    "catalog/mugs/other.yaml",
    "catalog/mugs/moss.pl.yaml",
    "catalog/mugs/_category.yaml",
    "themes/bare/theme.yaml",
    "locales/en.yaml",
)
TEXT_PLACES = ("content/news/2026-11-01-other.md", "content/pages/other.md")
PLACES = (*YAML_PLACES, *TEXT_PLACES, "static/other.txt", "templates/page.html", "assets/theme.css", "locales/pl.yaml")
SYNTAX = frozenset(
    [
        "file-encoding",
        "file-too-large",
        "front-matter",
        "yaml-alias",
        "yaml-documents",
        "yaml-duplicate-key",
        "yaml-limit",
        "yaml-syntax",
        "yaml-tag",
    ]
)
SECONDS = 2.0


@pytest.fixture(scope="module")
def workplace(tmp_path_factory: pytest.TempPathFactory) -> Workplace:
    workplace = Workplace(tmp_path_factory.mktemp("files"), SHOP)
    workplace.replace("shop.yaml", "theme: bare", "theme: bare\nlanguages: [en, pl]\nmissing_links: warning")
    assert not workplace.build().has_errors
    return workplace


@contextmanager
def replaced(workplace: Workplace, path: str) -> Iterator[Path]:
    """The place for a hostile file; what was there before comes back."""
    file = workplace.root / path
    before = file.read_bytes() if file.is_file() else None
    if before is not None:
        file.unlink()
    file.parent.mkdir(parents=True, exist_ok=True)
    try:
        yield file
    finally:
        if file.is_symlink() or file.is_file() or file.is_fifo():
            file.unlink()
        elif file.is_dir():
            for inside in file.iterdir():
                inside.unlink()
            file.rmdir()
        if before is not None:
            file.write_bytes(before)


def check(workplace: Workplace, path: str) -> list[Diagnostic]:
    """Builds in time; the errors, each of which names a file, a line and what to do."""
    began = time.process_time()
    built = workplace.build()
    assert time.process_time() - began < SECONDS
    errors = [finding for finding in built.findings if finding.is_error]
    for error in errors:
        assert isinstance(error.place, Span), error
        assert error.place.line >= 1
        assert error.hint or error.code in SYNTAX, report([error])
    return errors


def in_file(errors: list[Diagnostic], path: str) -> list[Diagnostic]:
    return [error for error in errors if isinstance(error.place, Span) and error.place.path == path]


@pytest.mark.parametrize("path", YAML_PLACES)
def test_yaml_of_others_is_read_or_refused_with_its_line(workplace: Workplace, samples: Path, path: str) -> None:
    for sample in sorted((samples / "hostile/yaml").iterdir()):
        with replaced(workplace, path) as file:
            file.write_bytes(sample.read_bytes())
            errors = in_file(check(workplace, path), path)
        codes = {error.code for error in errors}
        if sample.name.startswith("accept-"):
            assert not codes & SYNTAX, (sample.name, report(errors))
        elif sample.name.startswith("reject-") and (path, sample.name) != ("locales/en.yaml", "reject-nan-price.yaml"):
            assert errors, sample.name


def test_yaml_of_others_makes_the_product_that_it_describes(workplace: Workplace, samples: Path) -> None:
    path = "catalog/mugs/other.yaml"
    for sample in sorted((samples / "hostile/yaml").glob("accept-*.yaml")):
        with replaced(workplace, path) as file:
            file.write_bytes(sample.read_bytes())
            planned = workplace.plan()
            assert planned.shop is not None
            if not in_file([finding for finding in planned.findings if finding.is_error], path):
                assert "mugs/other" in planned.shop.products
    text = "sku: A\nname: yes\nprice: 1.00\n"
    with replaced(workplace, path) as file:
        file.write_text(text)
        planned = workplace.plan()
    assert planned.shop is not None
    assert planned.shop.products["mugs/other"].texts["en"].title == "yes"


@pytest.mark.parametrize("path", TEXT_PLACES)
def test_texts_of_others_are_read_or_refused_with_their_line(workplace: Workplace, samples: Path, path: str) -> None:
    for sample in sorted((samples / "hostile/markdown").iterdir()):
        with replaced(workplace, path) as file:
            file.write_bytes(sample.read_bytes())
            errors = in_file(check(workplace, path), path)
        if sample.name.startswith(("accept-", "inert-")):
            assert errors == [], (sample.name, report(errors))
        elif sample.name.startswith("reject-"):
            assert errors, sample.name


@pytest.mark.parametrize("path", PLACES)
def test_files_of_the_other_kind_are_findings_too(workplace: Workplace, samples: Path, path: str) -> None:
    """Markdown where YAML belongs, YAML where a text belongs, pictures and bytes everywhere."""
    folder = samples / "hostile"
    several = [
        *(folder / "markdown").iterdir(),
        *(folder / "yaml").iterdir(),
        folder / "images/reject-text-named.jpg",
        folder / "csv/reject-binary-png-named.csv",
        folder / "svg/reject-or-clean-onload.svg",
    ]
    for sample in sorted(several)[:: 3 if path in {*YAML_PLACES, *TEXT_PLACES} else 6]:
        with replaced(workplace, path) as file:
            file.write_bytes(sample.read_bytes())
            check(workplace, path)


@pytest.mark.parametrize("path", PLACES)
@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\0",
        b"\xff\xfe",
        b"\xff\xfea\0",
        b"\xef\xbb\xbf",
        b"\n" * 1000,
        b"\t",
        b"---",
        b"---\n---",
        b"...",
        b"- " * 999,
    ],
    ids=repr,
)
def test_hardly_any_content_is_no_surprise(workplace: Workplace, path: str, content: bytes) -> None:
    with replaced(workplace, path) as file:
        file.write_bytes(content[:80])
        check(workplace, path)


@pytest.mark.parametrize("path", PLACES)
def test_what_is_no_file_is_a_finding_that_names_it(workplace: Workplace, path: str, tmp_path: Path) -> None:
    (tmp_path / "outside").write_text("a: b")
    kinds = {
        "a pipe": lambda file: os.mkfifo(file),
        "a link to itself": lambda file: file.symlink_to(file),
        "a link to nothing": lambda file: file.symlink_to("gone"),
        "a link out of the shop": lambda file: file.symlink_to(tmp_path / "outside"),
        "a link to a device": lambda file: file.symlink_to("/dev/zero"),
    }
    for kind, make in kinds.items():
        with replaced(workplace, path) as file:
            make(file)
            errors = check(workplace, path)
            named = [error for error in errors if error.place is not None and error.place.path == path]
        assert named or (path == "shop.yaml" and errors), (kind, report(errors))


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
@pytest.mark.parametrize("path", PLACES)
def test_a_file_that_may_not_be_read_is_a_finding_that_names_it(workplace: Workplace, path: str) -> None:
    with replaced(workplace, path) as file:
        file.write_text("a: b")
        file.chmod(0)
        assert in_file(check(workplace, path), path)


@pytest.mark.parametrize("path", PLACES)
def test_a_folder_where_a_file_belongs_does_no_harm(workplace: Workplace, path: str) -> None:
    with replaced(workplace, path) as file:
        file.mkdir()
        check(workplace, path)
        (file / "inside.txt").write_text("x")
        check(workplace, path)


@pytest.mark.parametrize("folder", ["catalog", "content", "static", "templates", "locales", "themes", "assets"])
def test_a_file_where_a_folder_belongs_does_no_harm(tmp_path: Path, folder: str) -> None:
    workplace = Workplace(tmp_path, SHOP)
    if (workplace.root / folder).exists():
        workplace.remove(folder)
    workplace.write(folder, "x")

    check(workplace, folder)


@pytest.mark.parametrize("folder", ["catalog/mugs", "content/pages", "content/news", "static", "templates", "assets"])
def test_the_longest_name_and_links_in_a_circle_end(tmp_path: Path, folder: str) -> None:
    workplace = Workplace(tmp_path, SHOP)
    suffix = {"catalog/mugs": ".yaml", "static": ".txt", "templates": ".html", "assets": ".css"}.get(folder, ".md")
    workplace.write(f"{folder}/{'n' * (255 - len(suffix))}{suffix}", "---\ntitle: A\n---\n")
    (workplace.root / folder / "circle").symlink_to(workplace.root / folder, target_is_directory=True)

    errors = check(workplace, folder)

    assert f"{folder}/circle" in {error.place.path for error in errors if error.place is not None}


def test_a_name_that_is_no_text_is_a_finding(tmp_path: Path) -> None:
    workplace = Workplace(tmp_path, SHOP)
    try:
        (Path(os.fsdecode(os.fsencode(workplace.root / "catalog/mugs") + b"/caf\xe9.yaml"))).write_text("title: A\n")
    except OSError:
        pytest.skip("this file system keeps no such names")

    assert {error.code for error in check(workplace, "catalog")} == {"file-name"}
