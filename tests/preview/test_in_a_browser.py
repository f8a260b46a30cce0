"""What a person sees who edits beside a browser."""

from collections.abc import Iterator
from pathlib import Path

import pytest

playwright = pytest.importorskip("playwright.sync_api")

ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
BLUE = "catalog/mugs/blue.yaml"


@pytest.fixture
def page(chromium: str) -> Iterator["playwright.Page"]:
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        page = browser.new_page()
        page.set_default_timeout(10_000)
        yield page
        browser.close()


def edit(root: Path, path: str, old: str, new: str) -> None:
    text = (root / path).read_text("utf-8")
    assert old in text
    (root / path).write_text(text.replace(old, new), "utf-8")


def test_the_page_follows_every_change(serve, root: Path, page) -> None:
    preview = serve()
    page.goto(f"http://127.0.0.1:{preview.port}/products/blue/")
    edit(root, BLUE, "Blue mug", "Azure mug")
    page.get_by_role("heading", name="Azure mug").wait_for()


def test_an_error_covers_the_page_as_text_until_it_is_repaired(serve, root: Path, page) -> None:
    problems: list[str] = []
    page.on("dialog", lambda dialog: (problems.append(dialog.message), dialog.dismiss()))
    page.on("console", lambda said: problems.append(said.text) if said.type == "error" else None)
    preview = serve()
    page.goto(f"http://127.0.0.1:{preview.port}/products/blue/")
    edit(root, BLUE, "price: 24", "price: <img src=x onerror=alert(1)>")
    box = page.get_by_role("alert")
    box.wait_for()
    assert "price: <img src=x onerror=alert(1)>" in box.inner_text()
    assert page.get_by_role("heading", name="Blue mug").count() == 1
    assert box.evaluate("element => getComputedStyle(element).position") == "fixed"
    edit(root, BLUE, "price: <img src=x onerror=alert(1)>", "price: 25")
    box.wait_for(state="detached")
    assert problems == []


def test_a_stylesheet_is_changed_in_place(serve, root: Path, page) -> None:
    import shutil

    repository = Path(__file__).resolve().parents[2]
    shutil.copytree(repository / "themes" / "default", root / "themes" / "default")
    preview = serve()
    with page.expect_response("**/_shopgen/events*"):  # before, a change is a past that the page has to catch up with
        page.goto(f"http://127.0.0.1:{preview.port}/products/blue/")
    page.evaluate("window.untouched = true")
    style = next(root.glob("themes/default/assets/**/*.css"))
    style.write_text(style.read_text("utf-8") + "\nbody { background-color: rgb(1, 2, 3) !important; }\n", "utf-8")
    page.wait_for_function("getComputedStyle(document.body).backgroundColor === 'rgb(1, 2, 3)'")
    assert page.evaluate("window.untouched") is True
