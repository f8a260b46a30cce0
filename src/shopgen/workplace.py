"""Where builds of one shop work: what they keep there is opened when it is first needed."""

import os
from contextlib import AbstractContextManager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from shopgen.core.digests import Digest, digest_of
from shopgen.core.disk import Disk
from shopgen.engine.borrowed import Borrowed
from shopgen.engine.lock import locked
from shopgen.engine.memory import FORMAT, Memory
from shopgen.engine.store import Store
from shopgen.making.toolchain import toolchain
from shopgen.options import Options
from shopgen.planning.outlines import Outlines
from shopgen.publishing.folder import Folder
from shopgen.reading.memory import Memory as ReadingMemory

if TYPE_CHECKING:
    from shopgen.reading.keeping import Keeper


class Workplace:
    """`known_toolchain` is that of this process, from somebody who knows it without reading all of our code."""

    def __init__(self, options: Options, disk: Disk | None = None) -> None:
        self.options = options
        self.disk = disk or Disk()
        self.known_toolchain: Digest = ""
        self._keeper: Keeper | None = None
        self._reading: ReadingMemory | None = None

    @property
    def room(self) -> Path:
        """Where all lies that this version of shopgen remembers."""
        return self.options.cache / FORMAT

    @property
    def toolchain(self) -> Digest:
        return self.known_toolchain or toolchain()

    @cached_property
    def memory(self) -> Memory:
        """What was made."""
        return Memory(self.disk, self.options.cache)

    @cached_property
    def borrowed(self) -> Borrowed:
        """The store of what was made, for somebody who is to leave nothing there."""
        return Borrowed(Store(self.disk, self.room / "store"))

    @property
    def has_memory(self) -> bool:
        """Whether anybody has opened it."""
        return "memory" in self.__dict__

    @cached_property
    def outlines(self) -> Outlines:
        """What was planned."""
        return Outlines(self.disk, self.room / "outline")

    @property
    def reading(self) -> ReadingMemory:
        """What was read."""
        if self._reading is None:
            from shopgen.reading.keeping import Keeper  # edits of products without pictures ask for nothing

            self._keeper = Keeper(self.disk, self.room / "reading", self.toolchain)
            self._reading = self._keeper.open()
        return self._reading

    def keep_reading(self) -> None:
        """Puts away what was read for the next process; this one has made of it what it needs."""
        if self._keeper is not None and self._reading is not None:
            self._keeper.save(self._reading)
        self._keeper = self._reading = None

    def folder(self) -> Folder:
        """Where the finished shop goes."""
        name = f"published-{digest_of(os.fspath(self.options.output.resolve()))[:12]}"
        return Folder(self.disk, self.options.output, self.options.cache / name)

    def locked(self) -> AbstractContextManager[None]:
        """Keeps other processes from working here. Raises as engine.lock.locked."""
        return locked(self.options.cache / "lock")
