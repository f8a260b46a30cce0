"""Measures what the templates of product pages cost, without reading, planning and Markdown.

    python benchmarks/pages.py SHOP...
    python benchmarks/pages.py SHOP --pages 2000 --rounds 9

Each shop is measured with the theme that it names. A round makes the same product pages in a kitchen of its own, so
that it pays for compiling the templates and for making each shared part once, as a build does; texts are kept from a
round before, and files are neither read nor written. Figures are processor time, medians of the rounds: `first page` is
the first of a kitchen, mostly compiling, and `a page` the mean of all others.
"""

import argparse
import gc
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any

from shopgen.engine.jobs import Job
from shopgen.engine.kitchen import Making, PartRecipe
from shopgen.making import recipes
from shopgen.making.texts import TEXT
from shopgen.options import Options
from shopgen.planned import Planned
from shopgen.session import Session

CLOCK = datetime(2026, 11, 25, tzinfo=UTC)


def planned(shop: Path) -> Planned:
    """The shop's plan. Ends this script when it has errors."""
    with tempfile.TemporaryDirectory() as folder:
        options = Options(root=shop, output=Path(folder, "public"), cache=Path(folder, "cache"), clock=CLOCK)
        found = Session(options).plan()
    if found.plan is None or found.has_errors:
        sys.exit(f"{shop} has errors")
    return found


def kept(make: Callable[[Making, Any], str]) -> Callable[[Making, Any], str]:
    """`make`, once for each value."""
    known: dict[int, str] = {}

    def remembered(making: Making, value: Any) -> str:
        if id(value) not in known:
            known[id(value)] = make(making, value)
        return known[id(value)]

    return remembered


def one_round(found: Planned, jobs: list[Job]) -> tuple[float, float]:
    """Seconds for the first page, and for each of the others."""
    assert found.plan is not None
    assert found.bundle is not None
    kitchen = recipes.kitchen(found.bundle)
    gc.collect()
    gc.freeze()  # as the executors do
    began = time.process_time()
    kitchen.make(jobs[0], found.plan.values)
    first = time.process_time()
    for job in jobs[1:]:
        made = kitchen.make(job, found.plan.values)
        if made.failure is not None:
            sys.exit(made.failure.message)
    ended = time.process_time()
    gc.unfreeze()
    return first - began, (ended - first) / (len(jobs) - 1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shops", type=Path, nargs="+", metavar="SHOP")
    parser.add_argument("--pages", type=int, default=1000, help="so many product pages at most (default: 1000)")
    parser.add_argument("--rounds", type=int, default=7)
    given = parser.parse_args()
    recipes.TEXT = PartRecipe(TEXT.name, kept(TEXT.make))
    print("| shop | theme | pages | first page ms | a page us |\n|---|---|---:|---:|---:|")
    for shop in given.shops:
        found = planned(shop)
        assert found.shop is not None
        assert found.plan is not None
        jobs = [job for job in found.plan if job.recipe == "product"][: given.pages]
        one_round(found, jobs)
        first, each = (
            median(times) for times in zip(*(one_round(found, jobs) for _ in range(given.rounds)), strict=True)
        )
        theme = found.shop.settings.theme
        print(f"| {shop.name} | {theme} | {len(jobs):,} | {first * 1e3:.1f} | {each * 1e6:.0f} |", flush=True)


if __name__ == "__main__":
    main()
