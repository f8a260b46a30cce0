"""A small process of its own for what a hostile file may do to the process that opens it.

A decoder that takes all memory, never ends or breaks takes this process with it and nothing else. It is started when
it is first needed, new and small: a process that was forked from a large one would be over the limits from its
beginning. It ends with the process that asks it.
"""

import atexit
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from typing import Any, TypeVar

import msgspec

from shopgen.core.failures import EnvironmentFailure
from shopgen.formats.picture.limits import MAX_CPU_SECONDS, MAX_MEMORY, BrokenPicture
from shopgen.formats.picture.messages import read, write

T = TypeVar("T")

_COMMAND = (sys.executable, "-P", "-m", "shopgen.formats.picture.in_cell")
"""Without the folder that somebody works in on the path: there may lie a `PIL/` of whoever made the shop."""


class Cell:
    """The process, once there is one. One question at a time, whatever thread asks.

    `holds` is for who asks to note what the process remembers; nothing when it is a new one.
    """

    def __init__(self, seconds: int = MAX_CPU_SECONDS, memory: int = MAX_MEMORY) -> None:
        """One question may take so many `seconds` of a processor, the process so many bytes of `memory`."""
        self.holds: object = None
        self._seconds, self._memory = seconds, memory
        self._lock = threading.RLock()
        self._owner = 0
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> "Cell":
        """Keeps others from asking in between."""
        self._lock.acquire()
        return self

    def __exit__(self, *_: object) -> None:
        self._lock.release()

    def start(self) -> None:
        """Makes sure that there is a process. Raises EnvironmentFailure."""
        with self._lock:
            self._running()

    def ask(self, function: Callable[..., T], *arguments: Any, kind: type[T]) -> T:
        """What `function`, which stands in a module, gives there for arguments that are plain data: some of `kind`.

        Raises BrokenPicture when it does, when it goes beyond the limits, and when it ends the process; and
        EnvironmentFailure where no process can be started.
        """
        with self._lock:
            process = self._running()
            try:
                write(process.stdin, msgspec.msgpack.encode((function.__module__, function.__name__, arguments)))
                answer = read(process.stdout)
            except OSError:
                answer = None
            except BaseException:  # Ctrl-C: the answer that is still to come would be taken for that of the next
                self.end()
                raise
            if answer is None:
                raise BrokenPicture(self._cause(self.end()))
        problem, content = msgspec.msgpack.decode(answer, type=tuple[str, msgspec.Raw])
        if problem:
            raise BrokenPicture(problem)
        return msgspec.msgpack.decode(content, type=kind)

    def _running(self) -> "subprocess.Popen[bytes]":
        if self._process is not None and self._owner == os.getpid() and self._process.poll() is not None:
            self.end()  # somebody killed it while it had nothing to do
        if self._process is None or self._owner != os.getpid():  # after a fork it answers to the parent
            try:
                self._process = subprocess.Popen(
                    (*_COMMAND, str(self._seconds), str(self._memory)),
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.DEVNULL,
                    bufsize=0,
                )
            except OSError as problem:
                message = f"no process can be started to open pictures in: {problem.strerror}"
                raise EnvironmentFailure(message, "end other programs, or allow more processes") from None
            self._owner, self.holds = os.getpid(), None
            atexit.register(self.end)
        return self._process

    def _cause(self, code: int) -> str:
        if hasattr(signal, "SIGXCPU") and code == -signal.SIGXCPU:
            return f"it takes more than the limit of {self._seconds} seconds to open"
        return "the process that opened it died: it ran out of memory, or a library broke"

    def end(self) -> int:
        """Ends the process, and returns how it ended; 0 when there is none of ours."""
        process, self._process, self.holds = self._process, None, None
        if process is None or self._owner != os.getpid():
            return 0
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                pipe.close()
        try:
            return process.wait(1)
        except subprocess.TimeoutExpired:
            process.kill()
            return process.wait()
