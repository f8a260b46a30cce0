"""Plans: one owner for each path."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopgen.core.diagnostics import Diagnostic, Field, Severity
from shopgen.core.digests import digest
from shopgen.core.paths import folded
from shopgen.engine.files import FileValue
from shopgen.engine.jobs import Ingredient, Job, PathTaken, Plan
from shopgen.engine.kitchen import Refused


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("a.html", "a.html"),
        ("a.html", "A.html"),
        ("café/x", "cafe\u0301/x"),
        ("straße/x", "STRASSE/x"),
        ("istanbul", "İstanbul"),
        ("about", "about/index.html"),
        ("about/index.html", "about"),
        ("About", "about/us/index.html"),
        ("a/b/c", "A/B"),
    ],
)
def test_a_path_has_one_owner(first: str, second: str) -> None:
    plan = Plan({})
    owner, other = Job(first, "copy", (), origin="one.yaml"), Job(second, "page", (), origin="two.yaml")
    plan.add(owner)
    with pytest.raises(PathTaken) as taken:
        plan.add(other)
    assert (taken.value.first, taken.value.second) == (owner, other)
    assert str(taken.value) == f"{first} and {second}"
    assert dict(plan.jobs) == {first: owner}


def test_the_same_job_twice_is_two_owners() -> None:
    plan = Plan({})
    plan.add(Job("a", "copy", ()))
    with pytest.raises(PathTaken):
        plan.add(Job("a", "copy", ()))


def test_a_path_has_one_owner_in_all_roots() -> None:
    plan = Plan({})
    plan.add(Job("a", "copy", (), "site"))
    with pytest.raises(PathTaken):
        plan.add(Job("a", "copy", (), "edge"))


def test_neighbours_do_not_collide() -> None:
    plan = Plan({})
    paths = ["a/index.html", "a/b/index.html", "ab/index.html", "a.html", "index.html"]
    for path in paths:
        plan.add(Job(path, "page", ()))
    assert ([job.path for job in plan], list(plan.jobs), len(plan)) == (paths, paths, 5)


@given(st.lists(st.lists(st.sampled_from(["a", "A", "b", "ß", "ss"]), min_size=1, max_size=3).map("/".join)))
def test_whatever_is_planned_can_lie_on_any_disk_together(paths: list[str]) -> None:
    plan = Plan({})
    for path in paths:
        try:
            plan.add(Job(path, "page", ()))
        except PathTaken:
            continue
    names = [folded(path) for path in plan.jobs]
    assert len(set(names)) == len(names)
    assert not any(other.startswith(f"{name}/") for name in names for other in names)


def test_a_key_is_made_of_all_that_decides_the_output() -> None:
    ingredients = (Ingredient("a", "x", digest(b"1")), Ingredient("b", "y", digest(b"2")))
    key = Job("p", "r", ingredients).key("t")
    assert Job("other", "r", ingredients, "edge", "origin").key("t") == key
    renamed = (Ingredient("a", "other", digest(b"1")), Ingredient("b", "other too", digest(b"2")))
    assert Job("p", "r", renamed).key("t") == key
    others = [
        Job("p", "other", ingredients).key("t"),
        Job("p", "r", ingredients).key("other"),
        Job("p", "r", ingredients[::-1]).key("t"),
        Job("p", "r", ingredients[:1]).key("t"),
        Job("p", "r", (Ingredient("other", "x", digest(b"1")), ingredients[1])).key("t"),
        Job("p", "r", (Ingredient("a", "x", digest(b"other")), ingredients[1])).key("t"),
    ]
    assert len({key, *others}) == 7


def refusal(message: str) -> Diagnostic:
    return Diagnostic(Severity.ERROR, "file-unreadable", message, Field("a.jpg"), "build again")


def test_a_file_is_read_only_while_it_is_what_was_planned_with(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    value = FileValue("a.jpg", str(path), digest(b"bytes"))
    with pytest.raises(Refused) as refused:
        value.read()
    assert refused.value.diagnostic == refusal("`a.jpg` cannot be read: No such file or directory")
    path.write_bytes(b"bytes")
    assert value.read() == b"bytes"
    path.write_bytes(b"other")
    with pytest.raises(Refused) as refused:
        value.read()
    assert refused.value.diagnostic == refusal("`a.jpg` was changed during the build")
