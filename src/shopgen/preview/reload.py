"""Browsers that follow the pages they show: server-sent events."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress

KEEP_ALIVE_SECONDS = 15.0

Look = Callable[[], Awaitable[str]]


class Browsers:
    """Everybody who waits for a change."""

    def __init__(self) -> None:
        self._is_closed = False
        self._loop: asyncio.AbstractEventLoop | None = None
        self._waiting: set[asyncio.Event] = set()

    def tell(self) -> None:
        """Lets every browser look again. May be called from any thread."""
        if self._loop is not None:
            with suppress(RuntimeError):  # it is closed: the preview ends
                self._loop.call_soon_threadsafe(self._wake)

    def close(self) -> None:
        """Sends everybody away."""
        self._is_closed = True
        self.tell()

    async def events(self, look: Look) -> AsyncIterator[str]:
        """The stream for one browser: what `look` gives now, and again after each change that makes it another."""
        self._loop = asyncio.get_running_loop()
        changed = asyncio.Event()
        self._waiting.add(changed)
        last = None
        try:
            while not self._is_closed:
                changed.clear()
                now = await look()
                yield _event(now) if now != last else _STILL_HERE
                last = now
                await _wait(changed)
        finally:
            self._waiting.discard(changed)

    def _wake(self) -> None:
        for changed in self._waiting:
            changed.set()


_STILL_HERE = ": still here\n\n"


async def _wait(changed: asyncio.Event) -> None:
    try:
        await asyncio.wait_for(changed.wait(), KEEP_ALIVE_SECONDS)
    except TimeoutError:
        return


def _event(data: str) -> str:
    return f"retry: 500\nevent: shown\ndata: {data}\n\n"
