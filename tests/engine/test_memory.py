"""What is remembered may be lost at any time; it is never wrong."""

import errno
import os
from contextlib import suppress
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopgen.core.diagnostics import Diagnostic, Field, Severity
from shopgen.core.digests import digest
from shopgen.core.disk import Disk
from shopgen.engine.jobs import Ingredient, Job
from shopgen.engine.kitchen import Trace
from shopgen.engine.ledger import RUNS_KEPT, Ledger
from shopgen.engine.manifest import Cause, Change, Reason
from shopgen.engine.memory import Memory
from shopgen.engine.records import Record, Story
from shopgen.engine.sealed import seal
from support.failing_disk import DyingDisk, FailingDisk, Killed
from support.tiny_kitchen import Kept

SHOP = {"mug": {"mug": "Mug", "price": "24"}, "list": {"mug": "Mug", "colour": "@colour"}}
TEXTS = {"mug": "Mug,24", "list": "Mug,@colour=None"}

DIGESTS = st.binary(max_size=3).map(digest)
FINDINGS = st.builds(
    Diagnostic, st.sampled_from(Severity), st.text(), st.text(), st.none() | st.builds(Field, st.text())
)
TRACES = st.builds(
    Trace,
    st.dictionaries(st.text(max_size=3), st.none() | DIGESTS, max_size=3),
    DIGESTS,
    st.integers(0, 2**40),
    st.lists(FINDINGS, max_size=2).map(tuple),
)

INGREDIENTS = st.lists(st.builds(Ingredient, st.text(), st.text(), DIGESTS)).map(tuple)
CHANGES = st.builds(Change, st.text(), st.text(), st.none() | st.text(), st.none() | st.text())
REASONS = st.builds(
    Reason, st.sampled_from(Cause), st.lists(st.text()).map(tuple), st.lists(CHANGES, max_size=2).map(tuple)
)
STORIES = st.builds(Story, REASONS, st.integers(0, 2**40))
JOBS = st.builds(Job, st.text(), st.text(), INGREDIENTS, st.sampled_from(["site", "edge"]), st.text())


@given(st.dictionaries(DIGESTS, TRACES), st.lists(st.builds(Record, DIGESTS, JOBS, STORIES)))
def test_a_ledger_gives_back_what_it_was_given(
    tmp_path_factory: pytest.TempPathFactory, traces: dict[str, Trace], jobs: list[Record]
) -> None:
    path = tmp_path_factory.mktemp("ledger") / "ledger"
    ledger = Ledger(Disk(), path)
    for key, trace in traces.items():
        ledger.put(key, trace)
    ledger.records = records = {record.job.path: record for record in jobs}
    ledger.save()
    again = Ledger(Disk(), path)
    assert {key: again.get(key) for key in traces} == traces
    assert dict(again.records) == records
    assert sorted(again.digests()) == sorted(
        [trace.blob for trace in traces.values()]
        + [item.digest for record in records.values() for item in record.job.ingredients]
    )
    assert not again.damaged


@given(st.dictionaries(DIGESTS, TRACES), st.lists(st.builds(Record, DIGESTS, JOBS, STORIES)), st.booleans())
def test_a_ledger_that_was_prepared_is_the_same(
    tmp_path_factory: pytest.TempPathFactory, traces: dict[str, Trace], jobs: list[Record], is_other: bool
) -> None:
    """Whether that became the last run, or another one, with one more trace, did."""
    records = {record.job.path: record for record in jobs}
    files = []
    for is_prepared in (False, True):
        path = tmp_path_factory.mktemp("ledger") / "ledger"
        ledger = Ledger(Disk(), path)
        for key, trace in traces.items():
            ledger.put(key, trace)
        if is_prepared:
            ledger.prepare(records)
        if is_other:
            ledger.put(digest(b"late"), Trace({}, digest(b"late"), 4))
        ledger.records = dict(records) if is_other else records
        ledger.save()
        files.append({entry.name: entry.read_bytes() for entry in path.parent.iterdir()})
    assert files[0] == files[1]


def test_a_ledger_that_is_not_whole_is_an_empty_one(tmp_path: Path) -> None:
    path = tmp_path / "ledger"
    ledger = Ledger(Disk(), path)
    for number in range(20):
        ledger.put(digest(bytes([number])), Trace({"a": None, "b": digest(b"b")}, digest(b"c"), 3))
    ledger.save()
    whole = path.read_bytes()
    cuts = [whole[:length] for length in range(0, len(whole), 61)]
    flips = [whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :] for at in range(0, len(whole), 37)]
    others = [b"x", seal(b""), seal(b"\xc1"), seal(msgspec.msgpack.encode([1, [], {digest(b"k"): [7, "b", 1, 1]}, {}]))]
    for content in (*cuts, *flips, *others):
        path.write_bytes(content)
        ledger = Ledger(Disk(), path)
        assert (ledger.damaged, list(ledger.digests()), ledger.records, ledger.run) == (True, [], {}, 1)
    path.unlink()
    assert not Ledger(Disk(), path).damaged


def test_a_trace_is_kept_for_so_many_runs_without_use(tmp_path: Path) -> None:
    path = tmp_path / "ledger"
    used, unused, trace = digest(b"used"), digest(b"unused"), Trace({}, digest(b"blob"), 1)
    ledger = Ledger(Disk(), path)
    ledger.put(used, trace)
    ledger.put(unused, trace)
    ledger.save()
    for run in range(2, 2 * RUNS_KEPT + 1):
        ledger = Ledger(Disk(), path)
        assert (ledger.run, ledger.get(unused)) == (run, trace)
        ledger.use(used)
        ledger.put(digest(bytes([run])), trace)
        assert ledger.forget() == (RUNS_KEPT - 1 if run == 2 * RUNS_KEPT else 0)
        ledger.save()
    ledger = Ledger(Disk(), path)
    assert (ledger.get(used), ledger.get(unused)) == (trace, None)


def test_with_a_trace_goes_what_nothing_else_looked_up(tmp_path: Path) -> None:
    path, blob = tmp_path / "ledger", digest(b"blob")
    ledger = Ledger(Disk(), path)
    for name in ("kept", "gone"):
        ledger.put(digest(name.encode()), Trace({f"template:{name}": blob}, blob, 1))
    ledger.save()
    ledger = Ledger(Disk(), path)
    ledger.put(digest(b"new"), Trace({"template:new": blob}, blob, 1))
    ledger.keep_only({digest(b"kept"), digest(b"new")})
    ledger.save()
    content = path.read_bytes()
    assert (b"template:kept" in content, b"template:new" in content, b"template:gone" in content) == (True, True, False)
    assert Ledger(Disk(), path).get(digest(b"kept")) == Trace({"template:kept": blob}, blob, 1)


def folder_of(kept: Kept) -> Path:
    return kept.memory.folder


@pytest.mark.parametrize("name", ["ledger", "store/index", "store", "."])
@pytest.mark.parametrize("damage", ["gone", "empty", "junk", "folder"])
def test_a_damaged_memory_is_an_empty_one_and_mends_itself(tmp_path: Path, name: str, damage: str) -> None:
    kept = Kept(tmp_path)
    kept.build(SHOP)
    path = folder_of(kept) / name
    Disk().remove_tree(path)
    if damage == "folder":
        (path / "inner").mkdir(parents=True)
    elif damage != "gone":
        path.write_bytes({"empty": b"", "junk": b"junk" * 99}[damage])
    assert kept.build(SHOP)[1] == TEXTS
    assert kept.memory.damaged == (
        damage in {"empty", "junk"} or (damage == "folder" and name in {"ledger", "store/index"})
    )
    build, texts = kept.build(SHOP)
    assert (build.made, texts, kept.memory.damaged) == ({}, TEXTS, False)


def test_every_byte_of_the_memory_can_be_wrong(tmp_path: Path) -> None:
    kept = Kept(tmp_path)
    kept.build(SHOP)
    whole = {path: path.read_bytes() for path in folder_of(kept).rglob("*") if path.is_file()}
    for path, content in whole.items():
        for at in range(0, len(content), max(1, len(content) // 25)):
            for other, original in whole.items():
                Disk().write(other, original)
            path.write_bytes(content[:at] + bytes([content[at] ^ 4]) + content[at + 1 :])
            build, _ = kept.build(SHOP)
            assert {
                path: kept.memory.store.get(output.digest) for path, output in build.manifest.items()
            }.keys() == TEXTS.keys()
            for output, text in zip(build.manifest.values(), TEXTS.values(), strict=True):
                assert output.digest == digest(text.encode())
                assert kept.memory.store.get(output.digest) in (None, text.encode())


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EACCES, errno.EIO, errno.EMFILE, errno.EROFS])
def test_a_disk_that_fails_ends_the_run_and_the_next_is_right(tmp_path: Path, code: int) -> None:
    number = 0
    while True:
        folder = tmp_path / str(number)
        Kept(folder).build(SHOP)
        changed = {**SHOP, "mug": {"mug": "Mug", "price": "25"}}
        disk = FailingDisk(number, code)
        with suppress(OSError):
            Kept(folder, disk).build(changed)
        assert Kept(folder).build(changed)[1] == {**TEXTS, "mug": "Mug,25"}
        if len(disk.calls) <= number:
            break
        number += 1
    assert number > 8


def test_a_run_that_is_killed_leaves_a_memory_that_is_right(tmp_path: Path) -> None:
    number = 0
    while True:
        folder = tmp_path / str(number)
        Kept(folder).build(SHOP)
        changed = {**SHOP, "mug": {"mug": "Mug", "price": "25"}}
        disk = DyingDisk(number)
        try:
            Kept(folder, disk).build(changed)
        except Killed:
            assert Kept(folder).build(changed)[1] == {**TEXTS, "mug": "Mug,25"}
        else:
            break
        number += 1
    assert number > 8


def test_a_memory_that_another_process_writes_meanwhile_is_right(tmp_path: Path) -> None:
    first, second = Kept(tmp_path), Kept(tmp_path)
    first.build(SHOP)
    early = Memory(Disk(), tmp_path)
    second.build({**SHOP, "vase": {"vase": "Vase"}})
    early.save()
    early.store.put(b"something")
    early.save()
    build, texts = first.build({**SHOP, "vase": {"vase": "Vase"}})
    assert texts == {**TEXTS, "vase": "Vase"}
    assert set(build.made) <= {"vase"}


def test_packs_that_another_process_dropped_are_absent(tmp_path: Path) -> None:
    kept = Kept(tmp_path)
    kept.build(SHOP)
    early = Memory(Disk(), tmp_path)
    kept.open().store.collect([])
    assert early.store.get(digest(b"Mug,24")) is None
    early.store.put(b"Mug,24")
    early.save()
    assert Memory(Disk(), tmp_path).store.get(digest(b"Mug,24")) == b"Mug,24"


@pytest.mark.skipif(not hasattr(os, "setuid") or os.getuid() == 0, reason="root may read everything")
def test_a_memory_that_cannot_be_read_ends_in_an_error_of_the_system(tmp_path: Path) -> None:
    kept = Kept(tmp_path)
    kept.build(SHOP)
    folder_of(kept).chmod(0)
    with pytest.raises(PermissionError):
        kept.build(SHOP)
    folder_of(kept).chmod(0o700)
