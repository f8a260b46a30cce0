"""A preview of a real shop on a real socket, in this process."""

import json
import shutil
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from msgspec import Struct

from shopgen.preview.answers import Answers
from shopgen.preview.app import application
from shopgen.preview.changes import Changes
from shopgen.preview.places import Places
from shopgen.preview.reload import Browsers
from shopgen.preview.serve import Server, listen
from shopgen.preview.watch import Watch
from shopgen.session import Options, Session
from support.inline import lay

SHOP = """\
-- shop.yaml --
name: Glinka
base_url: https://glinka.example/
currency: EUR
checkout:
  enquiry: {email: studio@glinka.example}
-- catalog/mugs/_category.yaml --
title: Mugs
-- catalog/mugs/blue.yaml --
title: Blue mug
sku: MUG-BLUE
price: 24
summary: It is blue.
-- catalog/mugs/green.yaml --
title: Green mug
sku: MUG-GREEN
price: 22
draft: true
-- content/news/later.md --
---
title: Later
date: 2099-01-05
---
Not yet.
-- static/.well-known/security.txt --
Contact: mailto:studio@glinka.example
-- static/note.txt --
A note.
"""


class Reply(Struct, frozen=True):
    status: int
    headers: dict[str, str]
    body: str


class Preview:
    """`get` asks for an address; `events` are what a browser is told that shows one."""

    def __init__(self, root: Path, host: str = "127.0.0.1", reload: bool = True) -> None:
        self.root = root
        self.crashes: list[Exception] = []
        options = Options(
            root=root,
            output=root / "public",
            cache=root / ".shopgen",
            clock=datetime(2026, 11, 22, tzinfo=UTC),
            drafts=True,
            future=True,
            expired=True,
            is_preview=True,
        )
        self.session = Session(options)
        self.answers = Answers(self.session, lambda planned, session: None, self._crash)
        browsers = Browsers()
        self.changes = Changes(self.answers, browsers.tell)
        self._watch = Watch(root, self.changes.put)
        self._listening = listen("127.0.0.1", 18500, lambda line: None)
        self.port = self._listening[0].getsockname()[1]
        self._started = threading.Event()
        app = application(self.answers, browsers, Places(options), host, reload)
        self._server = Server(app, browsers, self._started.set)
        self._thread = threading.Thread(target=self._server.run, args=(self._listening,), daemon=True)

    def start(self) -> None:
        self.answers.prefix()
        self._watch.start()
        self.changes.start()
        self.changes.put_all()
        self._thread.start()
        assert self._started.wait(60)

    def stop(self) -> None:
        """Ends all threads, when what was seen has been followed."""
        self._server.should_exit = True
        self._watch.stop()
        self.changes.stop()
        for thread in (self._thread, self.changes):
            if thread.ident is not None:
                thread.join()
        for each in self._listening:
            each.close()

    def get(self, address: str, method: str = "GET", **headers: str) -> Reply:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request(method, address, headers={name.replace("_", "-"): value for name, value in headers.items()})
        answer = connection.getresponse()
        reply = Reply(answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read().decode())
        connection.close()
        return reply

    def raw(self, request: bytes) -> bytes:
        """Whatever comes back for the bytes of one request, which must ask to close the connection."""
        parts = []
        with socket.create_connection(("127.0.0.1", self.port), timeout=60) as connection, suppress(ConnectionError):
            connection.sendall(request)
            while part := connection.recv(65536):
                parts.append(part)
        return b"".join(parts)

    def events(self, address: str) -> Iterator[dict[str, Any]]:
        """What is told to a browser that shows the page at `address`."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request("GET", f"/_shopgen/events?page={quote(address)}")
        answer = connection.getresponse()
        assert answer.getheader("content-type") == "text/event-stream; charset=utf-8"
        try:
            while line := answer.readline():
                name, _, data = line.decode().rstrip("\n").partition(": ")
                if name == "data":
                    yield json.loads(data)
        finally:
            answer.close()
            connection.close()

    def _crash(self, problem: Exception) -> str:
        self.crashes.append(problem)
        return f"this is a bug in shopgen ({type(problem).__name__})"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = lay(tmp_path / "shop", SHOP)
    shutil.rmtree(folder / "themes")
    return folder


@pytest.fixture
def serve(root: Path) -> Iterator[Callable[..., Preview]]:
    """Starts previews of the shop; they end with the test."""
    started: list[Preview] = []

    def serve(start: bool = True, **options: object) -> Preview:
        preview = Preview(root, **options)
        started.append(preview)
        if start:
            preview.start()
        return preview

    yield serve
    for preview in started:
        preview.stop()
