"""Another user of this machine, for whom permissions count: root may do everything."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

NOBODY = 65534


@contextmanager
def somebody() -> Iterator[Path]:
    """An empty folder that belongs to this process, which is nobody in particular as long as this lasts."""
    with TemporaryDirectory(prefix="somebody-") as folder:
        if not hasattr(os, "setresuid") or os.geteuid() != 0:
            yield Path(folder)
            return
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
