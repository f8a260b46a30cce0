"""A build that is killed, at whatever call, leaves a site that works, and the next build needs no help."""

import random
from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest

from support.accidents import Accident, PowerLoss
from support.failing_disk import CountingDisk, DyingDisk
from support.links import broken_links

FEWEST_CALLS = 100


@pytest.fixture
def accident(tmp_path: Path) -> Accident:
    return Accident(tmp_path)


def kill(accident: Accident, begin: Callable[[], None], step: int) -> int:
    """Kills a build at each so-manieth call; how many calls it has."""
    for number in count(0, step):
        begin()
        if not accident.happens(DyingDisk(number)):
            return number
        accident.leaves_each_file_old_or_new()
        accident.is_overcome()
    raise AssertionError


@pytest.mark.parametrize("step", [5, pytest.param(1, marks=pytest.mark.nightly)])
def test_a_build_may_be_killed_at_any_call(accident: Accident, step: int) -> None:
    assert kill(accident, accident.restore, step) > FEWEST_CALLS


@pytest.mark.parametrize("step", [5, pytest.param(1, marks=pytest.mark.nightly)])
def test_a_first_build_may_be_killed_at_any_call(accident: Accident, step: int) -> None:
    assert kill(accident, accident.forget, step) > FEWEST_CALLS


def test_builds_may_be_killed_again_and_again(accident: Accident) -> None:
    accident.restore()
    for number in range(5, FEWEST_CALLS, 9):
        accident.happens(DyingDisk(number))
        accident.leaves_each_file_old_or_new()
    accident.is_overcome()


def lose_power(accident: Accident, trials: int, chance: random.Random) -> int:
    """How many files were lost in so many trials, a part of them after the end of the build."""
    accident.restore()
    calls = CountingDisk()
    accident.happens(calls)
    lost = 0
    for _ in range(trials):
        accident.restore()
        disk = PowerLoss(chance.randrange(len(calls.calls) * 5 // 4), chance)
        accident.happens(disk)
        lost += disk.lose()
        accident.is_overcome()
    return lost


@pytest.mark.parametrize("trials", [60, pytest.param(1000, marks=pytest.mark.nightly)])
def test_what_did_not_reach_the_disk_may_be_lost(accident: Accident, trials: int) -> None:
    assert lose_power(accident, trials, random.Random(trials)) > trials


class Visitor(CountingDisk):
    """Looks at the site after every change of it: all that a visitor can reach is there."""

    def __init__(self, accident: Accident) -> None:
        super().__init__()
        self._accident = accident
        self._allowed = broken_links(accident.before, accident.before)
        self.looks = 0

    def after(self, verb: str, path: Path) -> None:
        if not path.is_relative_to(self._accident.shop.output):
            return
        self.looks += 1
        served = self._accident.served()
        self._accident.leaves_each_file_old_or_new()
        going = self._accident.before.keys() - self._accident.after.keys()
        found = broken_links(served, self._accident.before) - self._allowed
        assert {(page, target) for page, target in found if page not in going or target not in going} == set()


def test_at_no_moment_a_page_refers_to_what_is_not_there(accident: Accident) -> None:
    accident.restore()
    visitor = Visitor(accident)

    accident.happens(visitor)

    assert visitor.looks > 20
    assert accident.served() == accident.after
