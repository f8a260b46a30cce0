"""Works of one kind are done in step."""

import pytest

from shopgen.core import steps
from shopgen.core.steps import Steps, in_step


def work(name: str, count: int, log: list[str]) -> Steps[str]:
    for step in range(count):
        log.append(f"{name}{step}")
        yield
    log.append(f"{name} ends")
    return name.upper()


def test_each_step_of_all_comes_before_the_next_of_any() -> None:
    log: list[str] = []
    assert list(in_step([work("a", 2, log), work("b", 0, log), work("c", 1, log)])) == ["A", "B", "C"]
    assert log == ["a0", "b ends", "c0", "a1", "c ends", "a ends"]


def test_no_more_go_in_step_than_the_caches_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(steps, "TOGETHER", 2)
    log: list[str] = []
    assert list(in_step(work(name, 1, log) for name in "abc")) == ["A", "B", "C"]
    assert log == ["a0", "b0", "a ends", "b ends", "c0", "c ends"]


def test_of_no_work_comes_nothing() -> None:
    assert list(in_step(iter(()))) == []
