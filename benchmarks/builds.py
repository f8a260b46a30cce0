"""Measures what a person waits for: a first build, one with nothing to do, one after a changed price.

    python benchmarks/builds.py 1000 10000
    python benchmarks/builds.py 10000 --keep /tmp/shops

Every build is a process of its own, as on the command line. Of the builds that are repeated the median is shown. Memory
is the largest sum over all processes of what each has for itself and its part of what they share (PSS, Linux only;
elsewhere the largest resident set of the first process).
"""

import argparse
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import NamedTuple

MAKE_SHOP = Path(__file__).with_name("make_shop.py")
SECONDS_BETWEEN_LOOKS = 0.05
PRICE = re.compile(r"^price: (\d+)\.(\d\d)$", re.MULTILINE)


class Run(NamedTuple):
    wall: float
    cpu: float
    megabytes: float


def build(shop: Path, *options: str) -> Run:
    """One `shopgen build` of the shop. Ends this script when it fails."""
    began = time.perf_counter()
    command = [sys.executable, "-m", "shopgen", "build", *options]
    child = subprocess.Popen(command, cwd=shop, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    peak = 0.0
    while True:
        pid, status, used = os.wait4(child.pid, os.WNOHANG)
        if pid:
            break
        peak = max(peak, sum(map(shared_out, family(child.pid))))
        time.sleep(SECONDS_BETWEEN_LOOKS if time.perf_counter() - began > 1 else 0.005)
    wall = time.perf_counter() - began
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        sys.exit(f"the build of {shop} ended with {child.returncode}")
    return Run(wall, used.ru_utime + used.ru_stime, peak or used.ru_maxrss / 1000)


def family(pid: int) -> Iterator[int]:
    """A process and all that it started."""
    yield pid
    for children in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in text_of(children).split():
            yield from family(int(child))


def shared_out(pid: int) -> float:
    """The megabytes that a process has for itself, and its part of what it shares; 0 where nobody can tell."""
    found = re.search(r"^Pss: +(\d+) kB", text_of(Path(f"/proc/{pid}/smaps_rollup")), re.MULTILINE)
    return int(found[1]) / 1000 if found else 0.0


def text_of(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:
        return ""


def change_a_price(shop: Path) -> None:
    product = min((shop / "catalog").rglob("*.yaml"))
    text = product.read_text("utf-8")
    price = PRICE.search(text)
    if price is None:
        sys.exit(f"{product} has no price")
    product.write_text(PRICE.sub(f"price: {int(price[1]) + 1}.{price[2]}", text, count=1), "utf-8")


def middle(runs: list[Run]) -> Run:
    return Run(*(median(values) for values in zip(*runs, strict=True)))


def measured(products: int, folder: Path, repeats: int) -> Iterator[tuple[str, Run]]:
    shop = folder / f"shop-{products}"
    shutil.rmtree(shop, ignore_errors=True)
    subprocess.run([sys.executable, MAKE_SHOP, str(products), shop], check=True)
    yield "first build", build(shop)
    yield "nothing changed, the first time", build(shop)
    yield "nothing changed", middle([build(shop) for _ in range(repeats)])
    changed = []
    for _ in range(repeats):
        change_a_price(shop)
        changed.append(build(shop))
    yield "one price changed", middle(changed)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sizes", type=int, nargs="+", metavar="PRODUCTS")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="where the shops stay; removed without it")
    parser.add_argument("--repeats", type=int, default=5)
    given = parser.parse_args()
    print(
        f"Python {platform.python_version()}, {platform.system()} {platform.machine()}, {os.cpu_count()} processors\n"
    )
    print("| products | build | wall s | CPU s | memory MB |\n|---:|---|---:|---:|---:|")
    with tempfile.TemporaryDirectory() as temporary:
        for size in given.sizes:
            for name, run in measured(size, given.keep or Path(temporary), given.repeats):
                print(f"| {size:,} | {name} | {run.wall:.2f} | {run.cpu:.2f} | {run.megabytes:,.0f} |", flush=True)


if __name__ == "__main__":
    main()
