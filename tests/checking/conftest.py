"""Checking a shop that a test writes as one string."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from shopgen.checking.shop import check, check_product
from shopgen.core.diagnostics import Findings
from shopgen.core.disk import Disk
from shopgen.reading.memory import Memory
from shopgen.reading.places import pin
from shopgen.reading.shop import read_shop
from shopgen.reading.sources import scan
from support.inline import FINDINGS, Holds, lay, report
from support.stores import store

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def holds(tmp_path: Path) -> Holds:
    """Checks that a sound shop breaks the rules that its last section tells, at noon of 2026-11-22."""

    def holds(text: str) -> None:
        shop, _, expected = text.partition(FINDINGS)
        sources = scan(Disk(), lay(tmp_path / "shop", shop))
        reading = read_shop(sources, tmp_path / "none", Memory(), store())
        assert report(reading.findings) == ""
        assert reading.shop is not None
        found = Findings()
        settings, presets = reading.shop.settings, reading.shop.theme.presets
        for product in reading.shop.products.values():
            check_product(reading.shop.whole(product), found, settings, presets, NOON)
        found.extend(check(reading.shop))
        assert report(pin(found, sources)) == expected

    return holds
