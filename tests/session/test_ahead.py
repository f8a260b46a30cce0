"""Pages are planned and made by all processes at once, and nobody can tell by whom."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from shopgen.engine.tickets import Tickets
from shopgen.reading import decoding
from support.inline import picture, report
from support.workplace import Workplace

pytestmark = pytest.mark.usefixtures("alone")

SHOP = """\
-- shop.yaml --
name: Glinka
base_url: https://glinka.example/
currency: EUR
theme: default
languages: [en, pl]
-- content/news/kiln.md --
---
title: The kiln
date: 2026-05-01
products: [cups/c03]
---
It is [warm](/products/c07/).
"""
CUP = """\
title: Cup {number:02}
sku: C-{number}
price: 9.00
brand: Glinka
related: [{beside}]
images: [cup.jpg]
description: Beside [the next](/products/c{other:02}/).
options: [{{name: Size, values: [S, L]}}]
variants:
  - {{options: {{Size: S}}, sku: C-{number}-S}}
  - {{options: {{Size: L}}, sku: C-{number}-L}}
"""
CUPS = 16


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workplace:
    """A shop in two languages. Nobody helps anybody, so that all processes have something to do."""
    monkeypatch.setattr("shopgen.ahead.WORTH_PROCESSES", 1)
    monkeypatch.setattr(Tickets, "drawn", Tickets.drawn_from)
    shop = Workplace(tmp_path / "shop", SHOP)
    shop.write("catalog/images/cup.jpg", picture(600, 400))
    names = [f"{('mugs', 'cups')[number % 2]}/c{number:02}" for number in range(CUPS)]
    for number, name in enumerate(names):
        other = (number + 1) % CUPS
        shop.write(f"catalog/{name}.yaml", CUP.format(number=number, other=other, beside=names[other]))
    return shop


def packs(cache: Path) -> int:
    return len(list(cache.glob("*/store/packs/*")))


def test_any_number_of_processes_gives_the_same(shop: Workplace, tmp_path: Path) -> None:
    seen = []
    for jobs in (1, 2, 3):
        cache, output = tmp_path / f"cache-{jobs}", tmp_path / f"public-{jobs}"
        report = shop.build(jobs=jobs, cache=cache, output=output)
        assert packs(cache) >= jobs  # each process puts what it made into its own
        seen.append((list(report.manifest), list(report.made), report.counts, shop.tree(output)))

    assert seen[0] == seen[1] == seen[2]
    assert len(seen[0][0]) > CUPS * 6


def test_what_others_made_is_known_to_the_next_build(shop: Workplace, tmp_path: Path) -> None:
    made = []
    for jobs in (1, 3):
        cache, output = tmp_path / f"cache-{jobs}", tmp_path / f"public-{jobs}"
        shop.replace("catalog/cups/c05.yaml", "price: 9.50" if made else "price: 9.00", "price: 9.00")
        shop.build(jobs=jobs, cache=cache, output=output)
        shop.replace("catalog/cups/c05.yaml", "price: 9.00", "price: 9.50")
        made.append(shop.build(jobs=jobs, cache=cache, output=output).made)

    assert made[0] == made[1]
    assert 0 < len(made[0]) < CUPS * 4


@pytest.mark.parametrize("jobs", [1, 2])
def test_what_is_put_away_early_is_known_to_the_next_build(
    shop: Workplace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, jobs: int
) -> None:
    monkeypatch.setattr("shopgen.remembering.MANY", 1)
    monkeypatch.setattr("shopgen.reading.ahead.WORTH_PROCESSES", 1)
    shop.build(jobs=jobs)
    monkeypatch.setattr("shopgen.reading.ahead.WORTH_PROCESSES", 400)
    shop.replace("catalog/cups/c05.yaml", "title: Cup 05", "title: Beaker")
    read: list[str] = []
    real = decoding._decoded

    def counting(content: bytes, path: str, *rest: object) -> object:
        read.append(path)
        return real(content, path, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(decoding, "_decoded", counting)
    shop.build(jobs=jobs)

    assert [path for path in read if path.startswith(("catalog/", "content/"))] == ["catalog/cups/c05.yaml"]
    assert shop.tree() == shop.clean_tree(tmp_path / "clean", jobs=1)


def test_every_process_tells_what_is_wrong(shop: Workplace) -> None:
    for name in ("cups/c01", "mugs/c14"):
        shop.replace(f"catalog/{name}.yaml", "Beside [", "Beside [that](/products/none/) and [")
    shop.write("templates/article.html", "{{ article.titel }}")

    told = [report(shop.build(jobs=jobs).findings) for jobs in (1, 2, 3)]

    assert told[0] == told[1] == told[2]
    assert told[0].count("link-missing") == 2
    assert not shop.output.exists()


def test_a_template_that_fails_in_any_process_is_told_once(shop: Workplace) -> None:
    shop.write("templates/product.html", "{{ product.titel }}")

    told = [report(shop.build(jobs=jobs).findings) for jobs in (1, 3)]

    assert told[0] == told[1]
    assert told[0].count("template-failed") == 1


def test_what_a_process_took_that_died_is_done_by_the_first(
    shop: Workplace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dying(tickets: Tickets, process: int) -> Iterator[int]:
        for number in tickets.drawn_from(process):
            if process == 1:
                os.kill(os.getpid(), signal.SIGKILL)
            yield number

    monkeypatch.setattr(Tickets, "drawn", dying)
    shop.build(jobs=2)

    assert shop.tree() == shop.clean_tree(tmp_path / "alone", jobs=1)


def test_one_process_forks_no_other(shop: Workplace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shopgen.building.WORTH_HELP", 1)
    monkeypatch.setattr("shopgen.publishing.writing.WORTH_HELP", 1)
    monkeypatch.setattr("shopgen.reading.ahead.WORTH_PROCESSES", 1)
    forks: list[int] = []
    fork = os.fork
    monkeypatch.setattr("os.fork", lambda: forks.append(1) or fork())

    shop.build(jobs=1)
    assert forks == []
    shop.build(jobs=2, cache=tmp_path / "cache-2", output=tmp_path / "public-2")
    assert len(forks) > 1
