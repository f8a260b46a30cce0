"""`clean` removes what shopgen made, and nothing else."""

import shutil
from pathlib import Path


def files(root: Path) -> set[str]:
    return {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()}


def test_everything_that_was_made_is_gone(shop, shopgen) -> None:
    before = files(shop)
    shopgen("build")
    shopgen("schema", "--write")
    (shop / ".shopgen" / "crash-20261122-101500-4711.txt").write_text("details")
    done = shopgen("clean")
    assert (done.code, done.err) == (0, "")
    assert done.out.endswith(" files from public, and the memory in .shopgen\n")
    assert files(shop) == before
    assert not (shop / "public").exists()
    assert not (shop / ".shopgen").exists()


def test_what_others_made_stays(shop, shopgen) -> None:
    shopgen("build")
    for path in ("public/mine.txt", "public/products/blue/mine.txt", ".shopgen/mine.txt", ".shopgen/12x/mine"):
        (shop / path).parent.mkdir(exist_ok=True)
        (shop / path).write_text("mine")
    before = files(shop)
    done = shopgen("clean")
    assert {path for path in before if path.endswith(("mine.txt", "mine"))} == {
        path for path in files(shop) if path.startswith(("public", ".shopgen"))
    }
    assert done.out.endswith("Kept 2 files there that shopgen did not make.\n")


def test_a_folder_with_other_things_may_be_named_as_cache(shop, shopgen, tmp_path: Path) -> None:
    home = tmp_path / "home"
    (home / "photographs").mkdir(parents=True)
    (home / "photographs" / "cat.jpg").write_text("mine")
    (home / "lock.txt").write_text("mine")
    shopgen("build", "--cache-dir", str(home))
    shopgen("clean", "--cache-dir", str(home))
    assert files(home) == {"photographs/cat.jpg", "lock.txt"}


def test_memories_of_other_formats_go_and_other_numbers_stay(shop, shopgen) -> None:
    shopgen("build")
    cache = shop / ".shopgen"
    memory = next(path for path in cache.iterdir() if path.name.isdigit())
    for number in ("1", "99"):
        shutil.copytree(memory, cache / number)
    shutil.rmtree(memory / "store")
    (cache / "2026").mkdir()
    (cache / "2026" / "accounts.xlsx").write_text("mine")
    shopgen("clean")
    assert files(cache) == {"2026/accounts.xlsx"}
    assert [path.name for path in cache.iterdir()] == ["2026"]


def test_nothing_to_remove(shop, shopgen) -> None:
    assert shopgen("clean").out == "There is nothing to remove.\n"


def test_an_output_folder_of_somebody_else_is_not_touched(shop, shopgen) -> None:
    (shop / "public").mkdir()
    (shop / "public" / "index.html").write_text("mine")
    shopgen("clean")
    assert (shop / "public" / "index.html").read_text() == "mine"
