"""Another user of this machine, for whom permissions count: root may do everything."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

from shopgen.cli import run
from shopgen.making.toolchain import toolchain
from support.workplace import Workplace

NOBODY = 65534


@contextmanager
def somebody(shop: str) -> Iterator[Path]:
    """An empty folder that belongs to this process, which is nobody in particular as long as this lasts.

    `shop` is what it will build.
    """
    with TemporaryDirectory(prefix="somebody-") as folder:
        if not hasattr(os, "setresuid") or os.geteuid() != 0:
            yield Path(folder)
            return
        _load_everything(Path(folder), shop)
        os.chown(folder, NOBODY, NOBODY)
        home = os.environ.get("HOME")
        os.environ["HOME"] = folder + "/home"
        os.setresgid(NOBODY, NOBODY, 0)
        os.setresuid(NOBODY, NOBODY, 0)
        try:
            yield Path(folder)
        finally:
            os.setresuid(0, 0, 0)
            os.setresgid(0, 0, 0)
            os.environ.pop("HOME")
            if home is not None:
                os.environ["HOME"] = home


def _load_everything(folder: Path, shop: str) -> None:
    """What Python has not imported yet may lie where nobody but root can read it."""
    toolchain()  # a build asks another process
    with TemporaryDirectory(dir=folder) as root, redirect_stdout(StringIO()):
        run(["build", "-s", str(Workplace(Path(root), shop).root), "--jobs", "1", "--clock", "2026-11-22"])
