"""`build --verify`: the same shop from nothing, compared byte by byte."""

import json
import re
from pathlib import Path

import pytest

from shopgen.commands import verify
from shopgen.commands.verify import Verdict, compared
from support.inline import lay


def test_a_build_from_nothing_gives_the_same(bare, shopgen) -> None:
    shopgen("build")
    bare.replace("catalog/mugs/blue.yaml", "price: 24", "price: 22")
    bare.write("public/mine.txt", "mine")
    done = shopgen("build", "--verify")
    files = len(bare.tree()) - 1
    assert done.code == 0
    assert done.err == "building again from nothing, to compare\n"
    assert re.search(
        rf"\nVerified in \d+\.\d\d s: a build from nothing gives the same {files} files, byte for byte\.\n$", done.out
    ), done.out


def test_the_same_options_are_built_with(bare, shopgen) -> None:
    bare.replace("content/news/hello.md", "date: 2026-01-05", "date: 2030-07-01T08:00")
    bare.replace("catalog/mugs/blue.yaml", "title:", "draft: true\ntitle:")
    options = ("--verify", "--drafts", "--future", "--clock", "2028-01-01", "-b", "https://x.example/shop/", "--strict")
    assert shopgen("build", *options).code == 0
    assert (bare.output / "news/hello/index.html").exists()


def test_it_is_data_as_well(bare, shopgen) -> None:
    done = shopgen("build", "--verify", "--format", "json")
    verified = json.loads(done.out)["summary"]["verified"]
    assert verified.pop("seconds") > 0
    assert verified == {
        "files": len(bare.tree()),
        "differing": [],
        "missing": [],
        "left_over": [],
        "is_same": True,
    }
    assert done.err == ""


def test_a_difference_is_a_bug_with_its_details_in_a_file(bare, shopgen, monkeypatch, tmp_path: Path) -> None:
    """The second process is given another calendar, which this one has already read."""
    zone = Path("/usr/share/zoneinfo/America/New_York")
    if not zone.exists():
        pytest.skip("this machine has no files of time zones")
    shopgen("build")
    (tmp_path / "zones/Europe").mkdir(parents=True)
    (tmp_path / "zones/Europe/Warsaw").write_bytes(zone.read_bytes())
    monkeypatch.setenv("PYTHONTZPATH", str(tmp_path / "zones"))
    done = shopgen("build", "--verify")
    assert done.code == 70
    assert "    different: sitemap.xml\n" in done.out
    _, first, second = done.err.splitlines()
    assert re.fullmatch(
        r"shopgen: public is not what a build from nothing gives \(\d different\): this is a bug in shopgen", first
    )
    found = re.fullmatch(
        r"    hint: please report it with the details in (.+/verify-.+\.txt); "
        r"`shopgen clean`, then `shopgen build` makes the shop right until then",
        second,
    )
    assert found
    details = Path(found[1]).read_text()
    assert details.startswith("shopgen ")
    assert "different: sitemap.xml\n" in details
    assert re.search(r"^\d+ is: +<lastmod>2026-01-05T00:00:00\+01:00</lastmod>$", details, re.MULTILINE)
    assert re.search(r"^\d+ should be: +<lastmod>2026-01-05T00:00:00-05:00</lastmod>$", details, re.MULTILINE)
    shopgen("clean")
    assert not bare.cache.exists()


def test_a_shop_with_errors_is_not_verified(bare, shopgen) -> None:
    bare.replace("catalog/mugs/blue.yaml", "price: 24", "price: cheap")
    done = shopgen("build", "--verify")
    assert (done.code, done.err) == (1, "")
    assert "Verified" not in done.out


def test_every_kind_of_difference_is_found(tmp_path: Path) -> None:
    ours = lay(tmp_path / "ours", "-- a.html --\none\ntwo\n-- b.html --\nsame\n-- old.html --\nx\n-- mine --\nmine\n")
    again = lay(tmp_path / "again", "-- a.html --\none\n2\n-- b.html --\nsame\n-- new.html --\nx\n")
    verdict = compared(ours, again, ["mine"])
    assert verdict == Verdict(
        files=5,
        differing=("a.html",),
        missing=("new.html",),
        left_over=("old.html",),
        details="=== a.html: 8 bytes, 6 from nothing\n2 is:        two\n2 should be: 2",
    )
    assert list(verify.lines(verdict)) == [
        "    different: a.html",
        "    missing: new.html",
        "    left over: old.html",
    ]
    assert verify.message(verdict, "public") == (
        "public is not what a build from nothing gives (1 different, 1 missing, 1 left over): this is a bug in shopgen"
    )


def test_many_differences_are_counted() -> None:
    told = list(verify.lines(Verdict(30, tuple(f"{number}.html" for number in range(12)))))
    assert told[-2:] == ["    different: 9.html", "    and 2 more"]
