"""What a person sees who edits beside a browser."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from support.following import edit, is_untouched, save, tab, visit

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

BLUE = "catalog/mugs/blue.yaml"
REPOSITORY = Path(__file__).resolve().parents[2]
DOT = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9" fill="{}"/></svg>'
FORM = """\
<body><h1>Lost</h1><form>
<label>Name <input name="name"></label>
<label>Gift <input type="checkbox" name="gift"></label>
<label>Glaze <select name="glaze"><option>sand</option><option>moss</option></select></label>
<label>Secret <input type="password" name="secret"></label>
<label>Untouched <input name="untouched" value="old"></label>
<details><summary>Closed</summary>More</details>
<details open><summary>Open</summary>More</details>
<div id="box" style="height: 50px; overflow: auto"><p style="height: 500px">Long</p></div>
<p style="height: 2000px"></p>
<label>Note <textarea id="note"></textarea></label>
<p style="height: 2000px"></p>
</form></body>
"""


@pytest.fixture
def page(browser: "Browser") -> Iterator["Page"]:
    context = browser.new_context()
    yield tab(context)
    context.close()


def theme_of(root: Path) -> Path:
    """The default theme, copied into the shop to be edited there."""
    theme = root / "themes" / "default"
    shutil.copytree(REPOSITORY / "themes" / "default", theme)
    return theme


def test_the_page_follows_every_change(serve, root: Path, page) -> None:
    preview = serve()
    page.goto(f"http://127.0.0.1:{preview.port}/products/blue/")
    edit(root, BLUE, "Blue mug", "Azure mug")
    page.get_by_role("heading", name="Azure mug").wait_for()


def test_the_page_stays_when_only_others_change(serve, root: Path, page) -> None:
    preview = serve()
    visit(page, preview, "/news/later/")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    edit(root, "catalog/mugs/green.yaml", "price: 22", "price: 21")
    other = page.context.new_page()
    other.goto(f"http://127.0.0.1:{preview.port}/products/green/")
    other.get_by_text("21.00").first.wait_for()
    page.wait_for_timeout(300)
    assert is_untouched(page)
    assert asked == []


def test_an_error_covers_the_page_as_text_until_it_is_repaired(serve, root: Path, page) -> None:
    problems: list[str] = []
    page.on("dialog", lambda dialog: (problems.append(dialog.message), dialog.dismiss()))
    page.on("console", lambda said: problems.append(said.text) if said.type == "error" else None)
    preview = serve()
    visit(page, preview, "/products/blue/")
    edit(root, BLUE, "price: 24", "price: <img src=x onerror=alert(1)>")
    box = page.get_by_role("alert")
    box.wait_for()
    assert "price: <img src=x onerror=alert(1)>" in box.inner_text()
    assert box.get_by_role("link").get_attribute("href") == f"vscode://file{root}/{BLUE}:3:8"
    assert page.get_by_role("heading", name="Blue mug").count() == 1
    host = page.locator("shopgen-problems")
    assert host.evaluate("element => getComputedStyle(element).position") == "fixed"
    edit(root, BLUE, "price: <img src=x onerror=alert(1)>", "price: 24")
    box.wait_for(state="detached")
    assert is_untouched(page)
    assert problems == []


def test_errors_are_hidden_until_there_are_others(serve, root: Path, page) -> None:
    preview = serve()
    visit(page, preview, "/products/blue/")
    edit(root, BLUE, "price: 24", "price: dear")
    box = page.get_by_role("alert")
    box.wait_for()
    page.keyboard.press("Escape")
    box.wait_for(state="hidden")
    visit(page, preview, "/")
    page.wait_for_function("document.querySelector('shopgen-problems').hidden")
    edit(root, BLUE, "price: dear", "price: cheap")
    box.wait_for()
    page.get_by_role("button", name="Hide the errors").click()
    box.wait_for(state="hidden")


def test_an_error_of_a_template_tells_its_line_and_the_product(serve, root: Path, page) -> None:
    theme = theme_of(root)
    preview = serve()
    visit(page, preview, "/products/blue/")
    buy = theme / "templates/partials/product/buy.html"
    save(buy, "\n{{ product.prize }}\n" + buy.read_text("utf-8"))
    box = page.get_by_role("alert")
    box.wait_for()
    text = box.inner_text()
    assert "themes/default/templates/partials/product/buy.html:2:1" in text
    assert "did you mean `" in text or "has no `prize`" in text
    assert BLUE in text
    assert box.get_by_role("link", name=BLUE).get_attribute("href") == f"vscode://file{root}/{BLUE}:1:1"
    assert page.get_by_role("heading", name="Blue mug").count() == 1


def test_a_link_to_a_draft_is_marked_where_it_is_seen(serve, page) -> None:
    visit(page, serve(), "/catalog/mugs/")
    mark = "element => getComputedStyle(element, '::before').content"
    assert page.locator('a[href="/products/green/"]').first.evaluate(mark) == '"Draft"'
    assert page.locator('a[href="/products/blue/"]').first.evaluate(mark) == "none"


def test_a_stylesheet_is_changed_in_place(serve, root: Path, page) -> None:
    style = theme_of(root) / "assets/theme.css"
    preview = serve()
    visit(page, preview, "/products/blue/")
    for number in (1, 2):
        rule = f"\nbody {{ background-color: rgb({number}, 2, 3) !important; }}\n"
        save(style, style.read_text("utf-8") + rule)
        page.wait_for_function(f"getComputedStyle(document.body).backgroundColor === 'rgb({number}, 2, 3)'")
        page.wait_for_function("document.querySelectorAll('link[href*=theme]').length === 1")
    assert is_untouched(page)


def test_a_picture_is_changed_in_place(serve, root: Path, page) -> None:
    from PIL import Image

    picture = root / "catalog/images/blue.png"
    picture.parent.mkdir()
    Image.new("RGB", (700, 700), (0, 0, 200)).save(picture)
    edit(root, BLUE, "price: 24", "price: 24\nimages: [{src: blue.png, alt: The mug}]")
    preview = serve()
    visit(page, preview, "/products/blue/")
    shown = page.get_by_role("main").get_by_role("img", name="The mug").first
    before = shown.evaluate("image => image.currentSrc")
    other = root / "other.png"
    Image.new("RGB", (700, 700), (200, 0, 0)).save(other)
    other.replace(picture)
    page.wait_for_function("before => document.querySelector('main img').currentSrc !== before", arg=before)
    shown.evaluate("image => image.decode()")
    assert is_untouched(page)


def test_a_file_that_keeps_its_address_is_exchanged_too(serve, root: Path, page) -> None:
    (root / "static/own.css").write_text("p { color: rgb(1, 1, 1) }", "utf-8")
    (root / "static/dot.svg").write_text(DOT.format("red"), "utf-8")
    (root / "templates").mkdir()
    head = '<link rel="stylesheet" href="/own.css"><link rel="stylesheet" href="https://nowhere.invalid/a.css">'
    (root / "templates/404.html").write_text(f'{head}<body><p>Lost</p><img src="/dot.svg" alt="">', "utf-8")
    preview = serve()
    page.route("https://nowhere.invalid/**", lambda route: route.abort())
    visit(page, preview, "/nope/")
    for number in (2, 3):
        save(root / "static/own.css", f"p {{ color: rgb({number}, 1, 1) }}")
        page.wait_for_function(f"getComputedStyle(document.querySelector('p')).color === 'rgb({number}, 1, 1)'")
        before = page.locator("img").get_attribute("src")
        save(root / "static/dot.svg", DOT.format(f"#00{number}"))
        page.wait_for_function("before => document.images[0].getAttribute('src') !== before", arg=before)
    assert is_untouched(page)


def test_what_somebody_did_to_a_page_survives_its_next_load(serve, root: Path, page) -> None:
    (root / "templates").mkdir()
    (root / "templates/404.html").write_text(FORM, "utf-8")
    preview = serve()
    visit(page, preview, "/nope/")
    page.get_by_label("Name").fill("Anna")
    page.get_by_label("Gift").check()
    page.get_by_label("Glaze").select_option("moss")
    page.get_by_label("Secret").fill("hidden")
    page.locator("details").first.evaluate("element => { element.open = true }")
    page.locator("#box").evaluate("element => { element.scrollTop = 120 }")
    page.evaluate("scrollTo(0, 700)")
    page.get_by_label("Note").fill("Wrap it.")
    page.get_by_label("Note").evaluate("element => element.setSelectionRange(2, 5)")
    page.evaluate("scrollTo(0, 700)")
    save(root / "templates/404.html", FORM.replace("Lost", "Found").replace("old", "new"))
    page.get_by_role("heading", name="Found").wait_for()
    page.wait_for_function("document.activeElement.id === 'note'")
    assert not is_untouched(page)
    assert page.get_by_label("Name").input_value() == "Anna"
    assert page.get_by_label("Gift").is_checked()
    assert page.get_by_label("Glaze").input_value() == "moss"
    assert page.get_by_label("Note").input_value() == "Wrap it."
    assert page.get_by_label("Untouched").input_value() == "new"
    assert page.get_by_label("Secret").input_value() == ""
    assert page.locator("details").first.get_attribute("open") is not None
    assert page.locator("details").nth(1).get_attribute("open") is not None
    assert page.locator("#box").evaluate("element => element.scrollTop") == 120
    assert page.evaluate("scrollY") == 700
    assert page.evaluate("[document.activeElement.selectionStart, document.activeElement.selectionEnd]") == [2, 5]


def test_tabs_that_nobody_looks_at_hold_no_connection(serve, root: Path, page) -> None:
    preview = serve()
    for _ in range(7):
        other = page.context.new_page()
        other.goto(f"http://127.0.0.1:{preview.port}/")
        hide(other)
    visit(page, preview, "/products/blue/")
    edit(root, BLUE, "Blue mug", "Azure mug")
    page.get_by_role("heading", name="Azure mug").wait_for()


def test_a_tab_that_is_looked_at_again_has_followed(serve, root: Path, page) -> None:
    preview = serve()
    visit(page, preview, "/products/blue/")
    hide(page)
    edit(root, BLUE, "Blue mug", "Azure mug")
    page.wait_for_timeout(200)
    assert is_untouched(page)
    hide(page, False)
    page.get_by_role("heading", name="Azure mug").wait_for()


def hide(page: "Page", is_hidden: bool = True) -> None:
    """Headless browsers show all their tabs, so the tab says itself that it is not."""
    page.evaluate(
        "hidden => { Object.defineProperty(document, 'hidden', { value: hidden, configurable: true });"
        " document.dispatchEvent(new Event('visibilitychange')); }",
        is_hidden,
    )
