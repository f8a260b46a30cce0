"""What an edit costs in a shop of ten thousand products, counted instead of timed: files, pages, bytes."""

from pathlib import Path

import pytest

from shopgen.engine.sights import RACY_NS
from shopgen.glance import glimpse
from support.failing_disk import CountingDisk
from support.workplace import Workplace

PRODUCTS, CATEGORIES = 10_000, 200
SETTINGS = """\
name: Glinka
base_url: https://glinka.example/
currency: EUR
theme: bare
addresses: {brand: "", tag: "", products: ""}
"""


def product(number: int) -> str:
    return (
        f"title: Mug {number:05}\nsku: M-{number}\nprice: {number % 90 + 10}.00\nstock: 3\n"
        f"description: |\n  The *mug* {number}, beside [the first](/products/mug-00000/).\n"
    )


@pytest.fixture(scope="module")
def workplace(tmp_path_factory: pytest.TempPathFactory) -> Workplace:
    made = Workplace(tmp_path_factory.mktemp("scale") / "shop")
    made.write("shop.yaml", SETTINGS)
    for number in range(PRODUCTS):
        made.write(f"catalog/range-{number % CATEGORIES:03}/mug-{number:05}.yaml", product(number))
    made.build(jobs=2)
    return made


class Work(CountingDisk):
    """Counts what is read of the shop, and what is written into the finished shop."""

    def of(self, verb: str, folder: Path) -> list[str]:
        return [path.relative_to(folder).as_posix() for path in self.named(verb) if path.is_relative_to(folder)]


@pytest.mark.slow
def test_nothing_to_do_is_seen_at_a_glance(workplace: Workplace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shopgen.engine.sights.RACY_NS", 0)

    seen = glimpse(workplace.session().options)

    assert RACY_NS > 0
    assert seen is not None
    assert seen.changed == ()


@pytest.mark.slow
def test_one_price_costs_one_file_and_the_pages_that_show_it(
    workplace: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shopgen.engine.sights.RACY_NS", 0)
    monkeypatch.setattr("shopgen.reading.sources.RACY_NS", 0)
    path = "catalog/range-007/mug-01007.yaml"
    workplace.replace(path, "price: 27.00", "price: 27.50")
    work = Work()

    report = workplace.session(work).build(last=glimpse(workplace.session().options))

    read = [name for name in work.of("read", workplace.root) if not name.startswith((".shopgen", "themes", "public"))]
    assert sorted(set(read)) == [path, "shop.yaml"]
    assert report.published is not None
    shown = [page for page, content in workplace.tree().items() if b"27.50" in content]
    assert len(shown) == 6  # its own page, those of its four neighbours, and one page of its category
    assert list(report.published.written) == shown
    assert set(report.made) == set(shown)
    assert report.published.bytes_written == sum((workplace.output / page).stat().st_size for page in shown)
    assert work.of("walk", workplace.root) == []
    assert len(work.of("rename", workplace.output)) == len(shown) + 2  # and twice the list of files


@pytest.mark.slow
def test_one_price_is_previewed_by_reading_one_file(workplace: Workplace) -> None:
    work = Work()
    session = workplace.session(work)
    session.plan()
    path = "catalog/range-008/mug-00008.yaml"
    workplace.replace(path, "price: 18.00", "price: 18.50")
    work.calls.clear()

    planned = session.plan({path})
    made = session.make("products/mug-00008/index.html", planned)

    assert made is not None
    assert b"18.50" in made.content
    catalog = workplace.root / "catalog"
    touched = {(verb, name) for verb in ("read", "stamp", "walk") for name in work.of(verb, catalog)}
    assert touched == {(verb, "range-008/mug-00008.yaml") for verb in ("stamp", "read")}
