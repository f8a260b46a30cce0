"""Whatever happens to the files of the cache, a build is right; at most it is slower, and says one word about it.

The files are those that a build leaves behind, so that a new one is damaged too.
"""

import gc
import random
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest

from shopgen.engine.memory import FORMAT
from shopgen.engine.sealed import seal, unseal
from support.somebody import somebody
from support.workplace import Workplace

SHOP = """\
-- catalog/mugs/moss.yaml --
title: Moss mug
sku: M-1
price: 24.00
description: A *mug*.
-- content/news/2026-11-01-kiln.md --
---
title: Kiln
---
Hot.
"""
MUG = "catalog/mugs/moss.yaml"
OLD, NEW = "24.00", "25.00"
FLIPS_A_DAY = 500
EVERY = 512


class Trial:
    """A shop whose cache is damaged before it is built, after one edit as well as without any."""

    def __init__(self, folder: Path, shopgen: Callable) -> None:
        self._shopgen = shopgen
        self.shop = Workplace(folder / "shop", SHOP)
        self.cache = self.shop.cache
        first = self.build()
        assert first.code == 0, first
        self._kept = shutil.copytree(self.cache, folder / "kept")
        self._output = shutil.copytree(self.shop.output, folder / "output")
        self._right = {OLD: self.shop.tree()}
        self.set_price(NEW)
        self._right[NEW] = self.shop.clean_tree(folder / "clean")
        found = (path.relative_to(self._kept).as_posix() for path in self._kept.rglob("*") if path.is_file())
        self.lock, *self.names = sorted(found, key=lambda name: (name != "lock", name))

    def build(self):
        return self._shopgen("build", "-s", str(self.shop.root), "--clock", "2026-11-22")

    def set_price(self, price: str) -> None:
        self.shop.write(MUG, (self.shop.root / MUG).read_text().replace(OLD, price).replace(NEW, price))

    def restore(self) -> None:
        self.restore_cache()
        shutil.rmtree(self.shop.output)
        shutil.copytree(self._output, self.shop.output)

    def restore_cache(self) -> None:
        shutil.rmtree(self.cache)
        shutil.copytree(self._kept, self.cache)

    def content(self, name: str) -> bytes:
        return (self._kept / name).read_bytes()

    def survives(self, name: str, damage: Callable[[Path], object]) -> None:
        """One file of the cache is damaged, and one price was changed since it was written."""
        self.restore()
        damage(self.cache / name)
        self.is_right(NEW)

    def is_right(self, price: str) -> None:
        done = self.build()
        assert done.code == 0, (done.out, done.err)
        assert done.err.count("\n") <= 1
        assert "Traceback" not in done.out + done.err
        assert self.shop.tree() == self._right[price]


@pytest.fixture
def trial(tmp_path: Path, shopgen: Callable) -> Trial:
    return Trial(tmp_path, shopgen)


def flipped(content: bytes, at: int) -> bytes:
    return content[:at] + bytes([content[at] ^ 1 << at % 8]) + content[at + 1 :]


def positions(trial: Trial) -> Iterator[tuple[str, int]]:
    return ((name, at) for name in trial.names for at in range(len(trial.content(name))))


def test_these_files_are_damaged(trial: Trial) -> None:
    kinds = {name.partition("-")[0] if "packs" not in name else "a pack" for name in trial.names}

    assert kinds >= {f"{FORMAT}/ledger", f"{FORMAT}/reading", f"{FORMAT}/store/index", "a pack", "glance", "published"}
    assert trial.lock == "lock"


def test_a_file_may_be_gone_empty_or_a_folder(trial: Trial) -> None:
    def become_a_folder(path: Path) -> None:
        path.unlink()
        (path / "inner").mkdir(parents=True)

    for name in trial.names:
        for damage in (Path.unlink, lambda path: path.write_bytes(b""), become_a_folder):
            trial.survives(name, damage)


def test_any_of_its_folders_may_be_gone(trial: Trial) -> None:
    for folder in {str(Path(name).parent) for name in trial.names}:
        trial.survives(folder, shutil.rmtree)


def test_a_file_may_be_cut_off_anywhere(trial: Trial) -> None:
    for name in trial.names:
        content = trial.content(name)
        for length in {*range(0, len(content), EVERY), len(content) - 1}:
            trial.survives(name, lambda path, cut=content[:length]: path.write_bytes(cut))


@pytest.mark.slow
def test_any_byte_may_be_wrong(trial: Trial) -> None:
    for name, at in random.Random(1).sample(list(positions(trial)), FLIPS_A_DAY):
        trial.survives(name, lambda path, name=name, at=at: path.write_bytes(flipped(trial.content(name), at)))


@pytest.mark.nightly
def test_every_byte_may_be_wrong(trial: Trial) -> None:
    for number, (name, at) in enumerate(positions(trial)):
        if number % 200 == 0:
            gc.collect()  # builds leave that to whoever calls them, and the night would use all memory
        trial.survives(name, lambda path, name=name, at=at: path.write_bytes(flipped(trial.content(name), at)))


def test_the_record_of_a_build_with_nothing_to_do_may_be_wrong_anywhere(trial: Trial) -> None:
    """Nothing else has changed here, so that only the damage keeps the glance from its answer."""
    trial.restore()
    trial.set_price(OLD)
    trial.is_right(OLD)
    name = next(name for name in trial.names if name.startswith("glance"))
    content = (trial.cache / name).read_bytes()
    for at in range(0, len(content), 97):
        (trial.cache / name).write_bytes(flipped(content, at))
        trial.is_right(OLD)


def test_files_may_have_changed_their_places(trial: Trial) -> None:
    """Whole files, whose seals open, with something else inside."""
    for name in trial.names:
        for other in set(trial.names) - {name}:
            trial.survives(name, lambda path, other=other: path.write_bytes(trial.content(other)))


def test_files_may_be_those_of_another_version(trial: Trial) -> None:
    """Its files are well sealed too; what is in them has more fields, fewer, or others."""
    for name in trial.names:
        inside = unseal(trial.content(name))
        value = None if inside is None else msgspec.msgpack.decode(inside)
        others = [None, 7, "text", [], {}, [value], {"new": value}, [1, [], {}, {}, "more"]]
        others += [[*value, "more"], value[:-1], value[::-1]] if isinstance(value, list) else []
        others += [{key: [kept, "more"] for key, kept in value.items()}] if isinstance(value, dict) else []
        for each in others:
            trial.survives(name, lambda path, each=each: path.write_bytes(seal(msgspec.msgpack.encode(each))))


def test_a_file_may_be_unreadable(shopgen: Callable) -> None:
    with somebody(SHOP) as folder:
        trial = Trial(folder, shopgen)
        for name in trial.names:
            trial.survives(name, lambda path: path.chmod(0))
        trial.restore()
        (trial.cache / "lock").chmod(0)
        assert refusal(trial) == f"shopgen: {trial.cache}/lock: permission denied"
        (trial.cache / "lock").chmod(0o600)


def test_a_folder_in_the_place_of_the_lock_may_be_somebodys(trial: Trial) -> None:
    trial.restore()
    (trial.cache / "lock").unlink()
    (trial.cache / "lock").mkdir()

    assert refusal(trial) == f"shopgen: {trial.cache}/lock: is a directory"


def refusal(trial: Trial) -> str:
    """What a build says that does not begin; it says what to do as well."""
    before = trial.shop.tree()
    done = trial.build()
    message, hint = done.err.splitlines()
    assert done.code == 3
    assert hint.startswith("    hint: ")
    assert trial.shop.tree() == before
    return message
