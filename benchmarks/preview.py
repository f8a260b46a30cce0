"""Saves a product again and again while a preview runs, and shows how long its page takes to follow.

    python benchmarks/preview.py 1000 10000 --folder /dev/shm/bench
    python benchmarks/preview.py 10000 --peers shopgen --browser chromium --folder /dev/shm/bench

Milliseconds from the end of the write to the changed page in the hand of who asks for it, asked anew every few
milliseconds. With --browser a page of that Chromium is open as well, and the time until the new price is painted in it
has columns of its own (needs Playwright). The start is from the command to the first page; the second one finds what
the first preview remembered.
"""

import argparse
import http.client
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from catalogue import Catalogue
from compare import count, names, ratio
from make_shop import size
from measuring import memory
from peers import EDITED, Peer, Place, change_price, peers
from tables import report, say

HOST = "127.0.0.1"
OK = 200
SECONDS_BETWEEN_REQUESTS = 0.003
SECONDS_BETWEEN_SAVES = 1.0
SECONDS_OF_PATIENCE = 600.0
BROWSER_ARGUMENTS = [
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]
HEADS = (
    *("products", "generator", "save to page, ms", "least", "most", "median / Hugo", "save to screen, ms", "most"),
    *("start to first page, s", "started again, s", "server MB"),
)


@dataclass(frozen=True)
class Seen:
    """What was measured of one preview: seconds, and megabytes in the end."""

    start: float
    restart: float
    saves: Sequence[float]
    megabytes: float
    screen: Sequence[float] = ()


def main() -> None:
    given = arguments()
    report(given, HEADS, 2, previewed)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add = parser.add_argument
    add("sizes", type=size, nargs="+", metavar="PRODUCTS", help="multiples of 50")
    add("--folder", type=Path, required=True, help="for shops and pages; a tmpfs is best")
    add("--saves", type=count, default=9)
    add("--browser", default="", metavar="PROGRAM", help="a Chromium that shows the page too")
    add("--peers", type=names(peers("")), default=["hugo", "shopgen"], metavar=",".join(peers("")))
    add("--hugo", default="hugo", metavar="PROGRAM")
    add("--write", type=Path, metavar="DOCUMENT", help="put the table into this document")
    add("--table", default="preview", help="its place there")
    return parser.parse_args()


def previewed(products: int, given: argparse.Namespace) -> Iterator[Sequence[str]]:
    """The rows of one size."""
    known, hugo = peers(given.hugo), 0.0
    for peer in (known[name] for name in given.peers):
        place = peer.place(given.folder, products)
        place.forget()
        peer.write(place.shop, products)
        refusal = peer.refusal(place)
        if refusal:
            say(f"left out: {peer.name}\n{refusal}")
            continue
        say(f"{products:,}: previewing with {peer.name}")
        seen = preview(peer, place, products, given.saves, given.browser)
        hugo = median(seen.saves) if peer.name == "Hugo" else hugo
        yield row(products, peer, seen, hugo)
    shutil.rmtree(given.folder / str(products))


def preview(peer: Peer, place: Place, products: int, saves: int, browser: str) -> Seen:
    """Starts the preview, saves the product `saves` times, and starts it once more."""
    address = f"/products/{Catalogue(products).product(EDITED).slug}/"
    file = peer.edited(place, products)
    with server(peer, place, address) as shown:
        start = shown.after()
        times = [saved(shown, file) for _ in range(saves)]
        megabytes = memory(shown.running.pid)
        screen = painted(shown, file, saves, browser) if browser else ()
    with server(peer, place, address) as shown:
        restart = shown.after()
    return Seen(start, restart, times, megabytes, screen)


@dataclass(frozen=True)
class Shown:
    """A page of a running preview."""

    running: subprocess.Popen[bytes]
    port: int
    address: str

    def after(self, text: str = "") -> float:
        """Seconds from now until the page is there and holds `text`."""
        began = time.perf_counter()
        while time.perf_counter() - began < SECONDS_OF_PATIENCE:
            page = self._now()
            if page is not None and text.encode() in page:
                return time.perf_counter() - began
            if self.running.poll() is not None:
                sys.exit(f"the preview ended with {self.running.returncode}")
            time.sleep(SECONDS_BETWEEN_REQUESTS)
        sys.exit(f"{self.address} did not show `{text}` within {SECONDS_OF_PATIENCE:.0f} s")

    def _now(self) -> bytes | None:
        connection = http.client.HTTPConnection(HOST, self.port, timeout=SECONDS_OF_PATIENCE)
        try:
            connection.request("GET", self.address)
            response = connection.getresponse()
            return response.read() if response.status == OK else None
        except (OSError, http.client.HTTPException):
            return None
        finally:
            connection.close()


@contextmanager
def server(peer: Peer, place: Place, address: str) -> Iterator[Shown]:
    """The page at `address` in a preview that has just been started, and is ended in the end."""
    port = free_port()
    command = peer.serve(place, port)
    running = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield Shown(running, port, address)
    finally:
        running.terminate()
        running.wait()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def saved(shown: Shown, file: Path) -> float:
    """Seconds from the end of a write with another price to the page whose structured data has it."""
    time.sleep(SECONDS_BETWEEN_SAVES)
    price = change_price(file)
    return shown.after(f'"{price}"')


def painted(shown: Shown, file: Path, saves: int, browser: str) -> list[float]:
    """Seconds from the end of each write to the frame in which the open page shows the new price."""
    from playwright.sync_api import sync_playwright

    times = []
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=shutil.which(browser), args=BROWSER_ARGUMENTS)
        page = started.new_page()
        page.goto(f"http://{HOST}:{shown.port}{shown.address}")
        for _ in range(saves):
            time.sleep(SECONDS_BETWEEN_SAVES)
            price = change_price(file)
            began = time.perf_counter()
            page.wait_for_function("price => document.body?.innerText.includes(price)", arg=price, polling="raf")
            times.append(time.perf_counter() - began)
        started.close()
    return times


def row(products: int, peer: Peer, seen: Seen, hugo: float) -> Sequence[str]:
    saves = (median(seen.saves), min(seen.saves), max(seen.saves))
    cells = [f"{products:,}", peer.name, *(f"{1000 * seconds:,.0f}" for seconds in saves), ratio(saves[0], hugo)]
    cells += [f"{1000 * figure(seen.screen):,.0f}" if seen.screen else "-" for figure in (median, max)]
    return [*cells, f"{seen.start:.2f}", f"{seen.restart:.2f}", f"{seen.megabytes:,.0f}"]


if __name__ == "__main__":
    main()
