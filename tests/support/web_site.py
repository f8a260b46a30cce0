"""A web site on this machine that serves a folder, and goes wrong when it is told to."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote

Fault = Callable[["Visit", bytes], None]
"""Answers a request for a file with these bytes, in some wrong way."""


class WebSite(ThreadingHTTPServer):
    """`faults` by the beginning of a path; the longest that fits decides. `asked` are the paths of all requests."""

    daemon_threads = True

    def __init__(self, folder: Path) -> None:
        super().__init__(("127.0.0.1", 0), Visit)
        self.folder = folder
        self.faults: dict[str, Fault] = {}
        self.asked: list[str] = []
        self.at_once = 0
        self.most_at_once = 0
        self.lock = threading.Lock()
        self.ended = threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def handle_error(self, request: object, client_address: object) -> None:
        """Who asked is gone; that is for the tests to judge."""


class Visit(BaseHTTPRequestHandler):
    server: WebSite
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        site = self.server
        with site.lock:
            site.asked.append(self.path)
            site.at_once += 1
            site.most_at_once = max(site.most_at_once, site.at_once)
        try:
            self.visit()
        finally:
            with site.lock:
                site.at_once -= 1

    def visit(self) -> None:
        file = self.server.folder / unquote(self.path).lstrip("/")
        content = file.read_bytes() if file.is_file() else None
        fitting = [begin for begin in self.server.faults if self.path.startswith(begin)]
        if fitting:
            self.server.faults[max(fitting, key=len)](self, content or b"")
        elif content is None:
            self.tell(404, b"nothing here")
        else:
            self.tell(200, content)

    def tell(self, status: int, content: bytes, **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *said: object) -> None:
        pass


def silent(visit: Visit, content: bytes) -> None:
    visit.server.ended.wait(30)


def dripping(visit: Visit, content: bytes) -> None:
    """A byte now and then, so that the connection is never silent for long."""
    visit.send_response(200)
    visit.send_header("Content-Length", str(len(content)))
    visit.end_headers()
    for byte in content:
        visit.wfile.write(bytes([byte]))
        visit.wfile.flush()
        if visit.server.ended.wait(0.05):
            return


def failing(visit: Visit, content: bytes) -> None:
    visit.tell(500, b"x" * 300_000)


def flipped(visit: Visit, content: bytes) -> None:
    visit.tell(200, content[:-1] + bytes([content[-1] ^ 1]))


def cut_off(visit: Visit, content: bytes) -> None:
    visit.send_response(200)
    visit.send_header("Content-Length", str(len(content)))
    visit.end_headers()
    visit.wfile.write(content[: len(content) // 2])
    visit.close_connection = True


def endless(visit: Visit, content: bytes) -> None:
    visit.send_response(200)
    visit.send_header("Connection", "close")
    visit.end_headers()
    while not visit.server.ended.is_set():
        visit.wfile.write(b"x" * 100_000)


def compressed(visit: Visit, content: bytes) -> None:
    visit.tell(200, content, Content_Encoding="gzip")


def no_http(visit: Visit, content: bytes) -> None:
    visit.wfile.write(b"220 mail.example ESMTP\r\n")
    visit.close_connection = True


def hanging_up(visit: Visit, content: bytes) -> None:
    """Right, but the connection is closed without a word, as servers do with those that were idle."""
    visit.tell(200, content)
    visit.close_connection = True


def leading_to(target: str) -> Fault:
    return lambda visit, content: visit.tell(302, b"over there", Location=target)


@contextmanager
def silent_port() -> Iterator[int]:
    """A port where nobody listens, and nobody else can begin to."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield int(taken.getsockname()[1])


@contextmanager
def serving(folder: Path) -> Iterator[WebSite]:
    with WebSite(folder) as site:
        thread = threading.Thread(target=site.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield site
        finally:
            site.ended.set()
            site.shutdown()
            thread.join()
            time.sleep(0)
