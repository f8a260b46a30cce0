"""The memory of all traces: what each output was made from, and by what it is known again.

A ledger that cannot be read is an empty one: everything is made again, and nothing is wrong.
"""

from collections.abc import Iterator
from pathlib import Path

import msgspec
from msgspec import Struct

from shopgen.core.diagnostics import Diagnostic
from shopgen.core.digests import Digest
from shopgen.core.disk import Disk
from shopgen.engine.kitchen import Lookups, Trace

RUNS_KEPT = 20


class Record(Struct, frozen=True, array_like=True):
    """A job as it was last planned: its key, and its ingredients' digests by name, to tell later what changed."""

    key: Digest
    recipe: str
    ingredients: dict[str, Digest]


class _StoredTrace(Struct, frozen=True, array_like=True):
    """A trace on disk. Thousands of pages look the same names up, so those stand once in `_File.lookups`."""

    lookups: int
    blob: Digest
    size: int
    run: int
    diagnostics: tuple[Diagnostic, ...] = ()


class _File(Struct, array_like=True):
    run: int
    lookups: list[Lookups]
    traces: dict[Digest, _StoredTrace]
    records: dict[str, Record]


class Ledger:
    """`damaged` tells that there was a ledger and it could not be read."""

    def __init__(self, disk: Disk, path: Path) -> None:
        self._disk = disk
        self._path = path
        self._traces: dict[Digest, Trace] = {}
        self._runs: dict[Digest, int] = {}
        self.records: dict[str, Record] = {}
        self.damaged = False
        self.run = 1
        self._load()

    def _load(self) -> None:
        try:
            file = msgspec.msgpack.decode(self._disk.read(self._path), type=_File)
            for key, stored in file.traces.items():
                lookups = file.lookups[stored.lookups]
                self._traces[key] = Trace(lookups, stored.blob, stored.size, stored.diagnostics)
                self._runs[key] = stored.run
        except FileNotFoundError:
            return
        except (OSError, msgspec.DecodeError, IndexError):
            self._traces.clear()
            self._runs.clear()
            self.damaged = True
            return
        self.records = file.records
        self.run = file.run + 1

    def get(self, key: Digest) -> Trace | None:
        return self._traces.get(key)

    def use(self, key: Digest) -> None:
        """Notes that this run needed `key`, so that it is kept."""
        self._runs[key] = self.run

    def put(self, key: Digest, trace: Trace) -> None:
        self._traces[key] = trace
        self._runs[key] = self.run

    def blobs(self) -> Iterator[Digest]:
        return (trace.blob for trace in self._traces.values())

    def save(self) -> None:
        """Writes all traces used in one of the last runs."""
        self._forget()
        numbers: dict[int, int] = {}
        sets: list[Lookups] = []
        stored: dict[Digest, _StoredTrace] = {}
        seen: dict[tuple[tuple[str, Digest | None], ...], int] = {}
        for key, trace in self._traces.items():
            number = numbers.get(id(trace.lookups))
            if number is None:
                content = tuple(sorted(trace.lookups.items()))
                number = seen.setdefault(content, len(sets))
                if number == len(sets):
                    sets.append(trace.lookups)
                numbers[id(trace.lookups)] = number
            stored[key] = _StoredTrace(number, trace.blob, trace.size, self._runs[key], trace.diagnostics)
        file = _File(self.run, sets, stored, self.records)
        self._disk.write(self._path, msgspec.msgpack.encode(file), durable=True)

    def _forget(self) -> None:
        for key, run in list(self._runs.items()):
            if run <= self.run - RUNS_KEPT:
                del self._runs[key]
                del self._traces[key]
