"""Bytes by digest, never trusted."""

import errno
import os
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopgen.core.digests import digest
from shopgen.core.disk import Disk
from shopgen.engine import store as store_module
from shopgen.engine.sealed import seal, unseal
from shopgen.engine.slots import Slot, Slots
from shopgen.engine.store import LARGE, Store
from support.failing_disk import CountingDisk, FailingDisk

SMALL = [b"", b"a", b"hello" * 20, b"\x00" * 999]
BIG = [b"x" * LARGE, os.urandom(LARGE + 1)]


def filled(folder: Path) -> Store:
    store = Store(Disk(), folder)
    for content in (*SMALL, *BIG):
        store.put(content)
    store.save()
    return store


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@given(st.lists(st.binary(max_size=200)))
def test_what_is_put_is_got_before_and_after_saving(
    tmp_path_factory: pytest.TempPathFactory, blobs: list[bytes]
) -> None:
    folder = tmp_path_factory.mktemp("store")
    store = Store(Disk(), folder)
    names = [store.put(blob) for blob in blobs]
    assert names == [digest(blob) for blob in blobs]
    assert [store.get(name) for name in names] == blobs
    store.save()
    again = Store(Disk(), folder)
    assert [again.get(name) for name in names] == [store.get(name) for name in names] == blobs
    assert all(name in again for name in names)
    assert not again.damaged


def test_large_blobs_have_a_file_each(tmp_path: Path) -> None:
    filled(tmp_path)
    assert {path for path in files(tmp_path) if path.startswith("large/")} == {
        f"large/{digest(content)[:2]}/{digest(content)[2:]}" for content in BIG
    }


def test_each_blob_is_kept_once(tmp_path: Path) -> None:
    filled(tmp_path)
    before = files(tmp_path)
    store = Store(Disk(), tmp_path)
    for content in (*SMALL, *BIG):
        store.put(content)
    store.save()
    assert files(tmp_path) == before


def test_a_full_buffer_is_written_before_the_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store_module, "_BUFFER", 10)
    store = Store(Disk(), tmp_path)
    names = [store.put(content) for content in (b"12345", b"67890", b"abc")]
    assert [content for path, content in files(tmp_path).items() if path.startswith("packs/")] == [b"1234567890"]
    assert [store.get(name) for name in names] == [b"12345", b"67890", b"abc"]


def test_a_pack_is_opened_once_for_all_that_is_read_of_it(tmp_path: Path) -> None:
    filled(tmp_path)
    disk = CountingDisk()
    store = Store(disk, tmp_path)
    assert [store.get(digest(content)) for content in SMALL[1:]] == SMALL[1:]
    assert len(disk.named("open")) == 1
    assert len(disk.named("read_at")) == len(SMALL) - 1


def test_few_packs_are_open_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shopgen.engine.packs._OPEN", 2)
    blobs = [bytes([number]) * 9 for number in range(5)]
    for blob in blobs:
        store = Store(Disk(), tmp_path)
        store.put(blob)
        store.save()
    disk = CountingDisk()
    store = Store(disk, tmp_path)
    assert [store.get(digest(blob)) for blob in blobs * 2] == blobs * 2
    assert len(disk.named("open")) == 10


def test_what_is_not_there_is_absent(tmp_path: Path) -> None:
    store = Store(Disk(), tmp_path)
    assert store.get(digest(b"x")) is None
    assert digest(b"x") not in store
    assert not store.damaged


@pytest.mark.parametrize("damage", ["gone", "empty", "cut", "flipped", "folder"])
def test_damaged_bytes_are_absent_and_can_be_put_again(tmp_path: Path, damage: str) -> None:
    filled(tmp_path)
    for path in [path for kind in ("packs", "large") for path in (tmp_path / kind).rglob("*") if path.is_file()]:
        content = path.read_bytes()
        path.unlink()
        if damage == "folder":
            path.mkdir()
        elif damage != "gone":
            path.write_bytes({"empty": b"", "cut": content[:3], "flipped": bytes(each ^ 1 for each in content)}[damage])
    store = Store(Disk(), tmp_path)
    for content in (*SMALL[1:], BIG[0]):
        assert store.get(digest(content)) in (None, content)
        if damage != "folder":
            store.put(content)
            assert store.get(digest(content)) == content
    assert store.get(digest(BIG[1])) is None
    assert digest(BIG[1]) not in store


def test_an_index_that_is_not_whole_is_an_empty_one(tmp_path: Path) -> None:
    filled(tmp_path)
    index = tmp_path / "index"
    whole = index.read_bytes()
    cuts = [whole[:length] for length in range(0, len(whole), 17)]
    flips = [whole[:at] + bytes([whole[at] ^ 64]) + whole[at + 1 :] for at in range(0, len(whole), 13)]
    others = [b"not an index", seal(b"\xc1"), seal(msgspec.msgpack.encode([1, 2]))]
    for content in (*cuts, *flips, *others):
        index.write_bytes(content)
        store = Store(Disk(), tmp_path)
        assert store.damaged
        assert store.get(store.put(SMALL[2])) == SMALL[2]
        assert store.get(digest(SMALL[3])) is None


def test_names_in_an_index_never_lead_elsewhere(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.write_bytes(b"mine")
    names = ["../../outside", digest(b"mine"), "x" * 40]
    index = Slots(Disk(), tmp_path / "store" / "index")
    for name in names:
        index.put(name, Slot("", 0, 4))
    index.save()
    store = Store(Disk(), tmp_path / "store")
    assert [store.get(name) for name in names] == [None, None, None]
    Store(Disk(), tmp_path / "store").collect([])
    assert outside.read_bytes() == b"mine"


def test_collect_keeps_what_it_is_told_and_frees_the_rest(tmp_path: Path) -> None:
    filled(tmp_path)
    store = Store(Disk(), tmp_path)
    store.put(b"new")
    store.collect([digest(SMALL[2]), digest(BIG[1]), digest(b"new")])
    again = Store(Disk(), tmp_path)
    kept = [content for content in (*SMALL, *BIG, b"new") if again.get(digest(content)) == content]
    assert kept == [SMALL[2], BIG[1], b"new"]
    assert sum(map(len, files(tmp_path).values())) < len(BIG[1]) + 1000
    again.collect([])
    assert [path for path in files(tmp_path) if path != "index"] == []


def test_collect_leaves_packs_alone_that_are_mostly_in_use(tmp_path: Path) -> None:
    filled(tmp_path)
    before = {path for path in files(tmp_path) if path.startswith("packs/")}
    store = Store(Disk(), tmp_path)
    store.collect(map(digest, SMALL[1:]))
    assert {path for path in files(tmp_path) if path.startswith("packs/")} == before


def test_collect_drops_what_is_damaged(tmp_path: Path) -> None:
    filled(tmp_path)
    for pack in (tmp_path / "packs").iterdir():
        pack.write_bytes(b"?" * pack.stat().st_size)
    store = Store(Disk(), tmp_path)
    store.collect([digest(SMALL[2])])
    assert store.get(digest(SMALL[2])) is None


def test_a_full_disk_leaves_nothing_wrong_behind(tmp_path: Path) -> None:
    store = Store(FailingDisk(1, errno.ENOSPC), tmp_path)
    name = store.put(b"content")
    with pytest.raises(OSError, match="made to fail"):
        store.save()
    assert store.get(name) == b"content"
    store.save()
    assert Store(Disk(), tmp_path).get(name) == b"content"


@given(st.binary())
def test_a_seal_opens_to_what_was_sealed_and_to_nothing_else(content: bytes) -> None:
    sealed = seal(content)
    assert unseal(sealed) == content
    assert unseal(sealed + b"x") is None
    assert unseal(sealed[:-1]) is None
    assert unseal(b"") is None
