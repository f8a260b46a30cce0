"""Browsers that wait for changes: server-sent events."""

import asyncio
import secrets
from collections.abc import AsyncIterator, Iterable

KEEP_ALIVE_SECONDS = 15.0
_END = ""


class Browsers:
    """Everybody who waits. `state` names what a page shows that is served now."""

    def __init__(self) -> None:
        self._server = secrets.token_hex(4)
        self._changes = 0
        self._loop: asyncio.AbstractEventLoop | None = None
        self._waiting: set[asyncio.Queue[str]] = set()

    @property
    def state(self) -> str:
        return f"{self._server}-{self._changes}"

    def tell(self, changed: Iterable[str]) -> None:
        """Lets every browser follow a change of the files `changed`. May be called from any thread."""
        self._changes += 1
        self._send("styles" if all(path.endswith(".css") for path in changed) else "reload")

    def close(self) -> None:
        """Sends everybody away."""
        self._send(_END)

    async def events(self, seen: str) -> AsyncIterator[str]:
        """The stream for a browser that shows the state `seen`; begins with a reload when that is the past."""
        self._loop = asyncio.get_running_loop()
        queue: asyncio.Queue[str] = asyncio.Queue()
        self._waiting.add(queue)
        try:
            yield "retry: 500\n\n" if seen == self.state else _event("reload")
            while True:
                try:
                    name = await asyncio.wait_for(queue.get(), KEEP_ALIVE_SECONDS)
                except TimeoutError:
                    yield ": still here\n\n"
                    continue
                if name == _END:
                    return
                yield _event(name)
        finally:
            self._waiting.discard(queue)

    def _send(self, name: str) -> None:
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._deliver, name)

    def _deliver(self, name: str) -> None:
        for queue in self._waiting:
            queue.put_nowait(name)


def _event(name: str) -> str:
    return f"retry: 500\nevent: {name}\ndata:\n\n"
