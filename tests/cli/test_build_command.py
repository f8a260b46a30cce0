"""`build` and `check`: what they say and with what they end."""

import json
import re
from pathlib import Path

import pytest

MUG = "catalog/mugs/blue.yaml"


def seconds_hidden(text: str) -> str:
    return re.sub(r"\d+\.\d\d s", "N s", re.sub(r"[\d.,]+ [kM]?B|\d+ bytes", "SIZE", text))


def edit(path: str, old: str, new: str) -> None:
    text = Path(path).read_text("utf-8")
    assert old in text
    Path(path).write_text(text.replace(old, new), "utf-8")


def test_the_first_build_says_what_there_is_now(shop, shopgen) -> None:
    done = shopgen("build")
    assert (done.code, done.err) == (0, "")
    assert re.fullmatch(
        r"2 products in 1 language: \d+ pages, \d+ pictures, \d+ other files, SIZE\.\n"
        r"Made (\d+) of \1 in N s; wrote \1 \(SIZE\)\.\n"
        r"The shop is in public\n",
        seconds_hidden(done.out),
    ), done.out
    assert (shop / "public" / "index.html").exists()


def test_the_second_build_has_nothing_to_do(shop, shopgen) -> None:
    shopgen("build")
    done = shopgen("build")
    assert re.search(r"^Made 0 of \d+ in N s; nothing had to be written\.$", seconds_hidden(done.out), re.MULTILINE)


def test_what_changed_is_told_by_product(shop, shopgen) -> None:
    shopgen("build")
    edit(MUG, "price: 24", "price: 22.50")
    edit("catalog/mugs/green.yaml", "Very green", "Quite green")
    done = shopgen("build")
    assert re.fullmatch(
        r"2 products in 1 language: \d+ pages, \d+ pictures, \d+ other files, SIZE\.\n"
        r"Made 5 of \d+ in N s; wrote 5 \(SIZE\)\.\n"
        r"    MUG-BLUE: price 24\.00 -> 22\.50; 5 pages\n"
        r"    MUG-GREEN: description changed; 1 page\n"
        r"The shop is in public\n",
        seconds_hidden(done.out),
    ), done.out
    assert done.code == 0


def test_verbose_names_the_files_that_changed_with_their_reasons(shop, shopgen) -> None:
    shopgen("build")
    edit(MUG, "Very blue", "Quite blue")
    done = shopgen("build", "-v")
    assert (
        "    MUG-BLUE: description changed; 1 page\n"
        "    products/blue/index.html (changed: product/mugs/blue#detail:en)\n"
    ) in done.out


def test_a_product_that_comes_and_goes_is_told_once(shop, shopgen) -> None:
    shopgen("build")
    Path("catalog/mugs/vase.yaml").write_text("title: Vase\nsku: VASE-7\nprice: 9\nsummary: A\ndescription: A vase.\n")
    assert "    new: VASE-7; 6 pages\n" in shopgen("build").out
    Path("catalog/mugs/vase.yaml").unlink()
    assert "    gone: catalog/mugs/vase.yaml; 6 pages\n" in shopgen("build").out


def test_an_edit_that_is_taken_back_is_told_though_nothing_is_made(shop, shopgen) -> None:
    shopgen("build")
    edit(MUG, "price: 24", "price: 22")
    shopgen("build")
    edit(MUG, "price: 22", "price: 24")
    done = shopgen("build").out
    assert re.search(r"^Made 0 of \d+ in N s; wrote 5 ", seconds_hidden(done), re.MULTILINE)
    assert "    MUG-BLUE: price 22.00 -> 24.00; 5 pages\n" in done


def test_verbose_lists_every_file(shop, shopgen) -> None:
    done = shopgen("build", "-v")
    listed = re.findall(r"^    (\S+) \(new\)$", done.out, re.MULTILINE)
    there = {path.relative_to(shop / "public").as_posix() for path in (shop / "public").rglob("*") if path.is_file()}
    assert set(listed) == there - {".shopgen-manifest.json"}


def test_quiet_says_nothing_when_all_is_well(shop, shopgen) -> None:
    done = shopgen("build", "-q")
    assert (done.code, done.out, done.err) == (0, "", "")


def test_an_error_is_shown_and_nothing_is_published(shop, shopgen) -> None:
    shopgen("build")
    before = (shop / "public" / "products" / "blue" / "index.html").read_bytes()
    edit(MUG, "price: 24", "price: 24.005")
    done = shopgen("build", "-q")
    assert done.code == 1
    assert re.fullmatch(
        rf"{MUG}:3:8: error\[bad-amount\]: .*EUR has 2 decimals\n"
        r"    3 \| price: 24\.005\n"
        r"      \|        \^~~~~~\n"
        r"    hint: .+\n"
        r"\n"
        r"1 error\n",
        done.out,
    ), done.out
    assert (shop / "public" / "products" / "blue" / "index.html").read_bytes() == before
    assert "Nothing was published; public is as it was.\n" in shopgen("build").out


def test_json_is_one_object(shop, shopgen) -> None:
    done = shopgen("build", "--format", "json")
    report = json.loads(done.out)
    assert set(report) == {"findings", "summary"}
    assert report["summary"]["published"] is True
    assert report["summary"]["products"] == 2
    assert report["summary"]["made"]["index.html"] == {"cause": "new", "names": [], "changes": []}
    assert "index.html" in report["summary"]["written"]
    edit(MUG, "price: 24", "prise: 24")
    report = json.loads(shopgen("build", "--format", "json").out)
    assert [finding["code"] for finding in report["findings"] if finding["severity"] == "error"] == ["unknown-key"]
    assert report["summary"]["published"] is False


@pytest.mark.parametrize("command", ["build", "check"])
def test_sarif_and_github_come_alone(shop, shopgen, command: str) -> None:
    edit(MUG, "price: 24", "prise: 24")
    sarif = json.loads(shopgen(command, "--format", "sarif").out)
    assert "unknown-key" in [result["ruleId"] for result in sarif["runs"][0]["results"]]
    assert (
        f"::error file={MUG},line=3,col=1,endColumn=6,title=unknown-key::" in shopgen(command, "--format", "github").out
    )


def test_check_writes_nothing(shop, shopgen) -> None:
    before = sorted(shop.rglob("*"))
    done = shopgen("check", "-q")
    assert (done.code, done.out) == (0, "")
    assert sorted(shop.rglob("*")) == before
    assert re.search(r"^The shop can be built: 2 products, \d+ files\.$", shopgen("check").out, re.MULTILINE)


def test_strict_makes_warnings_errors(shop, shopgen) -> None:
    edit(MUG, "summary: It is blue.\n", "gtin: 4006381333932\n")
    assert shopgen("check").code == 0
    strict = shopgen("check", "--strict")
    assert strict.code == 1
    assert "error[bad-gtin]" in strict.out


@pytest.mark.parametrize("command", ["build", "check", "serve"])
def test_a_folder_that_is_no_shop_is_left_alone(tmp_path: Path, monkeypatch, shopgen, command: str) -> None:
    monkeypatch.chdir(tmp_path)
    done = shopgen(command)
    assert done.code == 1
    assert done.out == (
        f"error[settings-missing]: there is no `shop.yaml` in {tmp_path}\n"
        "    hint: `shopgen new my-shop` makes a small shop to start from\n"
        "\n"
        "1 error\n"
    )
    assert list(tmp_path.iterdir()) == []


def test_paths_are_shown_from_where_one_stands(shop, shopgen, monkeypatch) -> None:
    edit(MUG, "price: 24", "price: 24.005")
    monkeypatch.chdir(shop.parent)
    done = shopgen("build", "-s", "shop")
    assert f"shop/{MUG}:3:8: error[bad-amount]" in done.out
    assert f"Nothing was published; {Path('shop/public')} is as it was." in done.out


def test_foreign_files_are_kept_and_counted(shop, shopgen) -> None:
    shopgen("build")
    (shop / "public" / "mine.txt").write_text("mine")
    assert "Kept 1 file in public that shopgen did not make.\n" in shopgen("build").out
    assert (shop / "public" / "mine.txt").read_text() == "mine"


def test_the_next_change_is_told_in_the_time_of_the_shop(shop, shopgen) -> None:
    edit("content/news/hello.md", "date: 2026-01-05", "date: 2030-07-01T08:00")
    done = shopgen("build", "--clock", "2026-11-22")
    assert "The clock changes the shop next on 2030-07-01 08:00 CEST: build again then.\n" in done.out


def test_a_naive_clock_is_that_of_the_shop(shop, shopgen) -> None:
    edit("content/news/hello.md", "date: 2026-01-05", "date: 2030-07-01T08:00")
    page = shop / "public" / "news" / "hello" / "index.html"
    shopgen("build", "--clock", "2030-07-01T07:59")
    assert not page.exists()
    shopgen("build", "--clock", "2030-07-01T08:00")
    assert page.exists()
    shopgen("build", "--clock", "2030-07-01T05:59Z")
    assert not page.exists()
    shopgen("build", "--clock", "2030-07-01T05:59Z", "--future")
    assert page.exists()


def test_the_clock_of_reproducible_builds_is_honoured(shop, shopgen, monkeypatch) -> None:
    edit("content/news/hello.md", "date: 2026-01-05", "date: 2030-07-01T08:00")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1909116000")
    shopgen("build")
    assert (shop / "public" / "news" / "hello" / "index.html").exists()


def test_the_address_may_come_from_the_environment(shop, shopgen, monkeypatch) -> None:
    monkeypatch.setenv("CF_PAGES_URL", "https://taken-silently.example")
    shopgen("build")
    assert 'href="https://glinka.example/' in (shop / "public" / "index.html").read_text("utf-8")
    monkeypatch.setenv("SHOPGEN_BASE_URL", "https://branch.example/")
    shopgen("build")
    assert 'href="https://branch.example/' in (shop / "public" / "index.html").read_text("utf-8")
    shopgen("build", "-b", "https://flag.example/")
    assert 'href="https://flag.example/' in (shop / "public" / "index.html").read_text("utf-8")


@pytest.mark.parametrize("flag", ["-d", "--destination", "-o", "--output"])
def test_the_output_folder_may_be_named(shop, shopgen, tmp_path: Path, flag: str) -> None:
    assert shopgen("build", flag, str(tmp_path / "out")).code == 0
    assert (tmp_path / "out" / "index.html").exists()
    assert not (shop / "public").exists()


def test_colours_only_where_they_are_wanted(shop, shopgen, monkeypatch) -> None:
    edit(MUG, "price: 24", "prise: 24")
    assert "\x1b[" not in shopgen("check").out
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[1;31merror[unknown-key]\x1b[0m" in shopgen("check").out
    assert "\x1b[" not in shopgen("check", "--no-color").out
    assert "\x1b[" not in shopgen("check", "--format", "github").out
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[" not in shopgen("check").out


def test_a_build_with_nothing_to_do_says_again_what_is_wrong(shop, shopgen) -> None:
    edit(MUG, "summary: It is blue.\n", "gtin: 4006381333932\n")
    first = shopgen("build").out
    again = shopgen("build").out
    assert "warning[bad-gtin]" in again
    assert re.search(r"^Made 0 of", again, re.MULTILINE)
    assert again.partition("\nMade ")[0] == first.partition("\nMade ")[0]
    edit(MUG, "price: 24", "price: cheap")
    assert shopgen("build").out == shopgen("build").out
    assert shopgen("build").code == 1


def test_a_build_with_nothing_to_do_is_data_as_well(shop, shopgen) -> None:
    shopgen("build")
    first = json.loads(shopgen("build", "--format", "json").out)
    again = json.loads(shopgen("build", "--format", "json").out)
    first["summary"].pop("seconds")
    again["summary"].pop("seconds")
    assert again == first
    assert again["summary"]["made"] == {}
    assert again["summary"]["pages"] > 0
