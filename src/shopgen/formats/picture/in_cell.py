"""What runs in the cell: it answers questions, each within the limits."""

import os
import signal
import sys
from importlib import import_module

import msgspec

from shopgen.formats.picture.limits import TOO_MUCH_MEMORY, BrokenPicture
from shopgen.formats.picture.messages import read, write


def serve(seconds: int, memory: int) -> None:  # pragma: no cover - runs in a process of its own
    """Answers questions until nobody can ask any more, each within the limits."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with os.fdopen(os.dup(0), "rb", 0) as questions, os.fdopen(os.dup(1), "wb", 0) as answers:
        nowhere = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):  # what libraries print must not get among the answers
            os.dup2(nowhere, stream)
        import_module("shopgen.formats.picture.apart")  # with Pillow, which no picture pays for
        _limit_memory(memory)
        while (question := read(questions)) is not None:
            _limit_time(seconds)
            write(answers, _answer(question))


def _answer(question: bytes) -> bytes:  # pragma: no cover - runs in a process of its own
    try:
        module, name, arguments = msgspec.msgpack.decode(question)
        return msgspec.msgpack.encode(("", getattr(import_module(module), name)(*arguments)))
    except MemoryError:
        return msgspec.msgpack.encode((TOO_MUCH_MEMORY, None))
    except BrokenPicture as broken:
        return msgspec.msgpack.encode((str(broken), None))


def _limit_memory(memory: int) -> None:  # pragma: no cover - runs in a process of its own
    """Only where the system knows limits, and Linux alone counts all that a library takes among the data."""
    if sys.platform == "linux":
        import resource

        resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _limit_time(seconds: int) -> None:  # pragma: no cover - runs in a process of its own
    """For the next question; the seconds of those before do not count."""
    if sys.platform != "win32":
        import resource

        used = resource.getrusage(resource.RUSAGE_SELF)
        _, highest = resource.getrlimit(resource.RLIMIT_CPU)
        resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + 1 + seconds, highest))


if __name__ == "__main__":
    serve(*map(int, sys.argv[1:]))
