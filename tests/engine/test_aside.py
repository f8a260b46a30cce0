"""Other processes do work while this one goes on."""

import errno
import os
import signal
import threading
from collections.abc import Callable, Iterator

import pytest

from shopgen.engine.aside import asked_aside, done_aside, waiting_aside

MUCH = b"x" * 3_000_000


@pytest.fixture
def thread() -> Iterator[None]:
    """A second thread, while which no process may be forked."""
    done = threading.Event()
    waiting = threading.Thread(target=done.wait)
    waiting.start()
    yield
    done.set()
    waiting.join()


@pytest.fixture(autouse=True)
def _alone(request: pytest.FixtureRequest) -> None:
    if "thread" not in request.fixturenames:
        request.getfixturevalue("alone")


def fail() -> bytes:
    raise OSError


def wait_for_ever() -> bytes:
    signal.pause()
    return b"never"


def die() -> bytes:
    os.kill(os.getpid(), signal.SIGKILL)
    return b"never"


def test_when_there_cannot_be_all_processes_none_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    pipe, fork = os.pipe, os.fork
    pids: list[int] = []

    def pipes() -> tuple[int, int]:
        if pids:
            raise OSError(errno.EMFILE, "Too many open files")
        return pipe()

    monkeypatch.setattr(os, "pipe", pipes)
    monkeypatch.setattr(os, "fork", lambda: pids.append(fork()) or pids[-1])
    with pytest.raises(OSError, match="Too many"), done_aside([wait_for_ever, wait_for_ever]):
        pytest.fail("there are not enough")
    with pytest.raises(ProcessLookupError):
        os.kill(pids[0], 0)


@pytest.mark.parametrize("when", ["before", "after_in_parent"])
def test_who_interrupts_while_a_process_is_forked_is_heard(when: str) -> None:
    """Python loses what is raised in the functions that modules have called then."""
    here, waiting = os.getpid(), [True]

    def interrupt() -> None:
        if os.getpid() == here and waiting:
            waiting.pop()
            os.kill(here, signal.SIGINT)

    os.register_at_fork(**{when: interrupt})
    with pytest.raises(KeyboardInterrupt), done_aside([wait_for_ever]):
        pytest.fail("nobody heard it")


def test_a_process_that_is_forked_can_be_ended_like_any_other() -> None:
    def handlers() -> bytes:
        return repr([signal.getsignal(each) for each in (signal.SIGINT, signal.SIGTERM)]).encode()

    with done_aside([handlers]) as answers:
        assert answers() == [handlers()]


@pytest.mark.parametrize("truth", [True, False])
def test_the_answer_is_that_of_the_question(truth: bool) -> None:
    with asked_aside(lambda: truth) as answer:
        assert answer() is truth
        assert answer() is truth


def test_a_question_that_raises_is_answered_by_no() -> None:
    with asked_aside(lambda: bool(fail())) as answer:
        assert answer() is False


def test_nobody_has_to_wait_for_the_answer() -> None:
    with asked_aside(lambda: True):
        pass


def test_a_question_is_answered_here_while_a_thread_runs(thread: None) -> None:
    asked: list[int] = []

    def question() -> bool:
        asked.append(os.getpid())
        return True

    with asked_aside(question) as answer:
        assert answer() is True
    assert asked == [os.getpid()]


def test_tasks_are_done_by_other_processes_and_answered_in_order() -> None:
    with done_aside([lambda: b"%d" % os.getpid(), lambda: MUCH, lambda: b""]) as answers:
        first, *others = answers()
        assert first is not None
        assert first != b"%d" % os.getpid()
        assert others == [MUCH, b""]
        assert answers() == [first, *others]


def test_what_fails_or_dies_answers_nothing_and_harms_no_other() -> None:
    with done_aside([fail, lambda: b"fine", die]) as answers:
        assert answers() == [None, b"fine", None]


def test_nobody_has_to_take_what_was_done() -> None:
    receiver, sender = os.pipe()
    with done_aside([lambda: str(os.write(sender, f"{os.getpid()} ".encode())).encode() + MUCH] * 2):
        told = b""
        while told.count(b" ") < 2:
            told += os.read(receiver, 100)
    for process in map(int, told.split()):
        with pytest.raises(ChildProcessError):
            os.waitpid(process, os.WNOHANG)


def test_nothing_is_done_aside_while_a_thread_runs(thread: None) -> None:
    with done_aside([lambda: b"done", lambda: b"done"]) as answers:
        assert answers() == [None, None]


def test_a_process_that_waits_does_what_it_is_told() -> None:
    with waiting_aside(lambda order: b"%d %s" % (os.getpid(), order)) as (tell, answers):
        tell(MUCH)
        process, told = (answers()[0] or b"").split()
        assert int(process) != os.getpid()
        assert told == MUCH


def test_a_process_that_is_told_nothing_does_nothing() -> None:
    receiver, sender = os.pipe()
    with waiting_aside(lambda _: b"%d" % os.write(sender, b"at work")):
        pass
    os.close(sender)
    assert os.read(receiver, 1) == b""
    os.close(receiver)


def test_a_process_waits_no_longer_than_there_is_somebody_who_could_tell_it() -> None:
    receiver, sender = os.pipe()
    first = os.fork()
    if first == 0:
        with waiting_aside(lambda _: b""):  # what waits has the other end of this pipe as long as it lives
            os._exit(0)
    os.close(sender)
    os.waitpid(first, 0)
    assert os.read(receiver, 1) == b""
    os.close(receiver)


@pytest.mark.parametrize("work", [lambda _: fail(), lambda _: die()])
def test_a_process_that_waited_and_failed_answers_nothing(work: Callable[[bytes], bytes]) -> None:
    with waiting_aside(work) as (tell, answers):
        tell(b"go")
        assert answers() == [None]


def test_nobody_waits_while_a_thread_runs(thread: None) -> None:
    with waiting_aside(lambda order: order) as (tell, answers):
        tell(MUCH)
        assert answers() == [None]
