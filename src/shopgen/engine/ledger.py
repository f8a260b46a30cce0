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
    diagnostics: tuple[Diagnostic, ...] = ()


class _File(Struct, array_like=True):
    """Traces are opened when somebody asks. `unused` tells of each that `run` did not need when it was needed last."""

    run: int
    lookups: list[Lookups]
    traces: dict[Digest, msgspec.Raw]
    unused: dict[Digest, int]
    records: StoredRecords


_open = msgspec.msgpack.Decoder(_StoredTrace).decode
_encode = msgspec.msgpack.Encoder().encode


class Ledger:
    """`damaged` tells that there was a ledger and it could not be used. `run` counts the runs that changed it."""

    def __init__(self, disk: Disk, path: Path) -> None:
        self._disk = disk
        self._path = path
        self._traces: dict[Digest, Trace] = {}
        self._closed: dict[Digest, msgspec.Raw] = {}
        self._lookups: list[Lookups] = []
        self._unused: dict[Digest, int] = {}
        self._used: set[Digest] = set()
        self._changed = False
        self._records: Mapping[str, Record] = Records(NOTHING)
        self._plan: Digest | None = None
        self.damaged = False
        self.run = 1
        self._load()

    def _load(self) -> None:
        try:
            file = msgspec.msgpack.decode(unseal(self._disk.read(self._path)) or b"", type=_File)
            self._records = Records(file.records)
        except FileNotFoundError:
            return
        except (OSError, msgspec.DecodeError):
            self.damaged = True
            return
        self._lookups, self._closed, self._unused = file.lookups, file.traces, file.unused
        self.run = file.run + 1

    @property
    def records(self) -> Mapping[str, Record]:
        """All jobs of the last build that was right, by path."""
        return self._records

    @records.setter
    def records(self, records: Mapping[str, Record]) -> None:
        self._changed = self._changed or past_of(records) != self.past()
        self._records = records
        self._plan = None

    def past(self) -> Mapping[str, Past]:
        """Key and story of all jobs of the last run by path."""
        return past_of(self._records)

    @property
    def plan(self) -> Digest:
        """The name of all that the last run planned."""
        if self._plan is None:
            self._plan = digest("".join(key for key, _ in self.past().values()).encode())
        return self._plan

    def get(self, key: Digest) -> Trace | None:
        trace = self._traces.get(key)
        if trace is None and key in self._closed:
            trace = self._opened(key)
        return trace

    def _opened(self, key: Digest) -> Trace | None:
        try:
            stored = _open(self._closed[key])
            lookups = self._lookups[stored.lookups]
        except (msgspec.DecodeError, IndexError):  # sealed by somebody else
            del self._closed[key]
            return None
        trace = self._traces[key] = Trace(lookups, stored.blob, stored.size, stored.diagnostics)
        return trace

    def use(self, key: Digest) -> None:
        """Notes that this run needed `key`, so that it is kept; so is what is recorded."""
        self._used.add(key)

    def put(self, key: Digest, trace: Trace) -> None:
        self._traces[key] = trace
        self._closed.pop(key, None)
        self._used.add(key)
        self._changed = True

    def digests(self) -> Iterator[Digest]:
        """What is to be kept in the store: all outputs, and the values from which the last run made its own."""
        for key in {*self._closed, *self._traces}:
            trace = self.get(key)
            if trace is not None:
                yield trace.blob
        for record in self._records.values():
            yield from (item.digest for item in record.job.ingredients)

    def forget(self) -> int:
        """Drops the traces that none of the last runs used; how many."""
        old = [key for key, run in self._needed_before().items() if run <= self.run - RUNS_KEPT]
        for key in old:
            self._traces.pop(key, None)
            self._closed.pop(key, None)
        self._changed = self._changed or bool(old)
        return len(old)

    def _needed_before(self) -> dict[Digest, int]:
        """When each trace was needed last that this run did not need."""
        now = {key for key, _ in self.past().values()} | self._used
        rest = [key for keys in (self._closed, self._traces) for key in keys if key not in now]
        return {key: self._unused.get(key, self.run - 1) for key in rest}

    def save(self) -> None:
        """Writes everything, when anything is new."""
        if not self._changed:
            return
        lookups = _Numbers(self._lookups)
        traces = dict(self._closed)
        for key, trace in self._traces.items():
            if key not in traces:
                stored = _StoredTrace(lookups.number(trace.lookups), trace.blob, trace.size, trace.diagnostics)
                traces[key] = msgspec.Raw(_encode(stored))
        file = _File(self.run, lookups.known, traces, self._needed_before(), stored_records(self._records))
        self._disk.write(self._path, seal(_encode(file)), durable=True)
        self._changed = False


class _Numbers:
    """Numbers of sets of look-ups, each known by its content."""

    def __init__(self, known: list[Lookups]) -> None:
        self.known = list(known)
        self._by_identity = {id(lookups): number for number, lookups in enumerate(known)}
        self._by_content = {_content(lookups): number for number, lookups in enumerate(known)}

    def number(self, lookups: Lookups) -> int:
        number = self._by_identity.get(id(lookups))
        if number is None:
            number = self._by_content.setdefault(_content(lookups), len(self.known))
            if number == len(self.known):
                self.known.append(lookups)
            self._by_identity[id(lookups)] = number
        return number


def _content(lookups: Lookups) -> tuple[tuple[str, Digest | None], ...]:
    return tuple(sorted(lookups.items()))
