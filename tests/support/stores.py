"""Stores for tests that are about something else."""

from pathlib import Path

from shopgen.core.disk import Disk
from shopgen.engine.borrowed import Borrowed
from shopgen.engine.store import Store


def store() -> Borrowed:
    """An empty one, which lies nowhere."""
    return Borrowed(Store(Disk(), Path("no-such-folder")))
