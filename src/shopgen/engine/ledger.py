"""The memory of all traces: what each output was made from, and by what it is known again.

A ledger that cannot be read is an empty one: everything is made again, and nothing is wrong.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec
from msgspec import Struct

from shopgen.core.diagnostics import Diagnostic
from shopgen.core.digests import Digest, digest
from shopgen.core.disk import Disk
from shopgen.engine.kitchen import Lookups, Trace
from shopgen.engine.records import NOTHING, Past, Record, Records, StoredRecords, past_of, stored_records
from shopgen.engine.sealed import seal, unseal

RUNS_KEPT = 20


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
    records: StoredRecords


class Ledger:
    """`damaged` tells that there was a ledger and it could not be used. `run` counts the runs that changed it."""

    def __init__(self, disk: Disk, path: Path) -> None:
        self._disk = disk
        self._path = path
        self._traces: dict[Digest, Trace] = {}
        self._runs: dict[Digest, int] = {}
        self._changed = False
        self._records: Mapping[str, Record] = Records(NOTHING)
        self.damaged = False
        self.run = 1
        self._load()

    def _load(self) -> None:
        try:
            file = msgspec.msgpack.decode(unseal(self._disk.read(self._path)) or b"", type=_File)
            records = Records(file.records)
            traces = {
                key: Trace(file.lookups[stored.lookups], stored.blob, stored.size, stored.diagnostics)
                for key, stored in file.traces.items()
            }
        except FileNotFoundError:
            return
        except (OSError, msgspec.DecodeError, IndexError):
            self.damaged = True
            return
        self._traces = traces
        self._runs = {key: stored.run for key, stored in file.traces.items()}
        self._records = records
        self.run = file.run + 1

    @property
    def records(self) -> Mapping[str, Record]:
        """All jobs of the last build that was right, by path."""
        return self._records

    @records.setter
    def records(self, records: Mapping[str, Record]) -> None:
        self._changed = self._changed or past_of(records) != self.past()
        self._records = records

    def past(self) -> Mapping[str, Past]:
        """Key and story of all jobs of the last run by path."""
        return past_of(self._records)

    @property
    def plan(self) -> Digest:
        """The name of all that the last run planned."""
        return digest("".join(key for key, _ in self.past().values()).encode())

    def get(self, key: Digest) -> Trace | None:
        return self._traces.get(key)

    def use(self, key: Digest) -> None:
        """Notes that this run needed `key`, so that it is kept."""
        self._runs[key] = self.run

    def use_all(self) -> None:
        """Notes that this run needed every job that is recorded."""
        self._runs.update((key, self.run) for key, _ in self.past().values() if key in self._runs)

    def put(self, key: Digest, trace: Trace) -> None:
        self._traces[key] = trace
        self._runs[key] = self.run
        self._changed = True

    def digests(self) -> Iterator[Digest]:
        """What is to be kept in the store: all outputs, and the values from which the last run made its own."""
        yield from (trace.blob for trace in self._traces.values())
        for record in self._records.values():
            yield from (item.digest for item in record.job.ingredients)

    def forget(self) -> int:
        """Drops the traces that none of the last runs used; how many."""
        old = [key for key, run in self._runs.items() if run <= self.run - RUNS_KEPT]
        for key in old:
            del self._runs[key]
            del self._traces[key]
        self._changed = self._changed or bool(old)
        return len(old)

    def save(self) -> None:
        """Writes everything, when anything is new."""
        if not self._changed:
            return
        numbers: dict[int, int] = {}
        sets: list[Lookups] = []
        stored: dict[Digest, _StoredTrace] = {}
        seen: dict[tuple[tuple[str, Digest | None], ...], int] = {}
        for key, trace in self._traces.items():
            number = numbers.get(id(trace.lookups))
            if number is None:
                content = tuple(sorted(trace.lookups.items()))
                number = numbers[id(trace.lookups)] = seen.setdefault(content, len(sets))
                if number == len(sets):
                    sets.append(trace.lookups)
            stored[key] = _StoredTrace(number, trace.blob, trace.size, self._runs[key], trace.diagnostics)
        file = _File(self.run, sets, stored, stored_records(self._records))
        self._disk.write(self._path, seal(msgspec.msgpack.encode(file)), durable=True)
        self._changed = False
