"""Outputs that another machine made already are not made again."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from shopgen.core.disk import Disk
from shopgen.engine.elsewhere import Wanted
from shopgen.engine.executors import executor
from shopgen.engine.memory import Memory
from shopgen.engine.run import Build, run
from support.tiny_kitchen import plan, ware


class Neighbour:
    """Has some outputs, by the keys of their jobs."""

    def __init__(self, has: Mapping[str, bytes] | None = None) -> None:
        self.has = has or {}
        self.asked: list[Wanted] = []

    def bring(self, wanted: Sequence[Wanted]) -> Iterator[bytes | None]:
        self.asked.extend(wanted)
        return (self.has.get(each.key) for each in wanted)


OF_TWO_KINDS = {"a": {"a": "one"}, "b": {"b": "two"}, "c": {"c": "!warned"}, "d": {"d": "@colour"}}


def built_with(neighbour: Neighbour, folder: Path) -> tuple[Build, Memory]:
    memory = Memory(Disk(), folder)
    planned = plan(OF_TWO_KINDS, "portable")
    build = run(planned, planned.values, ware(), memory, lambda stale: executor(1), elsewhere=neighbour)
    memory.ledger.records = build.records
    memory.save()
    return build, memory


def test_what_is_portable_may_come_from_elsewhere(tmp_path: Path) -> None:
    first, _ = built_with(Neighbour(), tmp_path / "one")
    keys = {each.path: each.key for each in first.portable}
    neighbour = Neighbour({keys["a"]: b"one"})
    build, memory = built_with(neighbour, tmp_path / "two")
    assert [each.path for each in neighbour.asked] == ["a", "b", "c", "d"]
    assert (set(build.made), set(build.brought)) == ({"b", "c", "d"}, {"a"})
    assert build.manifest == first.manifest
    assert memory.store.get(build.manifest["a"].digest) == b"one"


def test_only_what_its_key_says_all_of_is_portable(tmp_path: Path) -> None:
    """An output that looked something up, or of which there is something to say, is more than its bytes."""
    build, _ = built_with(Neighbour(), tmp_path)
    assert [each.path for each in build.portable] == ["a", "b"]


def test_nobody_is_asked_for_what_is_known(tmp_path: Path) -> None:
    built_with(Neighbour(), tmp_path)
    neighbour = Neighbour()
    build, _ = built_with(neighbour, tmp_path)
    assert (neighbour.asked, build.made) == ([], {})


def test_what_was_brought_is_known_next_time(tmp_path: Path) -> None:
    first, _ = built_with(Neighbour(), tmp_path / "one")
    built_with(Neighbour({each.key: each.path.encode() for each in first.portable}), tmp_path / "two")
    build, _ = built_with(Neighbour(), tmp_path / "two")
    assert build.made == {}
    assert [each.path for each in build.portable] == ["a", "b"]
