"""`build --timings`: where the time went."""

import json
import re

from shopgen.commands import timings
from shopgen.commands.tables import table
from shopgen.core.stopwatch import Lap
from shopgen.engine.worked import Worked, worked


def test_the_time_is_told_by_stage_and_by_template(bare, shopgen) -> None:
    done = shopgen("build", "--timings")
    stages, makers = re.sub(r"\d+\.\d+", "N", done.out).partition("The shop is in public\n\n")[2].split("\n\n")
    words = [re.split(r"  +", line) for line in stages.splitlines()]
    assert words[0] == ["stage", "seconds", "CPU seconds"]
    assert [line[0] for line in words[1:]] == [
        "load the program",
        "look at files",
        "read",
        "check",
        "plan",
        "make",
        "publish",
        "remember",
        "show findings",
        "everything else",
        "together",
    ]
    assert {line[0] for line in (re.split(r"  +", line) for line in makers.splitlines()[1:])} >= {
        "product.html",
        "home.html",
        "listing.html",
    }


def test_nobody_is_told_who_did_not_ask(bare, shopgen) -> None:
    assert "seconds" not in shopgen("build").out
    assert "timings" not in json.loads(shopgen("build", "--format", "json").out)["summary"]


def test_it_is_data_as_well(bare, shopgen) -> None:
    summary = json.loads(shopgen("build", "--timings", "--format", "json").out)["summary"]
    stages, makers = summary["timings"]["stages"], summary["timings"]["makers"]
    assert list(stages)[:4] == ["load", "look", "read", "check"]
    assert all(lap["wall"] >= 0 and lap["cpu"] >= -0.01 for lap in stages.values())
    products = next(maker for maker in makers if maker["maker"] == "product.html")
    assert products["count"] == 2
    assert products["slowest"] in {"products/blue/index.html", "products/green/index.html"}
    assert 0 < products["slowest_seconds"] <= products["seconds"]


def test_after_a_glance_there_is_little_to_tell(bare, shopgen) -> None:
    shopgen("build")
    done = shopgen("build", "--timings").out.partition("The shop is in public\n\n")[2]
    assert [re.split(r"  +", line)[0] for line in done.splitlines()] == [
        "stage",
        "look at files",
        "show findings",
        "everything else",
        "together",
    ]


def test_the_table_lines_up() -> None:
    stages = {"make": Lap(12.3456, 20), "read": Lap(0.5, 0.25)}
    made = [
        Worked("product.html", 10_000, 21, "products/mug/index.html", 0.0123),
        Worked("日本.html", 1, 0.5, "a", 0.5),
    ]
    assert list(timings.lines(stages, made)) == [
        "stage     seconds  CPU seconds",
        "read        0.500        0.250",
        "make       12.346       20.000",
        "together   12.846       20.250",
        "",
        "made by        files  seconds  mean ms  slowest ms  slowest",
        "product.html  10,000   21.000      2.1        12.3  products/mug/index.html",
        "日本.html          1    0.500    500.0       500.0  a",
    ]


def test_only_the_slowest_templates_are_named() -> None:
    made = [Worked(f"{number}.html", 1, 1, "a", 1) for number in range(11)]
    assert list(timings.lines({}, made))[-1] == "and 3 more (all with --format json)"


def test_a_table_shows_no_control_characters() -> None:
    assert list(table([("a\x1b[31m", "b")])) == ["a\\x1b[31m  b"]


def test_work_is_summed_by_what_did_it() -> None:
    seconds = {"a.html": 1.0, "b.html": 3.0, "c.txt": 2.0, "d.txt": 0.5}
    assert worked(seconds, lambda path: path.partition(".")[2]) == (
        Worked("html", 2, 4.0, "b.html", 3.0),
        Worked("txt", 2, 2.5, "c.txt", 2.0),
    )
