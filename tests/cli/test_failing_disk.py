"""The disk refuses, at whatever call: one message, exit code 3, a site that works, and a next build that is right."""

import errno
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest

from shopgen.core.disk import TEMPORARY_PREFIX
from shopgen.publishing.published import MANIFEST
from support.accidents import SHOP, Accident
from support.failing_disk import FailingDisk
from support.somebody import somebody
from support.workplace import Workplace

CODES = [
    errno.ENOSPC,
    errno.EIO,
    errno.EACCES,
    errno.EROFS,
    errno.EMFILE,
    pytest.param(getattr(errno, "EDQUOT", None), marks=pytest.mark.skipif(os.name == "nt", reason="no quotas there")),
]
FEWEST_CALLS = 100
MESSAGE = r"shopgen: (/\S+): made to fail\n    hint: (\w.+)\n"
UNREADABLE = r"error\[file-unreadable\]: "
FINDING = rf"\S+:(1:1: {UNREADABLE}|\d+:\d+: {UNREADABLE}`\S+`: )the file cannot be read: made to fail\n"


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("for_good", [False, True], ids=["once", "from then on"])
@pytest.mark.parametrize("step", [20, pytest.param(1, marks=pytest.mark.nightly)])
def test_any_call_may_fail(
    tmp_path: Path, shopgen: Callable, monkeypatch: pytest.MonkeyPatch, code: int, for_good: bool, step: int
) -> None:
    accident = Accident(tmp_path)
    for number in count(code * 7 % step, step):
        accident.restore()
        disk = FailingDisk(number, code, for_good=for_good)
        with monkeypatch.context() as patch:
            patch.setattr("shopgen.workplace.Disk", lambda disk=disk: disk)
            done = build(shopgen, accident.shop)
        is_told(done, number < len(disk.calls))
        accident.leaves_each_file_old_or_new()
        accident.is_overcome()
        if number >= len(disk.calls):
            break
    assert number > FEWEST_CALLS


def build(shopgen: Callable, shop: Workplace, *arguments: str):
    return shopgen("build", "-s", str(shop.root), "--clock", "2026-11-22T12:00Z", *arguments)


def is_told(done, has_failed: bool) -> None:
    """One message with the path and what to do. A source that cannot be read is a finding at its place, or at the place
    that names it.

    What the memory could not do is no reason to say anything, when the shop is right.
    """
    assert "Traceback" not in done.out + done.err
    if done.code == 3:
        assert re.fullmatch(MESSAGE, done.err), done.err
    elif done.code == 1:
        assert re.search(FINDING, done.out), done.out
    else:
        assert (done.code, done.err) == (0, "")
    assert has_failed or done.code == 0


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of two megabytes."""
    folder = tmp_path / "small"
    folder.mkdir()
    if not mount(folder, "-t", "tmpfs", "-o", "size=2m", "tmpfs"):
        pytest.skip("nobody but root may mount a small disk")
    yield folder
    subprocess.run(["umount", "--lazy", folder], check=True)


def mount(folder: Path, *arguments: str) -> bool:
    if shutil.which("mount") is None or sys.platform != "linux":
        return False
    return subprocess.run(["mount", *arguments, folder], capture_output=True).returncode == 0


def test_a_disk_that_is_full_is_told_and_room_is_all_it_needs(
    tmp_path: Path, small_disk: Path, shopgen: Callable
) -> None:
    shop, output = Workplace(tmp_path / "shop", SHOP), small_disk / "public"
    assert build(shopgen, shop, "-o", str(output)).code == 0
    before = shop.tree(output)
    for number in range(3):
        shop.write(f"static/film{number}.bin", bytes([number]) * 1_000_000)

    done = build(shopgen, shop, "-o", str(output))

    path, *more = done.err.removeprefix("shopgen: ").split(": ", 1)
    assert (done.code, more) == (
        3,
        ["no space left on device\n    hint: the disk is full: make room and run again\n"],
    )
    assert Path(path).is_relative_to(output)
    assert [path for path in output.rglob(f"{TEMPORARY_PREFIX}*") if path.name != MANIFEST] == []
    assert {path: content for path, content in shop.tree(output).items() if path in before} == before
    assert mount(small_disk, "-o", "remount,size=8m")
    assert build(shopgen, shop, "-o", str(output)).code == 0
    assert shop.tree(output) == shop.clean_tree(tmp_path / "clean")


def test_a_disk_that_may_only_be_read_is_refused_before_any_work(
    tmp_path: Path, small_disk: Path, shopgen: Callable
) -> None:
    shop = Workplace(tmp_path / "shop", SHOP)
    assert mount(small_disk, "-o", "remount,ro")

    assert_refused_at_once(shopgen, shop, small_disk / "public")


def test_a_shop_that_may_only_be_read_is_built(shopgen: Callable) -> None:
    with somebody(SHOP) as folder:
        shop = Workplace(folder / "shop", SHOP)
        for path in (shop.root, *shop.root.rglob("*")):
            path.chmod(0o555 if path.is_dir() else 0o444)

        done = build(shopgen, shop, "-o", str(folder / "out"), "--cache-dir", str(folder / "cache"))

        assert (done.code, done.err) == (0, "")
        assert shop.tree(folder / "out") == shop.clean_tree(folder / "clean")
        for path in (shop.root, *shop.root.rglob("*")):
            path.chmod(0o755)


def test_an_output_that_may_only_be_read_is_refused_before_any_work(shopgen: Callable) -> None:
    with somebody(SHOP) as folder:
        shop = Workplace(folder / "shop", SHOP)
        (folder / "out").mkdir(mode=0o555)

        assert_refused_at_once(shopgen, shop, folder / "out")


def assert_refused_at_once(shopgen: Callable, shop: Workplace, output: Path) -> None:
    existing = output if output.exists() else output.parent
    began = time.process_time()
    done = build(shopgen, shop, "-o", str(output))
    assert time.process_time() - began < 1
    assert (done.code, done.err) == (
        3,
        f"shopgen: the folder `{existing}` cannot be written to\n"
        "    hint: allow it, or choose another folder with `--destination`\n",
    )
    assert not shop.cache.exists()
