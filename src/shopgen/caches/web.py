"""Files of one web site, by a few connections that stay open, within limits of time and size."""

import socket
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.client import BadStatusLine, HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from threading import Lock
from urllib.parse import SplitResult, urljoin, urlsplit

import shopgen
from shopgen.caches.protocol import Patience, Trouble

REDIRECTS = 3

_CHUNK = 1 << 16
_MOVED = {301, 302, 303, 307, 308}
_ABSENT = {404, 410}
_HEADERS = {"User-Agent": f"shopgen/{shopgen.__version__}", "Accept-Encoding": "identity", "Accept": "*/*"}


class Web:
    """The site at `url`; may be asked by several threads at once."""

    def __init__(self, url: str, patience: Patience) -> None:
        self._site = urlsplit(url)
        self._patience = patience
        self._idle: list[HTTPConnection] = []
        self._all: set[HTTPConnection] = set()
        self._lock = Lock()
        self._is_closed = False
        self._context = ssl.create_default_context() if self._site.scheme == "https" else None

    def get(self, address: str, limit: int, until: float) -> bytes | None:
        """The body of the answer for a path with its query; None when there is nothing at it.

        Raises Trouble for more than `limit` bytes, for an answer that takes longer than `until`, and for every other
        answer than a file of this very site.
        """
        for _ in range(REDIRECTS + 1):
            status, answer = self._ask(address, limit, until)
            if status in _ABSENT:
                return None
            if status not in _MOVED:
                break
            address = self._elsewhere(address, answer.decode("latin-1"))
        if status != 200:
            raise Trouble("redirects in circles" if status in _MOVED else f"answers with status {status}")
        return answer

    def close(self) -> None:
        """Ends every request that is under way, and lets none begin."""
        with self._lock:
            self._is_closed, connections = True, tuple(self._all)
        for connection in connections:
            if connection.sock is not None:
                with suppress(OSError):
                    connection.sock.shutdown(socket.SHUT_RDWR)
            connection.close()

    def _ask(self, address: str, limit: int, until: float) -> tuple[int, bytes]:
        """The status, and the body of a file or the target of a redirect."""
        while True:
            idle = self._idle_one()
            connection = idle or self._new()
            try:
                with self._kept(connection):
                    return self._asked(connection, address, limit, until)
            except (ConnectionError, BadStatusLine) as problem:
                if idle is None:
                    raise _trouble(problem) from None  # else a site had enough of a connection that nobody used
            except (HTTPException, OSError, ValueError) as problem:
                raise _trouble(problem) from None

    def _asked(self, connection: HTTPConnection, address: str, limit: int, until: float) -> tuple[int, bytes]:
        self._wait_less(connection, until)
        connection.request("GET", address, headers=_HEADERS)
        with connection.getresponse() as answer:
            if answer.status == 200:
                return answer.status, self._body(connection, answer, limit, until)
            answer.read(_CHUNK)
            if not answer.isclosed():
                connection.close()
            target = answer.headers.get("Location", "") if answer.status in _MOVED else ""
            return answer.status, target.encode("latin-1", "replace")

    @contextmanager
    def _kept(self, connection: HTTPConnection) -> Iterator[None]:
        """Open for the next question when this one is answered to its end, which http.client sees to; else closed."""
        try:
            yield
        except BaseException:
            connection.close()
            raise
        finally:
            with self._lock:
                if self._is_closed or connection.sock is None:
                    self._all.discard(connection)
                    connection.close()
                else:
                    self._idle.append(connection)

    def _body(self, connection: HTTPConnection, answer: HTTPResponse, limit: int, until: float) -> bytes:
        if answer.headers.get("Content-Encoding", "identity") != "identity":
            raise Trouble("compresses files, though it was asked not to")
        chunks, size = [], 0
        while chunk := answer.read1(_CHUNK):
            chunks.append(chunk)
            size += len(chunk)
            if size > limit:
                raise Trouble("sends more than a picture can have")
            self._wait_less(connection, until)
        answer.read()  # `read1` does not notice that all is there, and the connection would not be used again
        return b"".join(chunks)

    def _idle_one(self) -> HTTPConnection | None:
        with suppress(IndexError):
            return self._idle.pop()
        return None

    def _new(self) -> HTTPConnection:
        host, port = self._site.hostname or "", self._site.port
        if self._context is None:
            connection = HTTPConnection(host, port)
        else:
            connection = HTTPSConnection(host, port, context=self._context)
        with self._lock:
            if self._is_closed:
                raise Trouble("was asked no more")
            self._all.add(connection)
        return connection

    def _wait_less(self, connection: HTTPConnection, until: float) -> None:
        seconds = min(self._patience.silence, until - time.monotonic())
        if seconds <= 0:
            raise TimeoutError
        connection.timeout = seconds
        if connection.sock is not None:
            connection.sock.settimeout(seconds)

    def _elsewhere(self, address: str, target: str) -> str:
        """Where a redirect leads, as a path. Raises Trouble when that is not this site."""
        here = self._site
        try:
            there = urlsplit(urljoin(f"{here.scheme}://{here.netloc}{address}", target))
            is_here = _origin(there) == _origin(here)
        except ValueError:
            is_here = False
        if not is_here or not (target.isascii() and target.isprintable() and " " not in target):
            raise Trouble("redirects to another host", "write the address at which the shop is, with or without `www.`")
        return there.path + (f"?{there.query}" if there.query else "")


def _origin(url: SplitResult) -> tuple[str, str | None, int | None]:
    return url.scheme, url.hostname, url.port or {"http": 80, "https": 443}.get(url.scheme)


def _trouble(problem: Exception) -> Trouble:
    if isinstance(problem, TimeoutError):
        return Trouble("is too slow to answer")
    if isinstance(problem, ssl.SSLError):
        return Trouble("has no certificate that can be trusted")
    if isinstance(problem, OSError):
        return Trouble("cannot be reached")
    return Trouble("does not answer as a web site should")
