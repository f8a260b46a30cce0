"""Every copy of a photograph is made once, of one decoding, and never again."""

from pathlib import Path

import pytest

from shopgen.engine.files import FileValue
from shopgen.formats.picture import apart, facts
from shopgen.outcome import BuildReport
from support.inline import picture
from support.workplace import Workplace

SHOP = """\
-- catalog/mug.yaml --
title: Mug
sku: M
price: 1.00
images: [{src: moss.jpg, alt: Moss}, {src: sand.jpg, alt: Sand}]
-- catalog/moss.jpg: 900x700 --
-- catalog/sand.jpg: 900x701 --
"""


class Work:
    """What was done with pictures in this process and its cell."""

    def __init__(self) -> None:
        self.read: list[str] = []
        self.opened = 0
        self.made = 0


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> Work:
    done = Work()
    read, opened, make = FileValue.read, apart.Decoded.__init__, apart.Decoded.make

    def reading(file: FileValue) -> bytes:
        done.read.append(file.path)
        return read(file)

    def opening(decoded: apart.Decoded, content: bytes) -> None:
        done.opened += 1
        opened(decoded, content)

    def making(decoded: apart.Decoded, operation: object) -> bytes:
        done.made += 1
        return make(decoded, operation)  # type: ignore[arg-type]

    monkeypatch.setattr(FileValue, "read", reading)
    monkeypatch.setattr(apart.Decoded, "__init__", opening)
    monkeypatch.setattr(apart.Decoded, "make", making)
    return done


@pytest.fixture
def workplace(tmp_path: Path) -> Workplace:
    return Workplace(tmp_path, SHOP)


def copies(report: BuildReport) -> set[str]:
    assert not report.has_errors, report.findings
    return {path for path in report.made if path.startswith("images/")}


def test_each_photograph_is_read_and_opened_once_for_all_its_copies(workplace: Workplace, work: Work) -> None:
    made = copies(workplace.build(jobs=1))
    assert len(made) == work.made > 12
    assert sorted(path for path in work.read if path.endswith(".jpg")) == ["catalog/moss.jpg", "catalog/sand.jpg"]
    assert work.opened == 2


def test_when_no_photograph_changed_none_is_opened(workplace: Workplace, work: Work) -> None:
    workplace.build(jobs=1)
    work.__init__()
    workplace.replace("catalog/mug.yaml", "title: Mug", "title: Green mug")
    workplace.replace("shop.yaml", "name: Glinka", "name: Clay")
    assert copies(workplace.build(jobs=1)) == set()
    assert (work.opened, [path for path in work.read if path.endswith(".jpg")]) == (0, [])


def test_one_changed_photograph_costs_its_own_files_only(workplace: Workplace, work: Work) -> None:
    first = copies(workplace.build(jobs=1))
    work.__init__()
    workplace.write("catalog/moss.jpg", picture(900, 702))
    again = copies(workplace.build(jobs=1))
    assert again
    assert {Path(path).name.split("-")[0] for path in again} == {"moss"}
    assert work.opened == 1
    assert len(again) == sum("moss" in path for path in first) == work.made


def test_a_photograph_that_was_moved_or_renamed_is_not_encoded_again(workplace: Workplace, work: Work) -> None:
    workplace.build(jobs=1)
    work.__init__()
    workplace.write("catalog/images/green.jpg", (workplace.root / "catalog/moss.jpg").read_bytes())
    workplace.remove("catalog/moss.jpg")
    workplace.replace("catalog/mug.yaml", "moss.jpg", "green.jpg")
    report = workplace.build(jobs=1)
    assert copies(report) == set()
    assert work.opened == 0
    assert {path for path in workplace.tree() if "green" in path}
    assert not {path for path in workplace.tree() if path.startswith("images/moss")}


def test_a_second_language_and_a_second_product_cost_no_picture(workplace: Workplace, work: Work) -> None:
    workplace.build(jobs=1)
    work.__init__()
    workplace.write("shop.yaml", (workplace.root / "shop.yaml").read_text() + "languages: [en, pl]\n")
    workplace.write("catalog/pot.yaml", "title: Pot\nsku: P\nprice: 2.00\nimages: [{src: moss.jpg, alt: Moss}]\n")
    assert copies(workplace.build(jobs=1)) == set()
    assert work.opened == 0


def test_processes_and_one_process_make_the_same_copies(workplace: Workplace, tmp_path: Path) -> None:
    one = workplace.build(jobs=1)
    two = workplace.build(jobs=2, cache=tmp_path / "two", output=tmp_path / "out")
    assert one.manifest == two.manifest
    names = [path for path in one.manifest if path.endswith((".avif", ".webp", ".jpg"))]
    assert {facts(workplace.tree()[path]).format for path in names} == {"avif", "webp", "jpeg"}
