"""What is no ordinary file of the shop is told and never opened: a pipe waits for ever, a link may lead anywhere."""

import os
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")

TOLD = """\
catalog/mugs/device.yaml:1:1: error[file-unreadable]: this is a symbolic link that leads out of the shop
    hint: put an ordinary file there, or remove it

catalog/mugs/outside.yaml:1:1: error[file-unreadable]: this is a symbolic link that leads out of the shop
    hint: put an ordinary file there, or remove it

catalog/mugs/pipe.yaml:1:1: error[file-unreadable]: this is a pipe, socket or device
    hint: put an ordinary file there, or remove it

3 errors
"""


@pytest.mark.parametrize("command", ["build", "check"])
def test_odd_files_are_told_without_their_text(shop, process, tmp_path: Path, command: str) -> None:
    (tmp_path / "outside").write_text("somebody's secret\n")
    mugs = shop / "catalog/mugs"
    os.mkfifo(mugs / "pipe.yaml")
    (mugs / "device.yaml").symlink_to("/dev/zero")
    (mugs / "outside.yaml").symlink_to(tmp_path / "outside")

    done = process(command)

    published = "Nothing was published; public is as it was.\n" if command == "build" else ""
    assert (done.code, done.out, done.err) == (1, TOLD + published, "")


def test_a_pipe_in_the_place_of_the_settings_is_told(shop, process) -> None:
    (shop / "shop.yaml").unlink()
    os.mkfifo(shop / "shop.yaml")

    done = process("build")

    assert (done.code, done.out.startswith("shop.yaml:1:1: error[")) == (1, True)
