"""A build with nothing to do is told from time stamps alone, and never wrongly."""

import os
import shutil
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

import shopgen
from shopgen import glance as module
from shopgen.engine import sights
from shopgen.glance import glance, glimpse
from shopgen.making.toolchain import toolchain
from shopgen.outcome import BuildReport
from support.failing_disk import CountingDisk
from support.workplace import NOON, Workplace

SHOP = """\
-- catalog/mugs/moss.yaml --
title: Moss mug
sku: M-1
price: 24.00
description: A *mug*.
-- catalog/bowls/rice.yaml --
title: Rice bowl
sku: B-1
price: 22.00
-- static/hello.txt --
Hello
-- content/news/2026-11-23-kiln.md --
---
title: Kiln
---
Hot.
"""
_places = module._places
SECOND = timedelta(seconds=1)
A_DAY_NS = 86_400 * 10**9
"""No file that a test has written is as old."""

opened: list[str] = []
sys.addaudithook(lambda event, details: opened.append(str(details[0])) if event == "open" else None)


@pytest.fixture
def workplace(tmp_path: Path) -> Workplace:
    return Workplace(tmp_path / "shop", SHOP)


def look(workplace: Workplace, **options: object) -> BuildReport | None:
    return glance(workplace.session(**options).options)


def overwrite(path: Path) -> None:
    """Other bytes of the same length, and the old time; a moment later, where the clock of files ticks slowly."""
    before, content = path.stat(), path.read_bytes()
    while path.stat().st_ctime_ns == before.st_ctime_ns:
        path.write_bytes(content[:-2] + bytes([content[-2] ^ 1]) + content[-1:])
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


@pytest.mark.usefixtures("alone")
def test_another_process_sees_the_same_sources(workplace: Workplace) -> None:
    options = workplace.session().options
    seen = module.before(options)
    assert seen is not None
    with module.looking(options) as looked:
        assert looked() == module.Looked(seen.sources, toolchain())


def test_what_another_process_cannot_tell_is_nothing(workplace: Workplace) -> None:
    (workplace.root / "static/link").symlink_to("hello.txt")
    with module.looking(workplace.session().options) as looked:
        assert looked() is None
    assert not workplace.build().has_errors


@pytest.mark.parametrize(("lasts", "looks"), [(60, 0), (-1, 1)])
def test_a_build_looks_again_only_when_it_had_to_wait(
    workplace: Workplace, monkeypatch: pytest.MonkeyPatch, lasts: int, looks: int
) -> None:
    session = workplace.session()
    seen = module.before(session.options)
    assert seen is not None
    looked: list[object] = []
    monkeypatch.setattr("shopgen.session.A_LOOK_LASTS", lasts)
    monkeypatch.setattr(module, "_places", lambda options: looked.append(options) or _places(options))
    assert not session.build(looked=module.Looked(seen.sources, toolchain())).has_errors
    assert len(looked) == looks
    assert look(workplace) is not None


@pytest.mark.parametrize("is_edit", [False, True])
def test_a_file_that_is_taken_away_as_soon_as_it_is_written_comes_back(workplace: Workplace, is_edit: bool) -> None:
    page = workplace.output / "products/moss/index.html"

    class Taken(CountingDisk):
        def after(self, verb: str, path: Path) -> None:
            if path == page:
                page.unlink()

    if is_edit:
        workplace.build()
        workplace.replace("catalog/mugs/moss.yaml", "24.00", "25.00")
    session = workplace.session(Taken())
    assert not session.build(last=glimpse(session.options)).has_errors
    assert not page.exists()

    assert look(workplace) is None
    workplace.build()
    assert page.exists()
    assert look(workplace) is not None


def test_a_glance_says_what_the_build_said(workplace: Workplace) -> None:
    workplace.build()
    workplace.write("public/mine.txt", "mine")
    built = workplace.build()

    seen = look(workplace)

    assert seen is not None
    assert seen.made == {}
    assert seen.published is not None
    assert built.published is not None
    assert seen.published.written == seen.published.removed == ()
    assert seen.published.foreign == built.published.foreign == ("mine.txt",)
    assert seen.findings == built.findings
    assert len(seen.findings) > 1
    assert (seen.counts, seen.products, seen.languages) == (built.counts, built.products, built.languages)
    assert seen.counts.files == len(built.manifest)
    assert (seen.time_zone, seen.next_change) == (built.time_zone, built.next_change)


def test_a_build_with_nothing_to_do_reads_no_file(workplace: Workplace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sights, "RACY_NS", 0)
    workplace.build()
    opened.clear()

    assert look(workplace) is not None

    ours = [path for path in opened if path.startswith(str(workplace.root)) and not Path(path).is_dir()]
    assert [Path(path).name.partition("-")[0] for path in ours] == ["glance"]


def test_a_young_file_is_known_by_its_content(workplace: Workplace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sights, "RACY_NS", A_DAY_NS)
    workplace.build()
    opened.clear()
    assert look(workplace) is not None
    assert str(workplace.root / "catalog/mugs/moss.yaml") in opened

    places = [workplace.root / "catalog"]
    seen = sights.look(places, frozenset())
    young = dict.fromkeys(seen.young, "0" * 40)
    assert sights.look_again(seen, places, frozenset()) == sights.Again(seen, ())
    other = sights.look_again(sights.Sight(seen.folders, seen.files, seen.stamps, young), places, frozenset())
    assert other == sights.Again(seen, tuple(seen.young))


def test_a_file_that_was_young_is_trusted_later(workplace: Workplace, monkeypatch: pytest.MonkeyPatch) -> None:
    workplace.build()
    monkeypatch.setattr(sights, "RACY_NS", 0)
    assert look(workplace) is not None
    opened.clear()
    assert look(workplace) is not None
    assert str(workplace.root / "catalog/mugs/moss.yaml") not in opened


CHANGES: dict[str, Callable[[Workplace], Any]] = {
    "a source with the same size and time": lambda shop: overwrite(shop.root / "catalog/mugs/moss.yaml"),
    "settings": lambda shop: shop.replace("shop.yaml", "Glinka", "Glanki"),
    "a template": lambda shop: overwrite(shop.root / "themes/bare/templates/page.html"),
    "a static file": lambda shop: overwrite(shop.root / "static/hello.txt"),
    "a source added": lambda shop: shop.write("catalog/mugs/ink.yaml", "title: Ink\nsku: I\nprice: 1\n"),
    "a folder of templates added": lambda shop: shop.write("templates/page.html", "x"),
    "a source removed": lambda shop: shop.remove("catalog/bowls/rice.yaml"),
    "a source renamed": lambda shop: (shop.root / "catalog/bowls/rice.yaml").rename(
        shop.root / "catalog/bowls/soup.yaml"
    ),
    "two names swapped": lambda shop: swap(shop.root / "catalog/bowls/rice.yaml", shop.root / "catalog/mugs/moss.yaml"),
    "a folder renamed": lambda shop: (shop.root / "catalog/bowls").rename(shop.root / "catalog/plates"),
    "a source that becomes a link": lambda shop: linked(shop.root / "catalog/bowls/rice.yaml", shop.root.parent),
    "an output with the same size and time": lambda shop: overwrite(shop.output / "products/moss/index.html"),
    "an output removed": lambda shop: (shop.output / "products/moss/index.html").unlink(),
    "an output folder removed": lambda shop: shutil.rmtree(shop.output / "products"),
    "the whole output removed": lambda shop: shutil.rmtree(shop.output),
    "the list of outputs": lambda shop: overwrite(shop.output / ".shopgen-manifest.json"),
    "a foreign file at the top": lambda shop: (shop.output / "mine.txt").write_text("mine"),
    "a foreign file in a folder": lambda shop: (shop.output / "products/moss/mine.txt").write_text("mine"),
    "a foreign file in a foreign folder": lambda shop: (shop.output / "empty/mine.txt").write_text("mine"),
    "the record": lambda shop: next(shop.cache.glob("glance-*")).unlink(),
}


def swap(one: Path, other: Path) -> None:
    first, second = one.read_bytes(), other.read_bytes()
    one.write_bytes(second)
    other.write_bytes(first)


def linked(path: Path, elsewhere: Path) -> None:
    path.rename(elsewhere / "real.yaml")
    path.symlink_to(elsewhere / "real.yaml")


@pytest.mark.parametrize("young_ns", [0, A_DAY_NS])
@pytest.mark.parametrize("change", CHANGES)
def test_every_change_is_noticed(
    workplace: Workplace, change: str, young_ns: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sights, "RACY_NS", young_ns)
    workplace.build()
    (workplace.output / "empty").mkdir()
    workplace.build()
    assert look(workplace) is not None

    CHANGES[change](workplace)

    assert look(workplace) is None


def test_an_edit_of_the_installed_theme_is_noticed(
    workplace: Workplace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    themes = tmp_path / "themes"
    (themes / "other").mkdir(parents=True)
    (themes / "other/theme.yaml").write_text("name: other\n")
    monkeypatch.setattr(module, "installed_themes", lambda: themes)
    workplace.build()
    assert look(workplace) is not None

    (themes / "other/theme.yaml").write_text("name: another\n")

    assert look(workplace) is None


@pytest.mark.parametrize(
    "other",
    [
        {"base_url": "https://other.example/"},
        {"drafts": True},
        {"future": True},
        {"expired": True},
        {"strict": True},
        {"is_preview": True},
    ],
)
def test_other_arguments_are_another_build(workplace: Workplace, other: dict[str, object]) -> None:
    workplace.build()

    assert look(workplace, **other) is None


def test_the_number_of_processes_is_not_part_of_the_question(workplace: Workplace) -> None:
    workplace.build()

    assert look(workplace, jobs=7) is not None


def test_other_output_or_cache_folders_have_their_own_record(workplace: Workplace, tmp_path: Path) -> None:
    workplace.build()

    assert look(workplace, output=tmp_path / "other") is None
    assert look(workplace, cache=tmp_path / "other") is None


def test_the_answer_holds_until_the_clock_changes_it(workplace: Workplace) -> None:
    change = workplace.build().next_change
    assert change is not None

    assert look(workplace, clock=NOON - SECOND) is None
    assert look(workplace, clock=NOON) is not None
    assert look(workplace, clock=change - SECOND) is not None
    assert look(workplace, clock=change) is None


def test_another_shopgen_looks_for_itself(workplace: Workplace, monkeypatch: pytest.MonkeyPatch) -> None:
    workplace.build()
    monkeypatch.setattr(shopgen, "__version__", "99")

    assert look(workplace) is None


def test_what_is_installed_is_part_of_the_question(
    workplace: Workplace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    packages = tmp_path / "site-packages"
    packages.mkdir()
    monkeypatch.setattr(sys, "path", [*sys.path, str(packages)])
    workplace.build()
    assert look(workplace) is not None

    (packages / "jinja2").mkdir()

    assert look(workplace) is None


def test_a_cache_from_elsewhere_is_looked_through(workplace: Workplace, tmp_path: Path) -> None:
    workplace.build()
    shutil.copytree(workplace.root, tmp_path / "copy", copy_function=shutil.copyfile)
    copy = Workplace(tmp_path / "copy", SHOP)
    copy.replace("catalog/mugs/moss.yaml", "24.00", "25.00")

    assert look(copy) is None

    report = copy.build()
    assert "products/moss/index.html" in report.made
    assert copy.tree() == copy.clean_tree(tmp_path / "clean")


def test_a_damaged_record_is_no_record(workplace: Workplace) -> None:
    workplace.build()
    file = next(workplace.cache.glob("glance-*"))
    whole = file.read_bytes()
    for end in range(0, len(whole), 97):
        file.write_bytes(whole[:end])
        assert look(workplace) is None
    for at in range(0, len(whole), 97):
        file.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        assert look(workplace) is None
    file.write_bytes(sights.digest(msgspec.msgpack.encode([1])).encode() + msgspec.msgpack.encode([1]))
    assert look(workplace) is None
    file.write_bytes(whole)
    assert look(workplace) is not None


def test_errors_are_never_skipped(workplace: Workplace) -> None:
    workplace.build()
    workplace.replace("catalog/mugs/moss.yaml", "24.00", "cheap")

    assert workplace.build().has_errors
    assert look(workplace) is None
    workplace.remove(".shopgen")
    assert workplace.build().has_errors
    assert look(workplace) is None


def test_a_revert_after_errors_is_looked_at(workplace: Workplace) -> None:
    workplace.build()
    workplace.replace("catalog/mugs/moss.yaml", "24.00", "cheap")
    workplace.build()
    workplace.replace("catalog/mugs/moss.yaml", "cheap", "24.00")

    assert look(workplace) is None
    assert workplace.build().made == {}
    assert look(workplace) is not None


def test_a_shop_with_links_is_always_looked_through(workplace: Workplace) -> None:
    (workplace.root / "static/same.txt").symlink_to("hello.txt")

    assert workplace.build().published is not None
    assert look(workplace) is None


def test_a_very_long_young_file_is_not_read(workplace: Workplace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sights, "LONGEST", 100)
    monkeypatch.setattr(sights, "RACY_NS", A_DAY_NS)
    workplace.write("static/film.bin", b"x" * 101)
    workplace.build()
    assert look(workplace) is None

    monkeypatch.setattr(sights, "RACY_NS", 0)
    workplace.build()
    assert look(workplace) is not None


def test_a_source_that_changes_during_the_build_is_noticed(workplace: Workplace) -> None:
    class Edited(CountingDisk):
        def before(self, verb: str, path: Path) -> None:
            if (verb, path) == ("walk", workplace.output):
                overwrite(workplace.root / "catalog/mugs/moss.yaml")

    workplace.build(disk=Edited())

    assert look(workplace) is None


def test_a_pipe_among_the_sources_is_never_opened(workplace: Workplace) -> None:
    os.mkfifo(workplace.root / "catalog/mugs/pipe.yaml")

    assert workplace.build().has_errors
    assert workplace.build().has_errors
