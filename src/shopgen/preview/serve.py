"""Sockets, and the life of the preview."""

import errno
import logging
import socket
from collections.abc import Callable
from urllib.parse import quote

import uvicorn
from starlette.types import ASGIApp

from shopgen.core.failures import EnvironmentFailure
from shopgen.preview.reload import Browsers

PORTS_TRIED = 50
LONGEST_HEAD = 64 * 1024

Say = Callable[[str], None]


def listen(host: str, port: int, say: Say) -> socket.socket:
    """A socket on `port` or, saying so, on the next that is free. Raises EnvironmentFailure."""
    for candidate in range(port, min(port + PORTS_TRIED, 65536)):
        try:
            return _bound(host, candidate)
        except OSError as problem:
            if not _is_taken(problem):
                reason = (problem.strerror or str(problem)).lower()
                raise EnvironmentFailure(f"cannot listen on {host}, port {candidate}: {reason}") from None
            say(f"Port {candidate} is in use by another program; trying {candidate + 1}.")
    raise EnvironmentFailure(f"no free port from {port} on", "name another with --port")


class Server(uvicorn.Server):
    """`run` serves until the process is told to end; `started` is called when the first request can come."""

    def __init__(self, app: ASGIApp, browsers: Browsers, started: Callable[[], None]) -> None:
        logging.getLogger("uvicorn").addHandler(logging.NullHandler())
        super().__init__(
            uvicorn.Config(
                app,
                http="h11",
                ws="none",
                lifespan="off",
                log_config=None,
                access_log=False,
                log_level="critical",
                server_header=False,
                h11_max_incomplete_event_size=LONGEST_HEAD,
                timeout_graceful_shutdown=1,
            )
        )
        self._browsers = browsers
        self._tell_started = started

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._tell_started()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Browsers that wait for changes would keep the server waiting for them."""
        self._browsers.close()
        await super().shutdown(sockets)


def address(host: str, port: int, prefix: str) -> str:
    """Where a browser on this computer finds the shop."""
    name = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
    return f"http://{f'[{name}]' if ':' in name else name}:{port}{quote(prefix)}"


def _bound(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    try:
        if hasattr(socket, "SO_EXCLUSIVEADDRUSE"):
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
        listening.listen(128)
    except OSError:
        listening.close()
        raise
    return listening


def _is_taken(problem: OSError) -> bool:
    return problem.errno in {errno.EADDRINUSE, errno.EACCES} or getattr(problem, "winerror", 0) in {10013, 10048}
