"""The one way in which tests start a browser: Chromium without a window, in an empty profile, that calls nobody."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ARGUMENTS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@contextmanager
def started_browser() -> Iterator["Browser"]:
    """A browser with a profile of its own; where there is none the test is skipped, and fails in CI."""
    path = os.environ.get("SHOPGEN_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if not path:
        _missing("no browser: install Chromium or name one in SHOPGEN_CHROMIUM")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        _missing("no Playwright: `python build.py test` installs it")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        yield browser
        browser.close()


def _missing(what: str) -> None:
    if os.environ.get("CI") == "true":
        pytest.fail(what)
    pytest.skip(what)
