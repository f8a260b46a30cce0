"""Whole products rest in the store between reading and planning: whatever becomes of it, the shop is right."""

from collections.abc import Callable
from pathlib import Path

import pytest

from shopgen import ahead
from shopgen.glance import glimpse
from shopgen.outcome import BuildReport
from shopgen.reading import ahead as reading_ahead
from support.workplace import Workplace

SHOP = "".join(
    f"-- catalog/mugs/m{number}.yaml --\ntitle: Mug {number}\nsku: M-{number}\nprice: 9.00\n"
    f"description: See [another](m{(number + 1) % 8}.yaml).\n"
    for number in range(8)
)


@pytest.fixture
def workplace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workplace:
    monkeypatch.setattr(ahead, "WORTH_PROCESSES", 2)
    monkeypatch.setattr(reading_ahead, "WORTH_PROCESSES", 2)
    return Workplace(tmp_path / "shop", SHOP)


def packs(workplace: Workplace) -> list[Path]:
    return sorted(workplace.cache.glob("*/store/packs/*"))


def removed(pack: Path) -> None:
    pack.unlink()


def cut_off(pack: Path) -> None:
    pack.write_bytes(pack.read_bytes()[:100])


def one_of_them(pack: Path) -> None:
    pack.write_bytes(pack.read_bytes().replace(b"Mug 3", b"Jug 3"))


def edited(workplace: Workplace) -> BuildReport:
    """A build that has only seen what somebody edited, as the command line begins."""
    session = workplace.session()
    return session.build(last=glimpse(session.options))


DAMAGES = pytest.mark.parametrize("damage", [removed, cut_off, one_of_them])


@DAMAGES
@pytest.mark.parametrize("jobs", [1, 2])
def test_what_the_store_has_lost_is_read_again(
    workplace: Workplace, tmp_path: Path, damage: Callable[[Path], None], jobs: int
) -> None:
    workplace.build(jobs=jobs)
    for pack in packs(workplace):
        damage(pack)
    workplace.replace("catalog/mugs/m0.yaml", "title: Mug 0", "title: Beaker")

    workplace.build(jobs=jobs)

    assert workplace.tree() == workplace.clean_tree(tmp_path / "clean")
    assert workplace.build().made == {}


@DAMAGES
def test_an_edit_is_taken_back_to_what_the_store_has_lost(
    workplace: Workplace, tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    workplace.build()
    first = packs(workplace)
    workplace.replace("catalog/mugs/m3.yaml", "9.00", "8.00")
    assert edited(workplace).made
    for pack in first:
        damage(pack)
    workplace.replace("catalog/mugs/m3.yaml", "8.00", "9.00")

    edited(workplace)

    assert workplace.tree() == workplace.clean_tree(tmp_path / "clean")


@DAMAGES
@pytest.mark.parametrize("is_preview", [False, True])
def test_a_plan_needs_nothing_of_what_is_lost(
    workplace: Workplace, damage: Callable[[Path], None], is_preview: bool
) -> None:
    workplace.build()
    whole = workplace.plan(is_preview=is_preview)
    for pack in packs(workplace):
        damage(pack)

    again = workplace.plan(is_preview=is_preview)

    assert again.plan is not None
    assert whole.plan is not None
    assert dict(again.plan.jobs) == dict(whole.plan.jobs)
    assert again.findings == whole.findings == ()


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_plan_leaves_nothing_behind(workplace: Workplace, jobs: int) -> None:
    planned = workplace.plan(jobs=jobs)
    assert planned.plan is not None
    assert len(planned.plan.jobs) > 8
    assert not workplace.cache.exists()


def test_products_lie_in_the_store_once(workplace: Workplace) -> None:
    workplace.build()
    content = b"".join(pack.read_bytes() for pack in packs(workplace))
    assert content.count(b'"key":"mugs/m3","source"') == 1
