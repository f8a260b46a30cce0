"""A long day: very many saves, and what they leave behind."""

import os
import random
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from shopgen.session import Options, Session

BLUE, GREEN = "catalog/mugs/blue.yaml", "catalog/mugs/green.yaml"
PATIENCE_SECONDS = 60
MEGABYTES = 20


def nightly(*values: object) -> object:
    return pytest.param(*values, marks=pytest.mark.nightly)


def save(root: Path, number: int, chance: random.Random) -> None:
    """One of the things that people do to a shop."""
    text = {
        BLUE: f"title: Blue mug\nsku: MUG-BLUE\nprice: {number + 1}\nsummary: It is blue.\n",
        GREEN: f"title: Green mug {number}\nsku: MUG-GREEN\nprice: 22\ndraft: true\n",
        "content/news/later.md": f"---\ntitle: Later {number}\ndate: 2099-01-05\n---\nNot yet.\n",
        "templates/404.html": f"<p>Lost {number}",
        "static/note.txt": f"Note {number}\n",
        "catalog/mugs/red.yaml": f"title: Red mug\nsku: MUG-RED\nprice: {number + 1}\n",
        "catalog/mugs/broken.yaml": "title: [\n",
    }
    path = root / chance.choice(sorted(text))
    relative = path.relative_to(root).as_posix()
    if path.exists() and relative.endswith(("red.yaml", "broken.yaml")):
        path.unlink()
    elif chance.random() < 0.5:
        path.parent.mkdir(exist_ok=True)
        path.write_text(text[relative], "utf-8")
    else:
        path.parent.mkdir(exist_ok=True)
        beside = path.with_name(f".{path.name}.new")
        beside.write_text(text[relative], "utf-8")
        beside.replace(path)


def shown_anew(root: Path, options: Options) -> Mapping[str, bytes]:
    """All that the shop as it is now would show, by a process that remembers nothing."""
    session = Session(options)
    planned = session.plan()
    assert planned.plan is not None
    return {path: session.make(path, planned).content for path in planned.plan.jobs}


def until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.05)


@pytest.mark.parametrize(("saves", "seconds"), [(60, 2.0), nightly(1000, 30.0)])
def test_many_saves_end_in_what_a_clean_plan_gives(
    serve, root: Path, tmp_path: Path, saves: int, seconds: float
) -> None:
    preview, chance = serve(), random.Random(saves)
    preview.get("/products/blue/")
    began = time.monotonic()
    for number in range(saves):
        save(root, number, chance)
        time.sleep(max(0.0, began + seconds * (number + 1) / saves - time.monotonic()))
    (root / "catalog/mugs/broken.yaml").unlink(missing_ok=True)
    expected = shown_anew(root, options(root, tmp_path / "other"))

    def is_right() -> bool:
        pages = {path: preview.answers.answer(address_of(path)) for path in expected if path != "404.html"}
        gone = preview.answers.answer("/products/red/").status == (
            200 if (root / "catalog/mugs/red.yaml").exists() else 404
        )
        return gone and all(page.content == expected[path] and not page.problems for path, page in pages.items())

    until(is_right)
    assert preview.crashes == []


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="memory and open files are looked up in /proc")
@pytest.mark.parametrize("rebuilds", [40, nightly(500)])
def test_many_rebuilds_leave_nothing_behind(serve, root: Path, rebuilds: int) -> None:
    preview, chance = serve(), random.Random(rebuilds)

    def rebuild(number: int) -> None:
        save(root, number, chance)
        preview.answers.refresh(set(preview.answers.news(None)) or {BLUE})
        preview.answers.settle()
        for address in ("/", "/products/blue/", "/catalog/mugs/", "/news/later/"):
            preview.get(address)

    for number in range(20):
        rebuild(number)
    files, bytes_before = open_files(), resident()
    for number in range(rebuilds):
        rebuild(number)
    until(lambda: open_files() <= files + 2)  # connections are closed by the other side a moment later
    assert (resident() - bytes_before) / 1e6 < MEGABYTES
    assert preview.crashes == []


def options(root: Path, cache: Path) -> Options:
    return Options(
        root=root,
        output=root / "public",
        cache=cache,
        clock=datetime(2026, 11, 22, tzinfo=UTC),
        drafts=True,
        future=True,
        expired=True,
        is_preview=True,
    )


def address_of(path: str) -> str:
    return "/" + path.removesuffix("index.html")


def open_files() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


def resident() -> int:
    """Bytes of this process in memory (proc(5))."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
