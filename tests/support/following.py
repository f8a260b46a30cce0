"""Pages of a preview that are open in a browser, and files that are saved while they are."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

PATIENCE_MS = 30_000

_NOTE = """\
const Source = window.EventSource;
window.EventSource = class extends Source {
  constructor(address) {
    super(address);
    this.addEventListener("shown", () => { window.isFollowing = true; });
  }
};
"""


def tab(context: "BrowserContext") -> "Page":
    """A tab whose pages note when they have heard for the first time how the shop is."""
    context.set_default_timeout(PATIENCE_MS)
    context.add_init_script(_NOTE)
    return context.new_page()


def visit(page: "Page", preview: Any, address: str) -> Any:
    """Opens a page in a `tab`; gives its bar.

    The page has all that it asks for, and knows how the shop is: what changes from now on is a change to it.
    """
    page.goto(f"http://127.0.0.1:{preview.port}{address}")
    bar = page.locator("shopgen-bar")
    bar.wait_for()
    page.wait_for_function("window.isFollowing")
    page.evaluate("window.untouched = true")
    return bar


def is_untouched(page: "Page") -> bool:
    """Whether the page is still the one that was visited, not loaded again."""
    return bool(page.evaluate("window.untouched === true"))


def save(file: Path, text: str) -> None:
    """Saves the whole file at once, as many editors do: nobody sees it half written, however slow this machine is."""
    beside = file.with_name(f".{file.name}.new")
    beside.write_text(text, "utf-8")
    beside.replace(file)


def edit(root: Path, path: str, old: str, new: str) -> None:
    """Saves the file with other words."""
    text = (root / path).read_text("utf-8")
    assert old in text
    save(root / path, text.replace(old, new))
