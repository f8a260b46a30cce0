"""What is remembered between builds: the ledger of traces and the store of bytes, in one folder."""

from pathlib import Path

from shopgen.core.disk import Disk
from shopgen.engine.ledger import Ledger
from shopgen.engine.store import Store

FORMAT = "1"


class Memory:
    """Opens the folder; whatever is missing, foreign or damaged in it counts as not remembered."""

    def __init__(self, disk: Disk, folder: Path) -> None:
        self.folder = folder / FORMAT
        self.ledger = Ledger(disk, self.folder / "ledger")
        self.store = Store(disk, self.folder / "store")

    @property
    def damaged(self) -> bool:
        return self.ledger.damaged

    def save(self) -> None:
        """The store first: a ledger never names bytes that were not written before it."""
        self.store.save()
        self.ledger.save()
