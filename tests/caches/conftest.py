"""Image caches of every kind, each behind what really serves it, and a shop with pictures."""

import logging
import secrets
import shutil
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from moto.server import ThreadedMotoServer
from msgspec import Struct

from shopgen.caches.protocol import Patience
from shopgen.outcome import BuildReport
from support.web_site import WebSite, serving
from support.workplace import Workplace

SHOP = "".join(
    f"-- catalog/mugs/mug-{number}.yaml --\ntitle: Mug {number}\nsku: M-{number}\nprice: {number}.00\n"
    f"images: [{{src: mug-{number}.jpg, alt: Mug}}]\n-- catalog/mugs/mug-{number}.jpg: {60 + number}x60 --\n"
    for number in range(1, 5)
)
SHORT = Patience(silence=0.5, whole=2.0, each=0.0)
LONG = Patience(silence=60.0, whole=600.0)


class Machine(Struct, frozen=True):
    """Somebody's computer or a CI runner: a copy of the shop, with a memory of its own.

    `expected` is what a build of it gives where there is no cache.
    """

    shop: Workplace
    expected: Mapping[str, bytes] = {}

    def build(self, cache: str = "", **options: object) -> BuildReport:
        report = self.shop.build(image_cache=cache, **options)
        assert not report.has_errors, report.findings
        return report

    def pictures_made(self, report: BuildReport) -> list[str]:
        return sorted(path for path in report.made if path.startswith("images/"))


class Filled(Struct, frozen=True):
    """A cache at `address` that has all pictures of the shop; `damage` changes a byte of each."""

    address: str
    damage: Callable[[], None]


@pytest.fixture(autouse=True)
def _long_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is not slow on purpose may be so on a machine with much else to do."""
    monkeypatch.setattr("shopgen.sharing.PATIENCE", LONG)


@pytest.fixture
def short_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shopgen.sharing.PATIENCE", SHORT)


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Workplace:
    """The shop, built by somebody who has no cache."""
    workplace = Workplace(tmp_path_factory.mktemp("published"), SHOP)
    assert not workplace.build().has_errors
    return workplace


@pytest.fixture
def machines(tmp_path: Path, published: Workplace) -> Callable[[str], Machine]:
    return lambda name: Machine(Workplace(tmp_path / name, SHOP), published.tree())


@pytest.fixture(scope="session")
def s3_server() -> Iterator[str]:
    """The address of a server that speaks S3."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def s3(s3_server: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of an empty bucket, with the environment that leads to it."""
    bucket = f"pictures-{secrets.token_hex(4)}"
    urllib.request.urlopen(urllib.request.Request(f"{s3_server}/{bucket}", method="PUT")).close()
    variables = {
        "AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE",
        "AWS_SECRET_ACCESS_KEY": "wJalrXUtnFEMI-K7MDENG-bPxRfiCYEXAMPLEKEY",
        "AWS_REGION": "us-east-1",
        "AWS_ENDPOINT_URL": s3_server,
        "AWS_ALLOW_HTTP": "true",
    }
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    return f"s3://{bucket}/shop/images"


@pytest.fixture
def live(tmp_path: Path, published: Workplace) -> Iterator[WebSite]:
    """The published shop, served as it is."""
    folder = tmp_path / "live"
    shutil.copytree(published.output, folder)
    with serving(folder) as site:
        yield site
