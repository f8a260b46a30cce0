"""Tables give back what was put into them, whatever lay over it, and nothing when their file is not whole."""

from collections.abc import Callable, Generator, Iterator
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopgen.core.disk import Disk
from shopgen.engine import tables as tables_module
from shopgen.engine.columns import Shape, Table, table_at_rest
from shopgen.engine.layers import MOST, Extent
from shopgen.engine.tables import Opened, Packed, Tables
from support.failing_disk import CountingDisk

KEYS = st.text(max_size=3)
VALUES = st.binary(max_size=4)


def asked(whole: dict[str, dict[str, bytes]]) -> dict[str, Callable[[], dict[str, bytes]]]:
    return {name: partial(dict, values) for name, values in whole.items()}


def returned(pieces: Generator[bytes, None, tuple[Shape, Shape]], into: list[bytes]) -> tuple[Shape, Shape]:
    while True:
        try:
            into.append(next(pieces))
        except StopIteration as end:
            shapes: tuple[Shape, Shape] = end.value
            return shapes


TABLES = st.dictionaries(st.sampled_from(["a", "b"]), st.dictionaries(KEYS, VALUES, max_size=6))


@given(st.dictionaries(KEYS, VALUES), KEYS, VALUES)
def test_a_table_at_rest_answers_as_the_mapping_it_was_made_of(
    values: dict[str, bytes], other: str, mark: bytes
) -> None:
    pieces: list[bytes] = []
    shapes = returned(table_at_rest(values), pieces)
    file = b"before" + b"".join(pieces) + b"behind"
    table = Table(shapes, Extent(file, 6, len(file) - 6))
    assert dict(table.items()) == values
    assert {key: table.get(key) for key in (*values, other)} == {key: values.get(key) for key in (*values, other)}
    if mark:
        assert sorted(table.holding(mark)) == sorted(key for key, value in values.items() if mark in value)


@given(TABLES, st.lists(TABLES, max_size=4), st.booleans())
def test_a_later_layer_has_the_newer_value(
    tmp_path_factory: pytest.TempPathFactory,
    whole: dict[str, dict[str, bytes]],
    layers: list[dict[str, dict[str, bytes]]],
    is_opened_early: bool,
) -> None:
    path = tmp_path_factory.mktemp("tables") / "file"
    written = Tables(Disk(), path)
    written.replace(b"\x00", asked(whole))
    expected = {name: dict(whole.get(name, {})) for name in "ab"}
    for number, layer in enumerate(layers, 1):
        if is_opened_early:
            written.all("a")
        for name, values in layer.items():
            expected[name] |= values
        head = bytes([number])
        if not written.add(head, layer):
            written.replace(head, asked(expected))
    for tables in (written, Tables(Disk(), path)):
        assert (tables.damaged, tables.head) == (False, bytes([len(layers)]))
        for name, values in expected.items():
            assert {key: tables.get(name, key) for key in values} == values
            assert tables.get(name, "not there") is None
            assert tables.all(name) == values


def test_a_small_change_leaves_the_rest_of_the_file_alone(tmp_path: Path) -> None:
    path = tmp_path / "file"
    Tables(Disk(), path).replace(b"\x01", asked({"a": {str(number): b"value" for number in range(100)}}))
    before = path.read_bytes()
    disk = CountingDisk()
    assert Tables(disk, path).add(b"\x02", {"a": {"7": b"other"}})
    assert path.read_bytes().startswith(before)
    assert disk.named("write") == []


def test_everything_is_to_be_written_anew_after_many_changes(tmp_path: Path) -> None:
    path = tmp_path / "file"
    Tables(Disk(), path).replace(b"\x01", asked({"a": {str(number): b"value" for number in range(1000)}}))
    added = [Tables(Disk(), path).add(b"\x02", {"a": {"7": b"other"}}) for _ in range(MOST + 1)]
    assert added == [True] * MOST + [False]


def test_everything_is_to_be_written_anew_when_changes_outgrow_it(tmp_path: Path) -> None:
    tables = Tables(Disk(), tmp_path / "file")
    assert not tables.add(b"\x01", {"a": {"1": b"x"}}), "there is nothing to lie over"
    tables.replace(b"\x01", asked({"a": {"1": b"x"}}))
    assert not tables.add(b"\x02", {"a": {"1": b"x" * 1000}})


def test_changes_to_nothing_are_not_packed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    packed: list[bytes] = []
    monkeypatch.setattr(tables_module, "_at_rest", lambda head, whole: packed.append(head))
    assert not Tables(Disk(), tmp_path / "file").add(b"\x01", {"a": {"1": b"x"}})
    assert packed == []


def test_what_somebody_else_wrote_meanwhile_is_not_added_to(tmp_path: Path) -> None:
    path = tmp_path / "file"
    values = {"a": {str(number): b"value" for number in range(100)}}
    early = Tables(Disk(), path)
    early.replace(b"\x01", asked(values))
    assert Tables(Disk(), path).add(b"\x02", {"a": {"7": b"other"}})
    assert not early.add(b"\x03", {"a": {"8": b"mine"}})


def test_a_layer_that_was_cut_off_is_as_if_it_had_never_been(tmp_path: Path) -> None:
    path = tmp_path / "file"
    Tables(Disk(), path).replace(b"\x01", asked({"a": {str(number): b"value" for number in range(100)}}))
    first = path.read_bytes()
    assert Tables(Disk(), path).add(b"\x02", {"a": {"7": b"other"}})
    whole = path.read_bytes()
    for length in range(len(first) + 1, len(whole)):
        path.write_bytes(whole[:length])
        tables = Tables(Disk(), path)
        assert (tables.damaged, tables.head, tables.get("a", "7")) == (False, b"\x01", b"value")
        assert not tables.add(b"\x03", {"a": {"8": b"mine"}}), "nobody would find what lies behind it"


def test_a_file_that_is_not_whole_is_damaged_and_empty(tmp_path: Path) -> None:
    path = tmp_path / "file"
    Tables(Disk(), path).replace(b"\x01", asked({"a": {str(number): b"value" for number in range(10)}}))
    assert Tables(Disk(), path).add(b"\x02", {"a": {"7": b"other"}})
    whole = path.read_bytes()
    flips = [whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :] for at in range(0, len(whole), 3)]
    for content in (*flips, b"", b"junk" * 30):
        path.write_bytes(content)
        tables = Tables(Disk(), path)
        if tables.head != b"\x01":  # the length of the last layer leads behind the end, as if it were cut off
            assert (tables.damaged, tables.head, tables.all("a")) == (True, b"", {})
        tables.replace(b"\x03", {})
        assert not Tables(Disk(), path).damaged


def test_a_folder_in_the_place_of_the_file_is_removed(tmp_path: Path) -> None:
    path = tmp_path / "file"
    (path / "inner").mkdir(parents=True)
    tables = Tables(Disk(), path)
    assert tables.damaged
    tables.replace(b"\x01", asked({"a": {"1": b"x"}}))
    assert Tables(Disk(), path).get("a", "1") == b"x"


def test_many_questions_open_a_table_as_a_whole_and_get_the_same_answers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tables_module, "ASKED_BEFORE_ALL", 3)
    values = {str(number): bytes([number]) for number in range(9)}
    Tables(Disk(), tmp_path / "file").replace(b"\x01", asked({"a": values}))
    tables = Tables(Disk(), tmp_path / "file")
    assert {key: tables.get("a", key) for key in values} == values


def test_a_value_of_another_type_is_not_there(tmp_path: Path) -> None:
    tables = Tables(Disk(), tmp_path / "file")
    tables.replace(b"\x01", asked({"a": {"one": b"\x01", "text": b"\xa1x"}}))
    opened = Opened[int](tables, "a", int)
    assert (opened.get("one"), opened.get("text"), opened.get("none"), len(opened)) == (1, None, None, 2)


def test_what_was_prepared_is_there_once_it_is_installed_or_never(tmp_path: Path) -> None:
    path = tmp_path / "file"
    tables = Tables(Disk(), path)
    tables.replace(b"\x01", asked({"a": {"1": b"old"}}))
    tables.prepare(b"\x02", asked({"a": {"1": b"lost"}}))
    tables.abandon()
    tables.prepare(b"\x03", asked({"a": {"1": b"forgotten"}}))
    tables.prepare(b"\x04", asked({"a": {"1": b"new"}}))
    assert (tables.head, Tables(Disk(), path).get("a", "1")) == (b"\x01", b"old")

    tables.install()

    assert (tables.head, tables.get("a", "1")) == (b"\x04", b"new")
    assert Tables(Disk(), path).get("a", "1") == b"new"
    assert list(tmp_path.iterdir()) == [path]


def test_a_value_is_packed_when_its_turn_has_come(tmp_path: Path) -> None:
    packed: list[str] = []

    def pack(value: str) -> bytes:
        packed.append(value)
        return value.encode()

    values = Packed({"2": "b", "1": "a"}, pack)
    assert (len(values), list(values), packed) == (2, ["2", "1"], [])
    tables = Tables(Disk(), tmp_path / "file")
    tables.replace(b"\x01", {"t": lambda: values})
    assert packed == ["a", "b"]
    assert tables.all("t") == {"1": b"a", "2": b"b"}


def test_a_table_may_be_asked_while_all_of_it_is_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tables = Tables(Disk(), tmp_path / "file")
    tables.replace(b"\xc0", asked({"a": {"one": b"1", "two": b"2"}}))
    items, meanwhile = Table.items, []

    def slowly(table: Table) -> Iterator[tuple[str, bytes]]:
        for item in items(table):
            yield item
            meanwhile.append(tables.get("a", "two"))

    monkeypatch.setattr(Table, "items", slowly)
    assert tables.all("a") == {"one": b"1", "two": b"2"}
    assert meanwhile == [b"2", b"2"]
