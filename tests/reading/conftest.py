"""Reading a shop that a test writes as one string."""

from pathlib import Path

import pytest

from shopgen.core.disk import Disk
from shopgen.model.shop import Shop
from shopgen.reading.memory import Memory
from shopgen.reading.shop import Reading, read_shop
from shopgen.reading.sources import scan
from support.inline import FINDINGS, Holds, Read, Sound, lay, report
from support.stores import store


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Lays a shop and reads it."""

    def read(text: str) -> Reading:
        return read_shop(scan(Disk(), lay(tmp_path / "shop", text)), tmp_path / "no-themes", Memory(), store())

    return read


@pytest.fixture
def holds(read: Read) -> Holds:
    """Checks that the findings of a shop are those in its last section."""

    def holds(text: str) -> None:
        shop, _, expected = text.partition(FINDINGS)
        assert report(read(shop).findings) == expected

    return holds


@pytest.fixture
def sound(read: Read) -> Sound:
    """A shop that has no findings."""

    def sound(text: str) -> Shop:
        reading = read(text)
        assert report(reading.findings) == ""
        assert reading.shop is not None
        return reading.shop

    return sound
