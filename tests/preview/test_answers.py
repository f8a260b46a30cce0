"""One session behind one lock: when it plans, and when it is put away."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event, Thread

import pytest

from shopgen.core.disk import Disk, Entry
from shopgen.planned import Planned
from shopgen.preview.answers import Answers
from shopgen.session import Options, Session

NOW = datetime(2026, 11, 22, tzinfo=UTC)


class Observed(Session):
    """Says when it plans and when it is saved; `in_plan` is called while it plans."""

    def __init__(self, root: Path, disk: Disk | None = None) -> None:
        options = Options(root=root, output=root / "public", cache=root / ".shopgen", clock=NOW, is_preview=True)
        super().__init__(options, disk)
        self.done: list[str] = []
        self.in_plan: Callable[[], object] = lambda: None

    def plan(self, changed: Iterable[str] | None = None) -> Planned:
        self.in_plan()
        planned = super().plan(changed)
        self.done.append("planned")
        return planned

    def save(self) -> None:
        self.done.append("saved")


@pytest.fixture
def session(root: Path) -> Observed:
    return Observed(root)


def answers_of(session: Session, now: Callable[[], datetime] | None = None) -> Answers:
    return Answers(session, lambda planned, session: None, lambda problem: "a bug", now)


@contextmanager
def planning(session: Observed, seconds: float) -> Iterator[Answers]:
    """While another thread plans: until the block is left, or for so many `seconds`."""
    answers, plans, is_over = answers_of(session), Event(), Event()
    session.in_plan = lambda: (plans.set(), is_over.wait(seconds))
    thread = Thread(target=answers.prefix)
    thread.start()
    assert plans.wait(60)
    yield answers
    is_over.set()
    thread.join()


def test_nothing_is_put_away_while_somebody_plans(session: Observed) -> None:
    with planning(session, 0.3) as answers:
        answers.save(patience=60)
    assert session.done == ["planned", "saved"]


def test_what_takes_long_to_plan_is_not_waited_for(session: Observed) -> None:
    with planning(session, 60) as answers:
        answers.save(patience=0.01)
    assert session.done == ["planned"]


def test_a_plan_that_fails_is_not_tried_again_by_the_clock_alone(session: Observed) -> None:
    moment = NOW

    def fail() -> None:
        raise OSError("nothing can be read")

    answers = answers_of(session, lambda: moment)
    assert answers.refresh(set())
    left = answers.seconds_left()
    assert left is not None
    moment += timedelta(seconds=left)
    session.in_plan = fail
    assert not answers.refresh(set())
    assert answers.seconds_left() is None
    session.in_plan = lambda: None
    assert answers.refresh({"shop.yaml"})


def test_who_asks_for_news_during_a_plan_changes_nothing_about_it(root: Path) -> None:
    class Meddled(Disk):
        def walk(self, *asked: object) -> Iterator[Entry]:
            for entry in super().walk(*asked):
                yield entry
                session.news({"content"})

    session = Observed(root, Meddled())
    theme = session.plan().shop.theme
    assert theme == Observed(root).plan().shop.theme
    assert "product.html" in theme.templates
