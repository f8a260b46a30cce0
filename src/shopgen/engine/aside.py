"""One question answered by a second process while this one goes on."""

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Question = Callable[[], bool]


@contextmanager
def asked_aside(question: Question) -> Iterator[Question]:
    """Gives a function that waits for the answer; no for a question that raises.

    Where a process cannot be forked, or there is only one processor, the question is answered when somebody waits.
    """
    if not hasattr(os, "fork") or threading.active_count() > 1 or os.cpu_count() == 1:
        yield question
        return
    child = os.fork()
    if child == 0:
        _answer(question)
    ended: list[int] = []

    def answer() -> bool:
        if not ended:
            ended.append(os.waitpid(child, 0)[1])
        return ended[0] == 0

    try:
        yield answer
    finally:
        answer()


def _answer(question: Question) -> None:  # pragma: no cover - runs in a process of its own
    """Ends this process with the answer and with nothing else that its parent had begun."""
    code = 1
    try:
        code = 0 if question() else 1
    finally:
        os._exit(code)
