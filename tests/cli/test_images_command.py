"""`shopgen images`: what photographs became, what nothing uses, what pages weigh, and what may go."""

import json
import os
import re
import shutil
import time
from pathlib import Path

import pytest

from shopgen.core.failures import BusyFailure
from shopgen.engine.lock import locked
from support.inline import picture
from support.workplace import Workplace

LINE = 80


@pytest.fixture
def pictured(bare: Workplace, monkeypatch: pytest.MonkeyPatch) -> Workplace:
    """The shop with two photographs that are shown and one that is not."""
    monkeypatch.setenv("COLUMNS", str(LINE))
    bare.write("catalog/mugs/blue.jpg", picture(300, 300))
    bare.write("catalog/mugs/green.jpg", picture(200, 300))
    bare.write("catalog/mugs/old.jpg", picture(50, 50))
    for name in ("blue", "green"):
        with (bare.root / f"catalog/mugs/{name}.yaml").open("a") as file:
            file.write(f"images: [{{src: {name}.jpg, alt: A mug}}]\n")
    bare.write(
        "themes/bare/templates/product.html",
        '<picture>{% for source in product.pictures[0].sources %}<source type="{{ source.media_type }}" '
        'srcset="{{ source.srcset }}" sizes="100vw">{% endfor %}<img src="{{ product.pictures[0].src }}"></picture>',
    )
    return bare


def sizes(folder: Path) -> dict[str, int]:
    return {path.name: path.stat().st_size for path in folder.iterdir()}


def test_an_empty_shop_has_no_photographs(bare, shopgen) -> None:
    assert shopgen("images").out == "The shop has no photographs.\n"


def test_what_became_of_photographs_stands_in_columns(pictured, shopgen) -> None:
    shopgen("build")
    done = shopgen("images")
    assert (done.code, done.err) == (0, "")
    lines = done.out.splitlines()
    assert all(len(line) <= LINE for line in lines)
    made = sizes(pictured.output / "images")
    whole = f"{sum(made.values()) / 1000:.1f} kB"
    assert re.fullmatch(rf"2 photographs \(\d.\d kB\) became {len(made)} files \({whole}\)\.", lines[0])
    head = lines.index(next(line for line in lines if line.startswith("photograph ")))
    ends = [match.end() for match in re.finditer("before|files|after", lines[head])]
    for line in lines[head + 1 : head + 3]:
        assert line.startswith("catalog/mugs/")
        assert [match.end() for match in re.finditer(r"\d+(\.\d)?( \w+)?(?=  |$)", line)] == ends


def test_what_nothing_uses_is_named(pictured, shopgen) -> None:
    assert "Nothing uses 1 photograph (" in shopgen("images").out
    assert "    catalog/mugs/old.jpg\n" in shopgen("images").out


def test_a_shop_may_have_nothing_but_what_it_does_not_use(bare, shopgen) -> None:
    bare.write("catalog/mugs/old.jpg", picture(50, 50))
    assert re.sub(r"\(.*\)", "()", shopgen("images").out) == "Nothing uses 1 photograph ():\n    catalog/mugs/old.jpg\n"


def test_nothing_has_to_be_built_for_a_look(pictured, shopgen) -> None:
    done = shopgen("images")
    (line, *_) = done.out.splitlines()
    assert re.fullmatch(r"2 photographs \(\d.\d kB\) will be \d+ files; none is made yet\.", line)
    assert not pictured.output.exists()


def test_what_is_not_made_yet_is_counted(pictured, shopgen) -> None:
    shopgen("build")
    pictured.write("catalog/mugs/blue.jpg", picture(310, 310))
    lines = shopgen("images").out.splitlines()
    assert re.fullmatch(r"\d+ of them are not made yet\.", lines[1])
    (row,) = [line for line in lines if line.startswith("catalog/mugs/blue.jpg")]
    assert row.endswith("?")


def test_a_page_weighs_what_a_browser_loads(pictured, shopgen) -> None:
    """The first offer that browsers show, in the smallest size that is sharp enough."""
    shopgen("build")
    pages = {page["path"]: page for page in json.loads(shopgen("images", "--format", "json").out)["pages"]}
    page = pages["products/blue/index.html"]
    html = (pictured.output / "products/blue/index.html").read_bytes()
    first = re.search(rb'srcset="([^"]+)"', html)
    assert first
    largest = first[1].split()[-2].decode().rpartition("/")[2]
    size = sizes(pictured.output / "images")[largest]
    assert page == {
        "path": "products/blue/index.html",
        "html": len(html),
        "phone": len(html) + size,
        "laptop": len(html) + size,
    }
    assert pages["index.html"]["phone"] == pages["index.html"]["html"]


def test_the_data_add_up(pictured, shopgen) -> None:
    shopgen("build")
    data = json.loads(shopgen("images", "--format", "json").out)
    made = sizes(pictured.output / "images")
    assert sum(each["after"] for each in data["photographs"]) == sum(made.values())
    assert sum(each["bytes"] for each in data["formats"]) == sum(made.values())
    assert sum(each["files"] for each in data["formats"]) == len(made)
    assert data["unused"] == [
        {"path": "catalog/mugs/old.jpg", "before": (pictured.root / "catalog/mugs/old.jpg").stat().st_size}
    ]


def test_a_shop_with_errors_says_so(pictured, shopgen) -> None:
    pictured.replace("catalog/mugs/blue.yaml", "price: 24", "price: much")
    done = shopgen("images")
    assert done.code == 1
    assert "error[bad-amount]" in done.out
    assert done.out.endswith("What is planned is known when the errors are gone.\n")


def test_other_formats_are_wrong_usage(pictured, shopgen) -> None:
    done = shopgen("images", "--format", "sarif")
    assert (done.code, done.err) == (
        2,
        "shopgen: there is no `sarif` for this\n    hint: choose `--format text` or `--format json`\n",
    )


def whole(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def test_what_is_needed_is_kept(pictured, shopgen) -> None:
    shopgen("build")
    assert shopgen("images", "--gc").out == "There is nothing to throw away: all that was made is needed.\n"
    assert "Made 0 of " in shopgen("build").out


def test_what_no_plan_needs_is_thrown_away(pictured, shopgen) -> None:
    shopgen("build")
    pictured.write("catalog/mugs/blue.jpg", picture(310, 310))
    shopgen("build")
    before = whole(pictured.cache)
    done = shopgen("images", "--gc")
    freed = before - whole(pictured.cache)
    assert freed > 0
    assert re.fullmatch(r"Threw away [\d.]+ (kB|bytes) that the shop needs no more from \.shopgen\n", done.out)
    assert "Made 0 of " in shopgen("build").out
    pictured.write("catalog/mugs/blue.jpg", picture(300, 300))
    built = json.loads(shopgen("build", "--format", "json").out)["summary"]
    assert any(path.startswith("images/blue-") for path in built["made"])


def test_pictures_of_drafts_are_needed(pictured, shopgen) -> None:
    """A preview shows them."""
    shopgen("build")
    with (pictured.root / "catalog/mugs/blue.yaml").open("a") as file:
        file.write("draft: true\n")
    shopgen("build")
    assert not (pictured.output / "products/blue").exists()
    shopgen("images", "--gc")
    pictured.replace("catalog/mugs/blue.yaml", "draft: true\n", "")
    built = json.loads(shopgen("build", "--format", "json").out)["summary"]
    assert [path for path in built["made"] if path.startswith("images/")] == []


def test_a_folder_that_is_a_cache_loses_what_nobody_used_for_long(pictured, shopgen) -> None:
    shopgen("build", "--image-cache", "shared")
    pictured.write("catalog/mugs/blue.jpg", picture(310, 310))
    shopgen("build", "--image-cache", "shared")
    folder = pictured.root / "shared"
    parcels = {path for path in folder.rglob("*") if path.is_file()}
    (folder / "ab").mkdir(exist_ok=True)
    mine = [folder / "notes.txt", folder / "ab" / ("c" * 38)]
    for path in mine:
        path.write_text("mine")
    assert shopgen("images", "--gc", "--image-cache", "shared").out.count("image cache") == 0
    long_ago = time.time() - 31 * 86_400
    for path in folder.rglob("*"):
        os.utime(path, (long_ago, long_ago))
    done = shopgen("images", "--gc", "--image-cache", "shared")
    assert "that no build has used for 30 days from the image cache" in done.out
    kept = {path for path in folder.rglob("*") if path.is_file()}
    assert set(mine) < kept < {*parcels, *mine}
    shutil.rmtree(pictured.cache)
    built = json.loads(shopgen("build", "--image-cache", "shared", "--format", "json").out)["summary"]
    assert [path for path in built["made"] if path.startswith("images/")] == []


def test_files_of_others_in_the_memory_stay(pictured, shopgen) -> None:
    shopgen("build")
    (store,) = pictured.cache.glob("*/store")
    mine = [store / "packs/notes.txt", store / "large/notes.txt", pictured.cache / "notes.txt"]
    for path in mine:
        path.parent.mkdir(exist_ok=True)
        path.write_text("mine")
    pictured.write("catalog/mugs/blue.jpg", picture(310, 310))
    shopgen("build")
    shopgen("images", "--gc")
    assert [path.read_text() for path in mine] == ["mine"] * 3


def test_nothing_is_thrown_away_while_somebody_builds(pictured, shopgen, monkeypatch) -> None:
    shopgen("build")
    monkeypatch.setattr("shopgen.engine.lock.PATIENCE_SECONDS", 0.1)
    monkeypatch.setattr(locked.__wrapped__, "__defaults__", (0.1,))
    with locked(pictured.cache / "lock"):
        done = shopgen("images", "--gc")
    assert done.code == BusyFailure.exit_code
