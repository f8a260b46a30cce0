"""`new`: a shop to start from that is in order from the first moment."""

import json
from pathlib import Path

import pytest

STARTER = {
    ".gitignore",
    "README.md",
    "catalog/cups/_category.yaml",
    "catalog/cups/blue-espresso-cup.yaml",
    "catalog/cups/moss-mug.yaml",
    "catalog/images/blue-espresso-cup.jpg",
    "catalog/images/jasmine-tea.jpg",
    "catalog/images/moss-mug.jpg",
    "catalog/tea/_category.yaml",
    "catalog/tea/jasmine-tea.yaml",
    "content/news/we-are-open.md",
    "content/pages/about.md",
    "content/pages/delivery.md",
    "content/pages/privacy.md",
    "shop.yaml",
}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_what_is_made_and_said(folder: Path, shopgen) -> None:
    done = shopgen("new", "my-shop")
    files = {
        path.relative_to(folder / "my-shop").as_posix() for path in (folder / "my-shop").rglob("*") if path.is_file()
    }
    assert {path for path in files if not path.startswith(".shopgen/")} == STARTER
    assert (done.code, done.err) == (0, "")
    assert done.out == (
        "Made a shop with 15 files in my-shop. What to do next:\n"
        "    cd my-shop\n"
        "    shopgen serve    shows the shop while you change it\n"
        "    shopgen build    makes it in public/, for any host of files\n"
        "README.md there tells what is where.\n"
    )


@pytest.mark.parametrize(
    "options",
    [
        [],
        ["--currency", "jpy"],
        ["--currency", "KWD"],
        ["--language", "pl"],
        ["--name", 'Łódź: "Kubki" & #1 - $name {x}'],
        ["--name", "yes"],
        ["--name", "Żółw"],
    ],
)
def test_nothing_is_wrong_with_it(folder: Path, shopgen, options: list[str]) -> None:
    assert shopgen("new", "my-shop", *options).code == 0
    done = shopgen("check", "-s", "my-shop", "--strict")
    assert (done.code, done.out) == (0, done.out)
    assert done.out.startswith("The shop can be built: 3 products, ")


def test_name_currency_and_day_are_filled_in(folder: Path, shopgen, monkeypatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795219200")
    shopgen("new", "tea_and-cups", "--currency", "pln", "--language", "pl")
    settings = (folder / "tea_and-cups" / "shop.yaml").read_text("utf-8")
    assert settings.startswith(
        "# yaml-language-server: $schema=.shopgen/schemas/shop.json\n"
        "name: Tea and cups\nbase_url: https://shop.example/\ncurrency: PLN\nlanguages: pl\n"
    )
    assert "date: 2026-11-21\n" in (folder / "tea_and-cups" / "content/news/we-are-open.md").read_text("utf-8")


def test_each_file_finds_its_schema(folder: Path, shopgen) -> None:
    shopgen("new", "my-shop")
    for file in (folder / "my-shop").rglob("*.yaml"):
        first = file.read_text("utf-8").splitlines()[0]
        schema = (file.parent / first.removeprefix("# yaml-language-server: $schema=")).resolve()
        assert json.loads(schema.read_text("utf-8"))["$schema"], file


def test_an_empty_folder_will_do_and_a_full_one_is_left_alone(folder: Path, shopgen) -> None:
    (folder / "empty").mkdir()
    assert shopgen("new", "empty").code == 0
    (folder / "full").mkdir()
    (folder / "full" / "mine.txt").write_text("mine")
    assert shopgen("new", "full").code == 2
    assert [path.name for path in (folder / "full").iterdir()] == ["mine.txt"]
    (folder / "file").write_text("mine")
    assert shopgen("new", "file").code == 2
