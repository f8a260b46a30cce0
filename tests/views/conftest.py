"""Planning a shop that a test writes as one string."""

from itertools import count
from pathlib import Path
from typing import Any

import pytest

from support.planned import Plan, Planned, planned


@pytest.fixture
def plan(tmp_path: Path) -> Plan:
    """Plans shops; each in a folder of its own."""
    number = count()

    def plan(text: str, **options: Any) -> Planned:
        return planned(tmp_path / str(next(number)), text, **options)

    return plan


@pytest.fixture
def sound(plan: Plan) -> Plan:
    """Plans shops that planning finds nothing wrong with."""

    def sound(text: str, **options: Any) -> Planned:
        found = plan(text, **options)
        assert found.report == ""
        return found

    return sound
