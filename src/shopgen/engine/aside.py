"""Work that other processes do while this one goes on: forked, so that they know all that this one knows."""

import gc
import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress

Task = Callable[[], bytes]
Answers = Callable[[], list[bytes | None]]
Question = Callable[[], bool]
Tell = Callable[[bytes], None]

_YES = b"yes"
_WIDTH = 1024 * 1024
_ENDING = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def done_aside(tasks: Sequence[Task]) -> Iterator[Answers]:
    """Has each of `tasks` done by a process of its own. Gives a function that waits for what they return.

    None stands for a task that raised, for a process that died, and for all when processes cannot be forked. A task
    must touch nothing outside its process; when this process is killed it goes on to its end at most.
    """
    children: list[_Child] = []
    try:
        for task in tasks if can_fork() else ():
            with _undisturbed() as disturb:
                children.append(_Child(task, disturb))
        yield lambda: [child.answer() for child in children] or [None] * len(tasks)
    finally:
        for child in children:
            child.end()


@contextmanager
def waiting_aside(work: Callable[[bytes], bytes]) -> Iterator[tuple[Tell, Answers]]:
    """Has a process wait, forked while there is not much yet that it would have a part in.

    Gives a function that tells it once what its work is, and one that waits for what comes of that: as `done_aside`.
    """
    pipe, end = os.pipe()
    _widen(end)
    with os.fdopen(pipe, "rb") as told, os.fdopen(end, "wb") as orders:

        def task() -> bytes:
            orders.close()  # so that the end of the other process is the end of what it tells
            order = told.read()
            return work(order) if order else b""

        def tell(order: bytes) -> None:
            with suppress(OSError), orders:  # there may be nobody
                orders.write(order)

        with done_aside([task]) as answers:
            told.close()
            yield tell, answers


@contextmanager
def asked_aside(question: Question) -> Iterator[Question]:
    """Gives a function that waits for the answer; no for a question that raises.

    Where a process cannot be forked, or there is only one processor, the question is answered when somebody waits.
    """
    if not can_fork() or os.cpu_count() == 1:
        yield question
        return
    with done_aside([lambda: _YES if question() else b""]) as answers:
        yield lambda: answers() == [_YES]


def can_fork() -> bool:
    """Whether a process can be forked; one with threads cannot be, because they may hold locks that stay locked."""
    return hasattr(os, "fork") and threading.active_count() == 1


class _Child:
    """A process at work; its answer comes through a pipe."""

    def __init__(self, task: Task, begun: Callable[[], object]) -> None:
        """`begun` is called in the new process, once nothing that is raised there leads out of it."""
        self._answer: bytes | None = None
        self._pid = 0
        self._pipe, end = os.pipe()
        _widen(end)
        with suppress(OSError):  # no more processes are allowed, or there is no memory for one
            self._pid = os.fork()
            if self._pid == 0:
                os.close(self._pipe)
                _work(task, end, begun)
        os.close(end)

    def answer(self) -> bytes | None:
        """What the task returned; waits for it once."""
        if self._pid:
            with open(self._pipe, "rb", closefd=False) as pipe:
                content = pipe.read()
            self._answer = content if self.wait() else None
        return self._answer

    def end(self) -> None:
        """Nobody asks any more: a process that is still at work is ended, since others may hold its pipe open."""
        os.close(self._pipe)
        if self._pid:
            with suppress(ProcessLookupError):
                os.kill(self._pid, signal.SIGKILL)
            self.wait()

    def wait(self) -> bool:
        """Whether the process came to a good end; not when somebody waited for that before."""
        pid, self._pid = self._pid, 0
        return pid != 0 and os.waitpid(pid, 0)[1] == 0


@contextmanager
def _undisturbed() -> Iterator[Callable[[], object]]:
    """Has who wants to end this process wait; gives a function for the new one, which nobody has asked to end yet.

    Modules have functions called around a fork, and Python loses what is raised in them. To block signals is not
    enough: a thread of some library hears them then.
    """
    heard: list[int] = []
    is_main = threading.current_thread() is threading.main_thread()
    numbers = [each for each in _ENDING if signal.getsignal(each) is not None] if is_main else []
    before = {each: signal.signal(each, lambda number, _: heard.append(number)) for each in numbers}

    def restore() -> None:
        for number, handler in before.items():
            signal.signal(number, handler)

    try:
        yield restore
    finally:
        restore()
        for number in heard:
            signal.raise_signal(number)


def _widen(pipe: int) -> None:
    """An answer of megabytes goes through in a few turns. Linux alone can do it, and may refuse."""
    with suppress(ImportError, AttributeError, OSError):
        from fcntl import F_SETPIPE_SZ, fcntl

        fcntl(pipe, F_SETPIPE_SZ, _WIDTH)


def _work(task: Task, pipe: int, begun: Callable[[], object]) -> None:  # pragma: no cover - in a process of its own
    """Ends this process with the task's answer and with nothing else that its parent had begun."""
    code = 1
    try:
        begun()
        gc.freeze()  # even to look at what was there before would copy it
        with open(pipe, "wb") as file:
            file.write(task())
        code = 0
    finally:
        os._exit(code)
