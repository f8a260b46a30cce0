"""Sockets, and the life of the preview."""

import errno
import logging
import socket
from collections.abc import Callable
from urllib.parse import quote

import uvicorn
from starlette.types import ASGIApp

from shopgen.core.failures import EnvironmentFailure
from shopgen.preview.guard import ANY_ADDRESS
from shopgen.preview.holders import holder
from shopgen.preview.reload import Browsers
from shopgen.preview.requests import Requests

LOCAL = "localhost"
OWN_ADDRESSES = ("127.0.0.1", "::1")
PORTS_TRIED = 50
LONGEST_HEAD = 64 * 1024

_NO_SUCH_ADDRESS = frozenset((errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT, errno.EPROTONOSUPPORT))

Say = Callable[[str], None]


def listen(host: str, port: int, say: Say) -> list[socket.socket]:
    """Sockets on `port` or, saying who has it, on the next that is free. Raises EnvironmentFailure.

    This computer has two addresses of its own, and a browser may take either for `localhost`: without a `host` there is
    a socket on each that the system has.
    """
    for candidate in range(port, min(port + PORTS_TRIED, 65536)):
        try:
            return _bound(host, candidate)
        except OSError as problem:
            if not _is_taken(problem):
                reason = (problem.strerror or str(problem)).lower()
                hint = "ports below 1024 are the administrator's" if problem.errno == errno.EACCES else ""
                message = f"cannot listen on {host or LOCAL}, port {candidate}: {reason}"
                raise EnvironmentFailure(message, hint) from None
            say(f"Port {candidate} is in use by {holder(candidate) or 'another program'}; trying {candidate + 1}.")
    raise EnvironmentFailure(f"no free port from {port} on", "name another with --port")


class Server(uvicorn.Server):
    """`run` serves until the process is told to end; `started` is called when the first request can come."""

    def __init__(self, app: ASGIApp, browsers: Browsers, started: Callable[[], None]) -> None:
        logging.getLogger("uvicorn").addHandler(logging.NullHandler())
        super().__init__(
            uvicorn.Config(
                app,
                http=Requests,
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
    name = {"": LOCAL, "0.0.0.0": LOCAL, "::": LOCAL}.get(host, host)
    return f"http://{f'[{name}]' if ':' in name else name}:{port}{quote(prefix)}"


def address_for_others(host: str, port: int, prefix: str) -> str:
    """Where other devices in the network of this computer find the shop; empty when there is no network."""
    own = _own_address(host) if host in ANY_ADDRESS else host
    return address(own, port, prefix) if own else ""


def _own_address(host: str) -> str:
    """The address with which this computer would go out. Nothing is sent: to connect UDP only chooses a way."""
    family, elsewhere = (socket.AF_INET, "192.0.2.1") if host == "0.0.0.0" else (socket.AF_INET6, "2001:db8::1")
    try:
        with socket.socket(family, socket.SOCK_DGRAM) as probe:
            probe.connect((elsewhere, 9))
            return str(probe.getsockname()[0])
    except OSError:
        return ""


def _bound(host: str, port: int) -> list[socket.socket]:
    bound: list[socket.socket] = []
    try:
        for name in (host,) if host else OWN_ADDRESSES:
            try:
                bound.append(_listening(name, port))
            except OSError as problem:
                if host or problem.errno not in _NO_SUCH_ADDRESS:
                    raise
        if not bound:
            raise OSError(errno.EADDRNOTAVAIL, "this computer has no address of its own")
    except OSError:
        for each in bound:
            each.close()
        raise
    return bound


def _listening(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    try:
        if hasattr(socket, "SO_EXCLUSIVEADDRUSE"):
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6 and host in OWN_ADDRESSES:
            listening.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        listening.bind((host, port))
        listening.listen(128)
    except OSError:
        listening.close()
        raise
    return listening


def _is_taken(problem: OSError) -> bool:
    return problem.errno == errno.EADDRINUSE or getattr(problem, "winerror", 0) in {10013, 10048}
