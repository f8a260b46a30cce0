"""Builds one catalogue with shopgen and with Hugo, turn by turn, and shows how they compare.

    python benchmarks/compare.py 1000 10000 --folder /dev/shm/bench --verify --memory
    python benchmarks/compare.py 100000 --folder /dev/shm/bench --peers hugo,shopgen --runs 1

Every build is a process of its own, as on the command line. Figures are medians; a ratio is to Hugo's median of the
same call: below 1 is less than Hugo takes. What is compared and what is not: benchmarks/README.md.
"""

import argparse
import shutil
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from catalogue import Catalogue
from make_shop import size
from measuring import Run, peak_memory, timed
from peers import Peer, Place, change_price, peers
from tables import report, say
from verify import differences

FIRST = {"cold": "first build", "after": "nothing changed, straight after"}
LATER = {"nothing": "nothing changed", "edit": "one price changed"}
BUILDS = FIRST | LATER
SECONDS_UNTIL_OLD = 2.5  # shopgen compares younger files by content
HEADS = ("products", "build", "generator", "wall s", "least", "most", "CPU s", "wall / Hugo", "CPU / Hugo")
MEMORY_HEADS = ("MB", "MB / Hugo")


@dataclass
class Contender:
    """A generator at its place, with what was measured of each build."""

    peer: Peer
    place: Place
    products: int
    runs: dict[str, list[Run]] = field(default_factory=dict)
    memory: dict[str, float] = field(default_factory=dict)

    def run(self, build: str) -> None:
        self.runs.setdefault(build, []).append(timed(self._prepared(build)))

    def weigh(self, build: str) -> None:
        self.memory[build] = peak_memory(self._prepared(build))

    def _prepared(self, build: str) -> list[str]:
        """The command of a build, when files are as the build is to find them."""
        if build == "cold":
            self.place.forget()
        if build == "edit":
            change_price(self.peer.edited(self.place, self.products))
        return self.peer.build(self.place)


def main() -> None:
    given = arguments()
    report(given, HEADS + (MEMORY_HEADS if given.memory else ()), 3, compared)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add = parser.add_argument
    add("sizes", type=size, nargs="+", metavar="PRODUCTS", help="multiples of 50")
    add("--folder", type=Path, required=True, help="for shops and pages; best a tmpfs, which hides no program")
    add("--keep", action="store_true", help="leave there what was made")
    add("--runs", type=count, default=5)
    add("--builds", type=names(BUILDS), default=list(BUILDS), metavar=",".join(BUILDS))
    add("--peers", type=names(peers("")), default=list(peers("")), metavar=",".join(peers("")))
    add("--memory", action="store_true", help="measure memory too, in builds of their own")
    add("--verify", action="store_true", help="compare the pages that Hugo and shopgen made; ends when they differ")
    add("--hugo", default="hugo", metavar="PROGRAM")
    add("--write", type=Path, metavar="DOCUMENT", help="put the table into this document")
    add("--table", default="builds", help="its place there")
    given = parser.parse_args()
    if "after" in given.builds and "cold" not in given.builds:
        parser.error("`after` follows `cold`")
    if given.verify and not {"hugo", "shopgen"} <= set(given.peers):
        parser.error("--verify compares the peers hugo and shopgen")
    return given


def names(known: Iterable[str]) -> Callable[[str], list[str]]:
    """Reads names with commas between them; the reader raises ValueError for one that is not known."""
    order = list(known)

    def name(text: str) -> list[str]:
        return sorted(text.split(","), key=order.index)

    return name


def count(text: str) -> int:
    """A number from 1 on; raises ValueError for another."""
    number = int(text)
    if number < 1:
        raise ValueError(number)
    return number


def compared(products: int, given: argparse.Namespace) -> list[Sequence[str]]:
    """The rows of one size."""
    contenders = list(prepared(products, given))
    by_turns(contenders, [build for build in given.builds if build in FIRST], given.runs)
    settle(contenders)
    if given.verify:
        verify(contenders, products)
    for build in (build for build in given.builds if build in LATER):
        by_turns(contenders, [build], given.runs)
    for build in given.builds if given.memory else ():
        weigh(contenders, build)
    if not given.keep:
        shutil.rmtree(given.folder / str(products))
    return [row(each, contenders, build, given.memory) for build in given.builds for each in contenders]


def prepared(products: int, given: argparse.Namespace) -> Iterator[Contender]:
    """The generators with their shops. One that refuses its shop is left out, and what it says is shown."""
    known = peers(given.hugo)
    for peer in (known[name] for name in given.peers):
        place = peer.place(given.folder, products)
        place.forget()
        say(f"writing {products:,} products for {peer.name}")
        peer.write(place.shop, products)
        refusal = peer.refusal(place)
        if refusal:
            say(f"left out: {peer.name}\n{refusal}")
        else:
            yield Contender(peer, place, products)


def by_turns(contenders: Sequence[Contender], builds: Sequence[str], runs: int) -> None:
    """Each does `builds` in a row, then the next one does; whatever else the machine is at meets all of them."""
    for number in range(1, runs + 1 if builds else 1):
        for each in contenders:
            say(f"{each.products:,}: {' and '.join(builds)} {number} of {runs}, {each.peer.name}")
            for build in builds:
                each.run(build)


def settle(contenders: Sequence[Contender]) -> None:
    """One build each that nobody measures: what it finds is no longer new."""
    time.sleep(SECONDS_UNTIL_OLD)
    for each in contenders:
        timed(each.peer.build(each.place))


def verify(contenders: Sequence[Contender], products: int) -> None:
    outputs = {each.peer.name: each.place.output for each in contenders}
    if "shopgen" not in outputs:
        sys.exit("there is nothing to verify")
    found = differences(outputs["Hugo"], outputs["shopgen"], Catalogue(products))
    if found:
        sys.exit("\n".join(("the pages of Hugo and shopgen differ:", *found)))
    say(f"{products:,}: the pages of Hugo and shopgen say the same")


def weigh(contenders: Sequence[Contender], build: str) -> None:
    for each in contenders:
        say(f"{each.products:,}: memory of {build}, {each.peer.name}")
        each.weigh(build)


def row(each: Contender, contenders: Sequence[Contender], build: str, with_memory: bool) -> Sequence[str]:
    walls = [run.wall for run in each.runs[build]]
    wall, cpu = middle(each, build)
    hugo = next((other for other in contenders if other.peer.name == "Hugo"), None)
    hugo_wall, hugo_cpu = middle(hugo, build) if hugo else (0.0, 0.0)
    cells = [
        f"{each.products:,}",
        BUILDS[build],
        each.peer.name,
        *(f"{s:.2f}" for s in (wall, min(walls), max(walls), cpu)),
    ]
    cells += [ratio(wall, hugo_wall), ratio(cpu, hugo_cpu)]
    if with_memory:
        cells += [f"{each.memory[build]:,.0f}", ratio(each.memory[build], hugo.memory[build] if hugo else 0.0)]
    return cells


def middle(each: Contender, build: str) -> tuple[float, float]:
    runs = each.runs[build]
    return median(run.wall for run in runs), median(run.cpu for run in runs)


def ratio(value: float, hugo: float) -> str:
    return f"{value / hugo:.2f}" if hugo else "-"


if __name__ == "__main__":
    main()
