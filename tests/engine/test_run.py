"""Only what changed is made again, and it is known why."""

import time
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shopgen.core.diagnostics import Diagnostic, Severity
from shopgen.core.digests import digest
from shopgen.core.disk import Disk
from shopgen.engine.bundle import Bundle
from shopgen.engine.ledger import RUNS_KEPT
from shopgen.engine.manifest import Cause, Change, Output, Reason
from shopgen.engine.reasons import COMPARED
from shopgen.engine.recall import make_one
from shopgen.engine.run import reader
from support.tiny_kitchen import Kept, plan, ware

SHOP = {"mug": {"mug": "Mug", "price": "24"}, "vase": {"vase": "Vase"}, "list": {"mug": "Mug", "vase": "Vase"}}


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    return Kept(tmp_path / "memory")


def test_a_first_build_makes_everything(kept: Kept) -> None:
    build, texts = kept.build(SHOP)
    assert texts == {"mug": "Mug,24", "vase": "Vase", "list": "Mug,Vase"}
    assert build.made == dict.fromkeys(SHOP, Reason(Cause.NEW))
    assert build.manifest == {
        path: Output(digest(text.encode()), len(text.encode()), "site") for path, text in texts.items()
    }
    assert build.diagnostics == build.failures == ()


def test_a_second_build_makes_nothing(kept: Kept) -> None:
    first, texts = kept.build(SHOP)
    second, again = kept.build(SHOP)
    assert second.made == {}
    assert (second.manifest, again) == (first.manifest, texts)


def test_a_second_build_writes_nothing_to_the_memory(kept: Kept) -> None:
    kept.build(SHOP)
    before = {path: Disk().stamp(path) for path in kept.folder.rglob("*")}
    kept.build(SHOP)
    assert {path: Disk().stamp(path) for path in kept.folder.rglob("*")} == before


def test_a_changed_ingredient_makes_exactly_what_has_it(kept: Kept) -> None:
    kept.build(SHOP)
    build, texts = kept.build({**SHOP, "mug": {"mug": "Mug", "price": "25"}})
    assert build.made == {"mug": Reason(Cause.INGREDIENT, ("price",), (Change("price", "", "24", "25"),))}
    assert texts == {"mug": "Mug,25", "vase": "Vase", "list": "Mug,Vase"}


def test_added_and_removed_ingredients_are_the_reason(kept: Kept) -> None:
    kept.build({"a": {"one": "1", "two": "2"}})
    build, _ = kept.build({"a": {"one": "1", "three": "3"}})
    changes = (Change("three", "", None, "…"), Change("two", "", "…", None))
    assert build.made == {"a": Reason(Cause.INGREDIENT, ("three", "two"), changes)}


def test_a_revert_costs_nothing(kept: Kept) -> None:
    kept.build(SHOP)
    kept.build({"mug": {"mug": "Other"}})
    build, texts = kept.build(SHOP)
    assert build.made == {}
    assert texts["mug"] == "Mug,24"


def test_what_is_recalled_from_before_the_last_build_has_its_reason(kept: Kept) -> None:
    kept.build({"mug": {"mug": "Mug"}})
    kept.build({"mug": {"mug": "Cup"}})
    build, _ = kept.build({"mug": {"mug": "Mug"}})
    assert build.made == {}
    assert build.recalled == {"mug": Reason(Cause.INGREDIENT, ("mug",), (Change("mug", "", "Cup", "Mug"),))}


def test_what_nobody_wants_any_more_is_gone(kept: Kept) -> None:
    kept.build(SHOP)
    build, _ = kept.build({"mug": SHOP["mug"]})
    before = plan(SHOP).jobs
    assert build.gone == {"vase": before["vase"], "list": before["list"]}


def test_the_story_of_an_output_goes_on_until_it_is_made_again(kept: Kept) -> None:
    kept.build(SHOP)
    kept.build({**SHOP, "mug": {"mug": "Mug", "price": "25"}})
    kept.build({**SHOP, "mug": {"mug": "Mug", "price": "25"}, "cup": {"cup": "Cup"}})
    stories = {path: record.story for path, record in kept.open().ledger.records.items()}
    assert {path: story.reason for path, story in stories.items()} == {
        "mug": Reason(Cause.INGREDIENT, ("price",), (Change("price", "", "24", "25"),)),
        **dict.fromkeys(("vase", "list", "cup"), Reason(Cause.NEW)),
    }
    assert all(abs(story.since - time.time()) < 60 for story in stories.values())


def test_ingredients_in_another_order_are_a_reason(kept: Kept) -> None:
    kept.build({"list": {"mug": "Mug", "vase": "Vase"}})
    build, _ = kept.build({"list": {"vase": "Vase", "mug": "Mug"}})
    assert build.made == {"list": Reason(Cause.ORDER)}


def test_with_another_toolchain_no_fields_are_compared(kept: Kept) -> None:
    kept.build({"mug": {"mug": "Mug"}})
    build, _ = kept.build({"mug": {"mug": "Cup"}}, version="2")
    assert build.made == {"mug": Reason(Cause.INGREDIENT, ("mug",))}


def test_only_the_first_changes_are_named_by_field(kept: Kept) -> None:
    def shop(text: str) -> dict[str, dict[str, str]]:
        return {f"{number}": {f"{number}": f"{text} {number}"} for number in range(COMPARED + 5)}

    kept.build(shop("old"))
    build, _ = kept.build(shop("new"))
    assert sum(bool(reason.changes) for reason in build.made.values()) == COMPARED
    assert {reason.cause for reason in build.made.values()} == {Cause.INGREDIENT}


def test_a_value_that_the_store_lost_is_not_compared(kept: Kept) -> None:
    kept.build({"mug": {"mug": "Mug"}})
    for pack in (kept.memory.folder / "store" / "packs").iterdir():
        pack.unlink()
    build, _ = kept.build({"mug": {"mug": "Cup"}})
    assert build.made == {"mug": Reason(Cause.INGREDIENT, ("mug",))}


def test_a_new_toolchain_makes_everything_again(kept: Kept) -> None:
    kept.build(SHOP)
    build, _ = kept.build(SHOP, version="2")
    assert build.made == dict.fromkeys(SHOP, Reason(Cause.TOOLCHAIN))


def test_a_changed_look_up_makes_what_asked_for_it(kept: Kept) -> None:
    shop = {"a": {"a": "@colour"}, "b": {"b": "@size"}}
    kept.build(shop, {"colour": "red", "size": "L"})
    build, texts = kept.build(shop, {"colour": "blue", "size": "L"})
    assert build.made == {"a": Reason(Cause.LOOKUP, ("colour",))}
    assert texts == {"a": "@colour=blue", "b": "@size=L"}


def test_what_was_looked_for_in_vain_makes_it_again_when_it_appears(kept: Kept) -> None:
    shop = {"a": {"a": "@colour"}}
    kept.build(shop)
    assert kept.build(shop, {"size": "L"})[0].made == {}
    build, texts = kept.build(shop, {"colour": "blue"})
    assert build.made == {"a": Reason(Cause.LOOKUP, ("colour",))}
    assert texts == {"a": "@colour=blue"}
    gone, texts = kept.build(shop)
    assert gone.made == {"a": Reason(Cause.LOOKUP, ("colour",))}
    assert texts == {"a": "@colour=None"}


def test_partial_used_in_a_cached_fragment_reaches_every_page(kept: Kept) -> None:
    shop = {"a": {"a": "?@colour"}, "b": {"b": "?@colour"}, "c": {"c": "??@colour"}}
    kept.build(shop, {"colour": "red"})
    build, texts = kept.build(shop, {"colour": "blue"})
    assert build.made == dict.fromkeys("abc", Reason(Cause.LOOKUP, ("colour",)))
    assert texts == {"a": "[@colour=blue]", "b": "[@colour=blue]", "c": "[[@colour=blue]]"}


def test_warnings_are_repeated_from_memory_also_those_of_parts(kept: Kept) -> None:
    shop = {"a": {"a": "?!first"}, "b": {"b": "?!first"}, "c": {"c": "!second"}}
    warnings = tuple(Diagnostic(Severity.WARNING, "missing-alt", text) for text in ("first", "first", "second"))
    assert kept.build(shop)[0].diagnostics == warnings
    build, _ = kept.build(shop)
    assert (build.made, build.diagnostics) == ({}, warnings)


def test_a_failure_is_told_each_time_and_never_stored(kept: Kept) -> None:
    shop = {"a": {"a": "#broken"}, "b": {"b": "?#broken too"}, "c": {"c": "fine"}}
    failures = {Diagnostic(Severity.ERROR, "template-failed", text) for text in ("broken", "broken too")}
    for made in ({"a", "b", "c"}, {"a", "b"}, {"a", "b"}):
        build, texts = kept.build(shop)
        assert (set(build.made), set(build.failures), texts) == (made, failures, {"c": "fine"})


def test_lost_bytes_are_made_again(kept: Kept) -> None:
    kept.build(SHOP)
    for pack in kept.folder.rglob("packs/*"):
        pack.unlink()
    memory = kept.open()
    assert memory.store.get(digest(b"Vase")) is None
    memory.save()
    build, texts = kept.build(SHOP)
    assert build.made == {"vase": Reason(Cause.LOST)}
    assert texts["vase"] == "Vase"


def test_bytes_lost_after_the_build_are_made_again_when_they_are_read(kept: Kept) -> None:
    build, texts = kept.build(SHOP)
    for pack in kept.folder.rglob("packs/*"):
        pack.write_bytes(b"x" * pack.stat().st_size)
    build, _ = kept.build({**SHOP, "new": {"new": "!New"}})
    planned = plan({**SHOP, "new": {"new": "!New"}})
    read = reader(planned.jobs, planned.values, build.manifest, ware().kitchen, kept.memory)
    found = {path: (read(output.digest) or b"?").decode() for path, output in build.manifest.items()}
    assert found == {**texts, "new": "!New"}
    assert read(digest(b"unknown")) is None


def test_every_result_is_counted(kept: Kept) -> None:
    told: list[tuple[int, int]] = []
    kept.build({**SHOP, "bad": {"bad": "#bad"}}, progress=lambda done, total: told.append((done, total)))
    assert told == [(1, 4), (2, 4), (3, 4), (4, 4)]


def test_old_traces_and_their_bytes_are_forgotten(kept: Kept) -> None:
    kept.build({"a": {"a": "the first"}})
    for run in range(2, 2 * RUNS_KEPT + 1):
        assert kept.memory.store.get(digest(b"the first")) == b"the first", run
        kept.build({"a": {"a": f"text {run}"}})
    assert kept.memory.store.get(digest(b"the first")) is None
    changes = (Change("a", "", f"text {2 * RUNS_KEPT}", "the first"),)
    assert kept.build({"a": {"a": "the first"}})[0].made == {"a": Reason(Cause.INGREDIENT, ("a",), changes)}


def test_make_one_makes_and_remembers_one_output(kept: Kept) -> None:
    planned = plan(SHOP)
    job = planned.jobs["mug"]
    made, is_new = make_one(job, planned.values, ware().kitchen, kept.memory)
    again, is_new_again = make_one(job, planned.values, ware().kitchen, kept.memory)
    assert (made.content, is_new, is_new_again) == (b"Mug,24", True, False)
    assert again == made
    kept.memory.save()
    assert set(kept.build(SHOP)[0].made) == {"vase", "list"}


def test_make_one_makes_again_what_changed_or_is_damaged(kept: Kept) -> None:
    planned = plan({"a": {"a": "@colour"}, "b": {"b": "#no"}})
    make_one(planned.jobs["a"], planned.values, ware().kitchen, kept.memory)
    made, is_new = make_one(planned.jobs["a"], planned.values, ware({"colour": "red"}).kitchen, kept.memory)
    assert (made.content, is_new) == (b"@colour=red", True)
    kept.memory.save()
    for pack in kept.folder.rglob("packs/*"):
        pack.write_bytes(b"")
    made, is_new = make_one(planned.jobs["a"], planned.values, ware({"colour": "red"}).kitchen, kept.open())
    assert (made.content, is_new) == (b"@colour=red", True)
    refused, is_new = make_one(planned.jobs["b"], planned.values, ware().kitchen, kept.memory)
    assert (refused.trace, is_new) == (None, True)
    assert refused.failure == Diagnostic(Severity.ERROR, "template-failed", "no")


NAMES = st.sampled_from("abc")
WORDS = st.sampled_from(["x", "y", "@a", "@b", "?x", "?@a", "!x", "?!y", "#z"])
SHOPS = st.dictionaries(NAMES, st.dictionaries(st.just("v"), WORDS, min_size=1, max_size=1), max_size=3)
FOUND = st.dictionaries(NAMES, st.sampled_from(["1", "2"]), max_size=2)


@settings(max_examples=40)
@given(st.lists(st.tuples(SHOPS, FOUND), min_size=1, max_size=5))
def test_incremental_equals_clean(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[Mapping[str, Mapping[str, str]], Mapping[str, str]]]
) -> None:
    folder = tmp_path_factory.mktemp("memory")
    kept = Kept(folder / "kept")
    for number, (outputs, found) in enumerate(steps):
        named = {path: {f"{path}:{name}": value for name, value in values.items()} for path, values in outputs.items()}
        build, texts = kept.build(named, found)
        clean, expected = Kept(folder / str(number)).build(named, found)
        assert (texts, build.manifest, build.diagnostics) == (expected, clean.manifest, clean.diagnostics)
        assert set(build.failures) == set(clean.failures)


def test_a_recipe_sees_its_ingredients_by_role(kept: Kept) -> None:
    from shopgen.core.digests import digest_of
    from shopgen.engine.jobs import Ingredient, Job
    from shopgen.engine.kitchen import Kitchen, Making, Recipe

    def make(making: Making) -> bytes:
        return repr((making.one("a"), making.one("none"), making.many("b"), making.roles())).encode()

    values = {"x": b"1", "y": b"2", "z": b"3"}
    ingredients = tuple(Ingredient(role, name, digest_of(values[name])) for role, name in ("bx", "ay", "bz"))
    recipe = Recipe("r", "1", make, {"a": int, "b": int})
    made = Kitchen({"r": recipe}, {}, Bundle({})).make(Job("p", "r", ingredients), values)
    assert made.content == b"(2, None, (1, 3), {'b': [1, 3], 'a': [2]})"


def test_a_bundle_is_named_by_all_its_entries() -> None:
    bundle, other = Bundle({"a": "x", "b": 1}), Bundle({"a": "x", "b": 2})
    assert (bundle.digest("a"), bundle.digest("c")) == (other.digest("a"), None)
    assert bundle.digest("b") != other.digest("b")
    assert bundle.name != other.name
    assert bundle.name == Bundle({"a": "x", "b": 1}).name
