"""Builds as processes: killed, interrupted, started together, and beside a preview that works in the same folder."""

import os
import random
import shutil
import signal
import time
from collections.abc import Mapping
from pathlib import Path

import pytest

from shopgen.core.disk import TEMPORARY_PREFIX
from shopgen.engine.lock import locked
from shopgen.publishing.published import MANIFEST
from support.accidents import SHOP
from support.processes import Work, crowd, ended, start_build
from support.workplace import Workplace

pytestmark = [pytest.mark.slow, pytest.mark.skipif(os.name == "nt", reason="signals and locks are others there")]

CARD = "themes/bare/templates/partials/card.html"
MARKS = ("<li>", "<li class=card>")


def size_and_trials(size: int, trials: int, *, nightly: bool = False) -> object:
    return pytest.param(size, trials, marks=[pytest.mark.nightly] if nightly else [])


class Crowd:
    """A shop with many products, of which every page is made anew when it is `turned`."""

    def __init__(self, folder: Path, size: int) -> None:
        self.shop = Workplace(folder / "shop", crowd(size))
        self.right: list[Mapping[str, bytes]] = []
        self.now = 1
        for _ in MARKS:
            self.turn()
            self.right.append(self.shop.clean_tree(folder / "clean"))

    def turn(self) -> None:
        before, self.now = MARKS[self.now], 1 - self.now
        text = (self.shop.root / CARD).read_text()
        self.shop.write(CARD, text.replace(before, MARKS[self.now]))

    def is_served(self) -> None:
        """Each file is one of those that were ever right."""
        for path, content in self.shop.tree().items() if self.shop.output.exists() else ():
            ours = [tree[path] for tree in self.right if path in tree]
            assert content in ours or Path(path).name.startswith(TEMPORARY_PREFIX), path

    def is_overcome(self) -> None:
        assert ended(start_build(self.shop)) == (0, "")
        assert without_leftovers(self.shop.tree()) == self.right[self.now]


def without_leftovers(tree: Mapping[str, bytes]) -> dict[str, bytes]:
    return {path: content for path, content in tree.items() if not Path(path).name.startswith(TEMPORARY_PREFIX)}


def leftovers(shop: Workplace) -> list[Path]:
    found = [*shop.output.rglob(f"{TEMPORARY_PREFIX}*"), *shop.cache.rglob(f"{TEMPORARY_PREFIX}*")]
    return [path for path in found if path.name != MANIFEST]


@pytest.mark.parametrize(("size", "trials"), [size_and_trials(100, 6), size_and_trials(1000, 1000, nightly=True)])
def test_a_process_may_be_killed_at_any_time(tmp_path: Path, size: int, trials: int) -> None:
    crowded, chance = Crowd(tmp_path, size), random.Random(trials)
    began = time.monotonic()
    crowded.is_overcome()
    longest = time.monotonic() - began
    for trial in range(trials):
        crowded.turn()
        if trial % 2:
            shutil.rmtree(crowded.shop.cache)
        process = start_build(crowded.shop, "--jobs", str(1 + trial % 3))
        time.sleep(chance.uniform(0.1, longest))
        process.kill()
        ended(process)
        crowded.is_served()
        crowded.is_overcome()


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="what processes work is looked up in /proc")
@pytest.mark.parametrize("delay", [0.4, *(pytest.param(each / 4, marks=pytest.mark.nightly) for each in range(10))])
@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_an_interrupted_build_ends_after_two_seconds_of_work_at_most_and_leaves_nothing(
    tmp_path: Path, number: int, code: int, jobs: str, delay: float
) -> None:
    shop = Workplace(tmp_path / "shop", crowd(1500))
    work = Work()
    process = start_build(shop, "--jobs", jobs, start_new_session=True)
    while not (shop.cache / "lock").exists():
        assert process.poll() is None
    time.sleep(delay)

    before = work.so_far(process)
    process.send_signal(number)
    ends, errors = ended(process)

    assert work.in_all() - before < 2
    has_ended = [(0, ""), (-number, "")]  # before the signal, or so nearly that Python had put its handlers away
    assert (ends, errors.strip()) in [(code, "shopgen: interrupted" if code == 130 else ""), *has_ended]
    assert leftovers(shop) == []


@pytest.mark.parametrize("pairs", [4, pytest.param(50, marks=pytest.mark.nightly)])
def test_two_builds_at_once_are_both_right(tmp_path: Path, pairs: int) -> None:
    shop = Workplace(tmp_path / "shop", SHOP)
    for pair in range(pairs):
        shop.write("catalog/mugs/moss.yaml", f"title: Moss\nsku: M-1\nprice: {pair + 1}.00\n")
        both = [start_build(shop), start_build(shop)]

        assert [ended(process) for process in both] == [(0, ""), (0, "")]
        assert shop.tree() == shop.clean_tree(tmp_path / "clean")
        assert leftovers(shop) == []


def test_a_build_that_has_waited_for_ten_seconds_names_the_other_process(tmp_path: Path) -> None:
    shop = Workplace(tmp_path / "shop", SHOP)
    with locked(shop.cache / "lock"):
        began = time.monotonic()
        code, errors = ended(start_build(shop))

    assert time.monotonic() - began > 10
    assert (code, errors) == (
        75,
        f"shopgen: another shopgen is at work in this folder (process {os.getpid()})\n    hint: wait until it ends\n",
    )
    assert not shop.output.exists()


@pytest.mark.parametrize("rounds", [3, pytest.param(50, marks=pytest.mark.nightly)])
def test_a_build_beside_a_preview_is_right_and_so_is_the_preview(tmp_path: Path, rounds: int) -> None:
    shop = Workplace(tmp_path / "shop", SHOP)
    preview = shop.session(is_preview=True)
    for number in range(rounds):
        shop.write("catalog/mugs/moss.yaml", f"title: Moss\nsku: M-1\nprice: {number + 1}.00\n")
        right = shop.clean_tree(tmp_path / "clean")
        process = start_build(shop)
        while process.poll() is None:
            planned = preview.plan()
            for path, content in right.items():
                made = preview.make(path, planned)
                assert made is not None
                assert made.content == content
            preview.save()
        assert ended(process) == (0, "")
        assert shop.tree() == right
    assert shop.build().made == {}
