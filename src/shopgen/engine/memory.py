"""What is remembered between builds: the ledger of traces and the store of bytes, in one folder."""

from collections.abc import Container, Iterable
from itertools import chain
from pathlib import Path

from shopgen.core.digests import Digest
from shopgen.core.disk import Disk
from shopgen.core.spool import Spool
from shopgen.engine.ledger import Ledger
from shopgen.engine.store import Store

FORMAT = "8"


class Memory:
    """Opens the folder. What is damaged in it is thrown away, which makes the next build slower and no other.

    The ledger is read before the store and written after it, so that also while another process is writing no trace is
    known whose bytes were not there before it.
    """

    def __init__(self, disk: Disk, folder: Path) -> None:
        self.folder = folder / FORMAT
        self._disk = disk
        self._open()
        self.damaged = self.ledger.damaged or self.store.damaged
        if self.damaged:
            disk.remove_tree(self.folder)
            self._open()

    def _open(self) -> None:
        self.ledger = Ledger(self._disk, self.folder / "ledger")
        self.store = Store(self._disk, self.folder / "store")

    def over_the_rest(self) -> "Memory":
        """The memory that lies there now, with what is new in this one: others may have written since it was opened."""
        now = Memory(self._disk, self.folder.parent)
        now.store.learn(self.store.new())
        for key, trace in self.ledger.new().items():
            now.ledger.put(key, trace)
        return now

    def spool(self) -> Spool:
        """A file for what processes tell each other: where there is room for what they make, there is for that."""
        return self._disk.spool(self.folder)

    def collect(self, needed: Container[Digest], keep: Iterable[Digest] = ()) -> int:
        """Forgets all traces but those `needed` and those of the last run, with their bytes; how many bytes went.

        `keep` are bytes in the store that somebody else than the ledger needs.
        """
        before = self._bytes()
        self._disk.sweep(self.folder)
        self.ledger.keep_only(needed)
        self.store.collect(chain(self.ledger.digests(), keep))
        self.ledger.save()
        return before - self._bytes()

    def _bytes(self) -> int:
        return sum(entry.stamp.size for entry in self._disk.walk(self.folder) if not entry.odd)

    def save(self, keep: Iterable[Digest] = ()) -> None:
        """Writes what is new, and leaves no file open. Old traces go with their bytes and what killed runs left.

        `keep` are bytes in the store that somebody else than the ledger needs.
        """
        if self.ledger.forget():
            self._disk.sweep(self.folder)
            self.store.collect(chain(self.ledger.digests(), keep))
        self.store.save()
        self.ledger.save()
        self.store.close()
