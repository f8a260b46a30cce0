"""A small shop, planned once, whose pages are made with the templates of each test."""

import pytest

from support.stove import SHOP, Stove
from support.workplace import Workplace


@pytest.fixture(scope="module")
def stove(tmp_path_factory: pytest.TempPathFactory) -> Stove:
    return Stove(Workplace(tmp_path_factory.mktemp("stove"), SHOP).plan())
