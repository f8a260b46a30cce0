"""Stores that are only looked into, and those that something is missing from."""

from pathlib import Path

from shopgen.core.digests import digest
from shopgen.core.disk import Disk
from shopgen.engine.borrowed import Borrowed, Doubted
from shopgen.engine.store import Store


def filled(folder: Path) -> Store:
    store = Store(Disk(), folder)
    store.put(b"old")
    store.save()
    return Store(Disk(), folder)


def test_what_is_put_into_a_borrowed_store_stays_in_this_process(tmp_path: Path) -> None:
    borrowed = Borrowed(filled(tmp_path))
    before = sorted(tmp_path.rglob("*"))

    names = [borrowed.put(b"old"), borrowed.put(b"new")]
    borrowed.branch()

    assert [borrowed.get(name) for name in names] == [b"old", b"new"]
    assert all(name in borrowed for name in names)
    assert borrowed.get(digest(b"other")) is None
    assert borrowed.new() == {digest(b"new"): b"new"}
    assert sorted(tmp_path.rglob("*")) == before
    assert Store(Disk(), tmp_path).get(digest(b"new")) is None


def test_a_borrowed_store_learns_what_others_put(tmp_path: Path) -> None:
    one, other = Borrowed(filled(tmp_path)), Borrowed(filled(tmp_path))
    name = one.put(b"new")
    other.learn(one.new())
    assert other.get(name) == b"new"


def test_a_doubted_store_has_only_what_can_be_read_and_takes_the_rest_again(tmp_path: Path) -> None:
    store = filled(tmp_path)
    lost = store.put(b"lost")
    store.save()
    for pack in (tmp_path / "packs").iterdir():
        pack.write_bytes(pack.read_bytes().replace(b"lost", b"loss"))
    assert lost in store

    doubted = Doubted(store)

    assert digest(b"old") in doubted
    assert lost not in doubted
    assert doubted.put(b"lost") == lost
    assert lost in doubted
    assert store.get(lost) == b"lost"


def test_a_lost_thing_can_be_put_again_before_anybody_missed_it(tmp_path: Path) -> None:
    store = filled(tmp_path)
    for pack in (tmp_path / "packs").iterdir():
        pack.unlink()
    Doubted(store).put(b"old")
    assert store.get(digest(b"old")) == b"old"
