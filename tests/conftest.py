"""What every test may ask for: the samples, a browser, and `--all` for the nightly tests."""

import gc
import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from support.browser import started_browser

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# A suite that was started in the background has Ctrl-C ignored, and so would every program that it starts.
signal.signal(signal.SIGINT, signal.default_int_handler)

# How long an example takes says more of the machine than of the program.
settings.register_profile("patient", settings.default, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--all", action="store_true", help="run the nightly tests too")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--all"):
        return
    nightly = [item for item in items if item.get_closest_marker("nightly")]
    if nightly:
        config.hook.pytest_deselected(items=nightly)
        items[:] = [item for item in items if item not in set(nightly)]


@pytest.fixture(autouse=True, scope="module")
def _tidied(request: pytest.FixtureRequest) -> Iterator[None]:
    """Python hardly ever looks through what is old, and previews keep it from that: a night would use all memory."""
    yield
    if request.config.getoption("--all"):
        gc.unfreeze()
        gc.collect()


@pytest.fixture(scope="session")
def samples() -> Path:
    """Real exports and pictures of other shops; not part of the repository."""
    folder = os.environ.get("SHOPGEN_SAMPLES")
    if not folder:
        pytest.skip("SHOPGEN_SAMPLES names no folder of samples")
    return Path(folder)


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Threads that other tests left waiting do not count: processes may be forked."""
    monkeypatch.setattr("threading.active_count", lambda: 1)


@pytest.fixture(scope="module")
def browser() -> Iterator["Browser"]:
    """A browser, which `build.py test` installs where it can. For one module: its event loop would disturb others'."""
    with started_browser() as browser:
        yield browser
