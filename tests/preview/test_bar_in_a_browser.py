"""The inspector bar as a person uses it, and the trial of a checkout."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from shopgen.preview.own import OWN
from support.following import edit, is_untouched, tab, visit

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

BLUE = "catalog/mugs/blue.yaml"
POLICY = (
    "default-src 'self'; base-uri 'self'; form-action 'self'; object-src 'none'; require-trusted-types-for 'script'"
)
HOSTILE_THEME = f"""\
<!doctype html><html lang="en"><head><title>{{{{ head.title }}}}</title>
<meta http-equiv="Content-Security-Policy" content="{POLICY}">
<link rel="stylesheet" href="/hostile.css"></head>
<body><h1>{{{{ page.title }}}}</h1>{{{{ page.body | markdown }}}}</body></html>
"""
HOSTILE_STYLE = """\
* { display: none !important; position: static !important; font-size: 90px !important; color: red !important }
html, body, h1 { display: block !important }
shopgen-bar, shopgen-problems { all: unset !important; transform: scale(9) !important; z-index: -1 !important }
"""


@pytest.fixture
def page(browser: "Browser") -> Iterator["Page"]:
    """A tab in which nothing may fail."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = tab(context)
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type in {"error", "warning"} else None)
    page.on("pageerror", lambda problem: said.append(str(problem)))
    yield page
    context.close()
    # pages of the preview itself take no part in the transitions between those of the theme
    assert [each for each in said if "ViewTransition" not in each and "404" not in each] == []


def held(page: "Page", pattern: str) -> "Callable[[int], list[Route]]":
    """Holds back the answers to some requests; gives what waits for so many of them."""
    routes: list[Route] = []

    def hold(route: "Route") -> None:
        routes.append(route)

    def awaited(number: int) -> "list[Route]":
        while len(routes) < number:
            page.wait_for_timeout(20)
        return routes

    page.route(pattern, hold)
    return awaited


def test_the_bar_tells_what_there_is_to_know(serve, root: Path, page) -> None:
    edit(root, BLUE, "price: 24", "price: 24\nimages: [{src: blue.png, alt: The mug}]")
    draw(root / "catalog/images/blue.png")
    bar = visit(page, serve(), "/products/blue/")
    bar.get_by_role("button", name="product.html").click()
    panel = bar.get_by_role("dialog", name="About this page")
    assert panel.get_by_role("link", name=BLUE, exact=True).get_attribute("href") == f"vscode://file{root}/{BLUE}:1:1"
    panel.get_by_role("tab", name="Search").click()
    assert "Blue mug" in panel.get_by_role("tabpanel").inner_text()
    panel.get_by_role("tab", name="Data").click()
    assert '"@type": "Product"' in panel.get_by_role("tabpanel").inner_text()
    panel.get_by_role("tab", name="Pictures").click()
    row = panel.get_by_role("row").nth(1)
    width = page.locator("main img").first.evaluate("image => Math.round(image.getBoundingClientRect().width)")
    assert f"{width} px" in row.inner_text()
    assert "blue" in row.inner_text()
    panel.get_by_role("tab", name="Weight").click()
    kinds = panel.get_by_role("rowheader").all_inner_texts()
    assert kinds == ["HTML", "CSS", "JavaScript", "Pictures", "Together"]


def test_keys_are_enough(serve, root: Path, page) -> None:
    bar = visit(page, serve(), "/products/blue/")
    toggle = bar.get_by_role("button", name="product.html")
    toggle.focus()
    page.keyboard.press("Enter")
    assert bar.get_by_role("tab", name="Page", selected=True).evaluate("tab => tab.matches(':focus')")
    page.keyboard.press("ArrowRight")
    assert bar.get_by_role("tab", name="Search", selected=True).evaluate("tab => tab.matches(':focus')")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    assert bar.get_by_role("tab", name="Weight", selected=True).is_visible()
    page.keyboard.press("Escape")
    assert bar.get_by_role("dialog").count() == 0
    assert toggle.evaluate("button => button.matches(':focus')")


def test_it_stays_open_where_it_was_and_follows_its_page(serve, root: Path, page) -> None:
    bar = visit(page, serve(), "/products/blue/")
    bar.get_by_role("button", name="product.html").click()
    bar.get_by_role("tab", name="Search").click()
    edit(root, BLUE, "Blue mug", "Azure mug")
    page.get_by_role("heading", name="Azure mug").wait_for()
    bar.get_by_role("tab", name="Search", selected=True).wait_for()
    assert "Azure mug" in bar.get_by_role("tabpanel").inner_text()


def test_a_warning_comes_and_goes_though_nothing_on_the_page_does(serve, root: Path, page) -> None:
    edit(root, "content/news/later.md", "date:", "summary: Soon.\ndate:")
    bar = visit(page, serve(), "/news/later/")
    edit(root, "content/news/later.md", "date:", "colour: blue\ndate:")
    bar.get_by_role("button", name="1 warning").click()
    assert "colour: blue" in bar.get_by_role("tabpanel").inner_text()
    edit(root, "content/news/later.md", "colour: blue\n", "")
    bar.get_by_role("button", name="1 warning").wait_for(state="detached")
    assert is_untouched(page)


def test_it_can_be_turned_off_and_on_again(serve, root: Path, page) -> None:
    preview = serve()
    bar = visit(page, preview, "/products/blue/")
    bar.get_by_role("button", name="product.html").click()
    bar.get_by_role("button", name="Turn this bar off").click()
    bar.wait_for(state="detached")
    page.goto(f"http://127.0.0.1:{preview.port}/")
    page.wait_for_timeout(300)
    assert bar.count() == 0
    page.keyboard.press("Alt+Shift+I")
    bar.wait_for()
    page.keyboard.press("Alt+Shift+I")
    bar.wait_for(state="detached")
    page.goto(f"http://127.0.0.1:{preview.port}{OWN}")
    page.get_by_label("Show it on this device").check()
    page.get_by_role("link", name="To the shop").click()
    bar.wait_for()


def test_drafts_are_marked(serve, root: Path, page) -> None:
    bar = visit(page, serve(), "/products/green/")
    assert "Draft" in bar.get_by_role("button").first.inner_text()


def test_an_address_may_be_anything(serve, root: Path, page) -> None:
    (root / "templates").mkdir()
    (root / "templates/404.html").write_text("<title>Lost</title><body>Lost", "utf-8")
    with page.expect_event("console"):  # that the page is not there
        bar = visit(page, serve(), "/%C5%BC/%ff/%25/")
    assert "404.html" in bar.get_by_role("button").first.inner_text()


def test_hidden_errors_are_still_counted(serve, root: Path, page) -> None:
    bar = visit(page, serve(), "/products/blue/")
    edit(root, BLUE, "price: 24", "price: dear")
    box = page.get_by_role("alert")
    box.wait_for()
    page.keyboard.press("Escape")
    bar.get_by_role("button", name="1 error").click()
    assert box.is_visible()


def test_it_is_not_seen_before_its_style_sheets(serve, page) -> None:
    awaited = held(page, "**/_shopgen/*.css")
    page.goto(f"http://127.0.0.1:{serve().port}/products/blue/")
    styles = awaited(2)
    assert page.locator("shopgen-bar").count() == 0
    for each in styles:
        each.continue_()
    page.locator("shopgen-bar").wait_for()
    assert page.locator("shopgen-bar").evaluate("bar => getComputedStyle(bar).position") == "fixed"


def test_an_answer_that_comes_late_changes_nothing(serve, page) -> None:
    bar = visit(page, serve(), "/products/blue/")
    page.keyboard.press("Alt+Shift+I")
    bar.wait_for(state="detached")
    awaited = held(page, "**/_shopgen/inspect*")
    page.keyboard.press("Alt+Shift+I")
    (late,) = awaited(1)
    page.keyboard.press("Alt+Shift+I")
    with page.expect_request_finished(lambda request: request == late.request):
        late.continue_()
    page.wait_for_timeout(100)
    assert bar.count() == 0


@pytest.mark.parametrize("width", [390, 1280])
def test_no_theme_reaches_it_and_it_reaches_no_theme(serve, root: Path, page, width: int) -> None:
    (root / "static/favicon.ico").write_bytes(b"")
    (root / "static/hostile.css").write_text(HOSTILE_STYLE, "utf-8")
    (root / "templates").mkdir()
    (root / "templates/page.html").write_text(HOSTILE_THEME, "utf-8")
    (root / "content/pages").mkdir()
    (root / "content/pages/about.md").write_text("---\ntitle: About us\n---\nHello.\n", "utf-8")
    page.set_viewport_size({"width": width, "height": 800})
    preview = serve()
    visit(page, preview, "/about/").evaluate("bar => bar.remove()")
    before = page.evaluate(LAYOUT)
    bar = visit(page, preview, "/about/")
    bar.get_by_role("button").first.click()
    panel = bar.get_by_role("dialog")
    look = panel.evaluate(
        "panel => { const s = getComputedStyle(panel); return [s.display, s.position, s.fontSize, s.color] }"
    )
    assert look == ["flex", "fixed", "14px", "rgb(36, 32, 28)"]
    box = panel.bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    assert box["y"] >= 0
    assert box["y"] + box["height"] <= 800
    assert page.evaluate(LAYOUT) == before
    bar.get_by_role("button", name="Close").click()
    edit(root, "content/pages/about.md", "title: About us", "title: [")
    page.get_by_role("alert").wait_for()
    assert page.locator("shopgen-problems").evaluate("box => getComputedStyle(box).position") == "fixed"
    edit(root, "content/pages/about.md", "title: [", "title: About us")
    page.get_by_role("alert").wait_for(state="detached")
    assert is_untouched(page)


def test_a_checkout_is_tried_without_an_account(serve, root: Path, page) -> None:
    preview = serve()
    visit(page, preview, "/products/blue/")
    page.get_by_role("main").get_by_role("link", name="Order").first.click()
    page.get_by_role("heading", name="Trying the checkout").wait_for()
    assert "no money moves" in page.get_by_role("main").inner_text()
    page.get_by_role("link", name="Back to the page").click()
    page.get_by_role("heading", name="Blue mug").wait_for()


LAYOUT = """() => {
  const boxes = [...document.body.querySelectorAll("h1, p")].map((each) => each.getBoundingClientRect().toJSON());
  return [document.documentElement.scrollWidth, document.documentElement.scrollHeight, ...boxes];
}"""


def draw(file: Path) -> None:
    from PIL import Image

    file.parent.mkdir()
    Image.new("RGB", (700, 700), (0, 0, 200)).save(file)
