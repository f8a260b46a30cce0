"""Builds with this process alone, with two, and with a Dask cluster on this machine, and shows who worked how much.

    pip install "shopgen[dask]"
    python benchmarks/machines.py 1000 10000 --folder /dev/shm/bench

The shops are those that `compare.py` builds, and the one in this repository, which is there for its photographs. Every
build is a first one. Scheduler and workers are processes of this machine, so that they share its processors with the
build: CPU seconds tell what they would need on machines of their own. Memory and what travels are found out in builds
that are not timed; Linux only.
"""

import argparse
import os
import re
import shutil
import socket
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from statistics import median
from subprocess import DEVNULL, Popen

from compare import count
from make_shop import size, write_shopgen
from measuring import family, peak_memory, timed
from tables import circumstances, put, say, table

DEMO = Path(__file__).parent.parent
WORKERS = 2
PATIENCE = 30.0
HEADS = (
    *("shop", "who works", "wall s", "CPU s here", "CPU s workers", "CPU s scheduler"),
    *("MB here", "MB a worker", "MB sent", "MB back"),
)
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Shop:
    name: str
    source: Path
    work: Path

    def build(self, *how: str) -> list[str]:
        """The command of a first build."""
        for folder in ("output", "memory"):
            shutil.rmtree(self.work / folder, ignore_errors=True)
        places = ("--source", self.source, "--output", self.work / "output", "--cache-dir", self.work / "memory")
        return [sys.executable, "-m", "shopgen", "build", *map(str, places), "--quiet", *how]


@dataclass(frozen=True)
class Cluster:
    port: int
    scheduler: int
    workers: tuple[int, ...]


def main() -> None:
    given = arguments()
    told = circumstances(f"Dask {version('distributed')}")
    rows = [row for shop in shops(given) for row in measured(shop, given.runs)]
    text = f"{told}\n\n{table(HEADS, rows, 2)}"
    print(text)
    if given.write:
        put(given.write, given.table, text)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add = parser.add_argument
    add("sizes", type=size, nargs="*", metavar="PRODUCTS", help="multiples of 50")
    add("--folder", type=Path, required=True, help="for shops and pages; best a tmpfs, which hides no program")
    add("--runs", type=count, default=3)
    add("--no-pictures", action="store_true", help="leave out the shop with photographs")
    add("--write", type=Path, metavar="DOCUMENT", help="put the table into this document")
    add("--table", default="machines", help="its place there")
    return parser.parse_args()


def shops(given: argparse.Namespace) -> Iterator[Shop]:
    for products in given.sizes:
        folder = given.folder / f"machines-{products}"
        say(f"writing {products:,} products")
        write_shopgen(folder / "shop", products)
        yield Shop(f"{products:,} products", folder / "shop", folder)
        shutil.rmtree(folder)
    if not given.no_pictures:
        folder = given.folder / "machines-pictures"
        yield Shop("pictures", DEMO, folder)
        shutil.rmtree(folder)


def measured(shop: Shop, runs: int) -> Iterator[Sequence[str]]:
    yield alone(shop, runs, "this process", "--jobs", "1")
    yield alone(shop, runs, f"{WORKERS} processes", "--jobs", str(WORKERS))
    yield together(shop, runs)


def alone(shop: Shop, runs: int, name: str, *how: str) -> Sequence[str]:
    say(f"{shop.name}: {name}")
    found = [timed(shop.build(*how)) for _ in range(runs)]
    wall, cpu = median(run.wall for run in found), median(run.cpu for run in found)
    return [shop.name, name, f"{wall:.1f}", f"{cpu:.1f}", "", "", f"{peak_memory(shop.build(*how)):,.0f}", "", "", ""]


def together(shop: Shop, runs: int) -> Sequence[str]:
    """With a new cluster for each build."""
    found = []
    for number in range(runs):
        say(f"{shop.name}: Dask, {number + 1} of {runs}")
        with cluster() as there:
            before = [cpu_of(there.scheduler), sum(map(cpu_of, there.workers))]
            run = timed(shop.build("--executor", f"dask://127.0.0.1:{there.port}"))
            after = [cpu_of(there.scheduler), sum(map(cpu_of, there.workers))]
        found.append((run.wall, run.cpu, after[1] - before[1], after[0] - before[0]))
    say(f"{shop.name}: Dask, memory and what travels")
    with cluster() as there, Relay(there.port) as relay:
        here = peak_memory(shop.build("--executor", f"dask://127.0.0.1:{relay.port}"))
        worker = max(map(largest, there.workers))
    seconds = [f"{median(run[column] for run in found):.1f}" for column in range(4)]
    sizes = [here, worker, relay.sent / 1e6, relay.back / 1e6]
    return [shop.name, f"Dask, {WORKERS} workers", *seconds, *(f"{each:,.0f}" for each in sizes)]


@contextmanager
def cluster() -> Iterator[Cluster]:
    """A scheduler and its workers, all processes of this machine."""
    port = free_port()
    with ExitStack() as ends:

        def start(module: str, *options: str) -> int:
            command = [sys.executable, "-m", f"distributed.cli.{module}", *options, "--no-dashboard"]
            process = Popen(command, stdout=DEVNULL, stderr=DEVNULL)
            ends.callback(process.wait)
            ends.callback(process.terminate)
            return process.pid

        scheduler = start("dask_scheduler", "--host", "127.0.0.1", "--port", str(port))
        one = ("--nthreads", "1", "--no-nanny", "--memory-limit", "0")
        workers = tuple(start("dask_worker", f"tcp://127.0.0.1:{port}", *one) for _ in range(WORKERS))
        wait_for_workers(port)
        yield Cluster(port, scheduler, workers)


def wait_for_workers(port: int) -> None:
    from distributed import Client

    with Client(f"tcp://127.0.0.1:{port}", timeout=PATIENCE) as client:
        client.wait_for_workers(WORKERS, timeout=PATIENCE)


class Relay:
    """Stands before a server and counts the bytes that are `sent` to it and come `back`."""

    def __init__(self, port: int) -> None:
        self.sent = 0
        self.back = 0
        self._target = port
        self._server = socket.create_server(("127.0.0.1", 0))
        self.port = self._server.getsockname()[1]

    def __enter__(self) -> "Relay":
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                here, _ = self._server.accept()
                there = socket.create_connection(("127.0.0.1", self._target))
                for way in ((here, there, "sent"), (there, here, "back")):
                    threading.Thread(target=self._pass_on, args=way, daemon=True).start()

    def _pass_on(self, source: socket.socket, target: socket.socket, way: str) -> None:
        with suppress(OSError):
            while chunk := source.recv(1 << 18):
                setattr(self, way, getattr(self, way) + len(chunk))
                target.sendall(chunk)
        for each in (source, target):
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def cpu_of(pid: int) -> float:
    """Seconds of processors that a process and all that it started have used."""
    stats = (Path(f"/proc/{each}/stat").read_text().rpartition(")")[2].split() for each in family(pid))
    return sum(sum(map(int, fields[11:15])) for fields in stats) / TICKS


def largest(pid: int) -> float:
    """The largest resident sets of a process and of all that it started, in MB."""
    told = "\n".join(Path(f"/proc/{each}/status").read_text() for each in family(pid))
    return sum(map(int, re.findall(r"^VmHWM:\s*(\d+) kB$", told, re.MULTILINE))) / 1000


if __name__ == "__main__":
    main()
