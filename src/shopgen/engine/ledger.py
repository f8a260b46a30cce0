"""The memory of all traces: what each output was made from, and by what it is known again.

A ledger that cannot be read is an empty one: everything is made again, and nothing is wrong.
"""

from collections.abc import Callable, Container, Iterator, Mapping
from pathlib import Path

import msgspec
from msgspec import Struct

from shopgen.core.diagnostics import Diagnostic
from shopgen.core.digests import Digest, digest, digest_of
from shopgen.core.disk import Disk
from shopgen.engine.kitchen import Lookups, Trace
from shopgen.engine.records import TABLE as RECORDS
from shopgen.engine.records import Past, Record, Records, packed_record, past_of
from shopgen.engine.tables import Tables, Values

RUNS_KEPT = 20
"""A trace is kept for at least so many runs without use, and for at most twice as many."""

_TRACES, _LOOKUPS, _UNUSED = "traces", "lookups", "unused"


class _Head(Struct, frozen=True, array_like=True):
    """`run` counts the runs that changed the ledger, `plan` names what the last of them planned."""

    run: int
    plan: Digest


class _StoredTrace(Struct, frozen=True, array_like=True):
    """A trace at rest. Thousands of pages look the same names up, so those stand once, by the digest of them."""

    lookups: str
    blob: Digest
    size: int
    diagnostics: tuple[Diagnostic, ...] = ()


_encode = msgspec.msgpack.Encoder().encode
_open = msgspec.msgpack.Decoder(_StoredTrace).decode
_open_lookups = msgspec.msgpack.Decoder(Lookups).decode


class Ledger:
    """`damaged` tells that there was a ledger and it could not be used. `run` counts the runs that changed it."""

    def __init__(self, disk: Disk, path: Path) -> None:
        self._tables = Tables(disk, path, durable=True)
        self._traces: dict[Digest, Trace] = {}
        self._lookups: dict[str, Lookups] = {}
        self._new: dict[Digest, Trace] = {}
        self._gone: set[Digest] = set()
        self._used: set[Digest] = set()
        self._records: Mapping[str, Record] = Records(self._tables)
        self._prepared: tuple[Mapping[str, Record], Values] = {}, {}
        self._is_other_plan = False
        self.damaged = self._tables.damaged
        self.run, self.plan = 1, ""
        """`plan` names all that the last run planned."""
        if self._tables.head:
            self._read(self._tables.head)

    def _read(self, head: bytes) -> None:
        try:
            opened = msgspec.msgpack.decode(head, type=_Head)
        except msgspec.DecodeError:
            self.damaged = True
        else:
            self.run, self.plan = opened.run + 1, opened.plan

    @property
    def records(self) -> Mapping[str, Record]:
        """All jobs of the last build that was right, by path."""
        return self._records

    @records.setter
    def records(self, records: Mapping[str, Record]) -> None:
        patch = records.changed if isinstance(records, Records) else None
        changed = records if patch is None else patch
        is_same = all(self.past(path) == past_of(record) for path, record in changed.items())
        if is_same and (patch is not None or len(records) == len(self._records)):
            return
        before = "" if patch is None else self.plan
        self.plan = _name_of(changed, before)
        self._records = records
        self._is_other_plan = True

    def prepare(self, records: Mapping[str, Record]) -> Digest:
        """Packs records beforehand, so that it takes less time to save them once they are those of the last run.

        Gives what `plan` will be then, when they are others than those of the run before.
        """
        self._prepared = records, {path: packed_record(record) for path, record in records.items()}
        return _name_of(records)

    def past(self, path: str) -> Past | None:
        """Key and story of a job of the last run."""
        if isinstance(self._records, Records):
            return self._records.past(path)
        record = self._records.get(path)
        return None if record is None else past_of(record)

    def get(self, key: Digest) -> Trace | None:
        trace = self._new.get(key) or self._traces.get(key)
        if trace is None and key not in self._gone:
            content = self._tables.get(_TRACES, key)
            trace = None if content is None else self._opened(content)
            if trace is not None:
                self._traces[key] = trace
        return trace

    def _opened(self, content: bytes) -> Trace | None:
        try:
            stored = _open(content)
            lookups = self._lookups_called(stored.lookups)
        except msgspec.DecodeError:  # sealed by somebody else
            return None
        return Trace(lookups, stored.blob, stored.size, stored.diagnostics)

    def _lookups_called(self, name: str) -> Lookups:
        """The same object every time: what was looked up is compared once for all traces that saw the same."""
        found = self._lookups.get(name)
        if found is None:
            found = self._lookups[name] = _open_lookups(self._tables.get(_LOOKUPS, name) or b"")
        return found

    def use(self, key: Digest) -> None:
        """Notes that this run needed `key`, so that it is kept; so is what is recorded."""
        self._used.add(key)

    def put(self, key: Digest, trace: Trace) -> None:
        self._new[key] = trace
        self._gone.discard(key)
        self._used.add(key)

    def digests(self) -> Iterator[Digest]:
        """What is to be kept in the store: all outputs, and the values from which the last run made its own."""
        for key in (*self._new, *self._tables.all(_TRACES)):
            trace = self.get(key)
            if trace is not None:
                yield trace.blob
        for record in self._records.values():
            yield from (item.digest for item in record.job.ingredients)

    def forget(self) -> int:
        """Now and then drops the traces that none of the last runs used; how many."""
        if not self._is_due:
            return 0
        old = {key for key, run in self._needed_before().items() if run <= self.run - RUNS_KEPT}
        self._gone |= old
        for key in old:
            self._traces.pop(key, None)
        return len(old)

    def keep_only(self, needed: Container[Digest]) -> None:
        """Drops the traces that neither `needed` has nor the last run."""
        last = {past.key for past in map(self.past, self._records) if past is not None}
        known = (*self._new, *self._tables.all(_TRACES))
        self._gone |= {key for key in known if key not in needed and key not in last}
        for key in self._gone:
            self._traces.pop(key, None)
            self._new.pop(key, None)

    @property
    def _is_due(self) -> bool:
        """Whether it is time to look through everything."""
        return self.run % RUNS_KEPT == 0

    def _needed_before(self) -> dict[Digest, int]:
        """When each trace was needed last that this run did not need."""
        unused = self._tables.all(_UNUSED)
        now = self._used.union(past.key for past in map(self.past, self._records) if past is not None)
        rest = (key for key in self._tables.all(_TRACES) if key not in now and key not in self._gone)
        return {key: _run_in(unused.get(key)) or self.run - 1 for key in rest}

    def save(self) -> None:
        """Writes what is new; everything, when the plan is another or there is too much over the old."""
        if not (self._new or self._gone or self._is_other_plan):
            return
        head = _encode(_Head(self.run, self.plan))
        new = self._additions()
        is_patch = isinstance(self._records, Records) and not (self._is_due or self._gone)
        if not (is_patch and self._tables.add(head, new)):
            self._tables.replace(head, self._whole(new))
        if isinstance(self._records, Records):
            self._records = Records(self._tables)
        self._traces |= self._new
        self._new, self._gone, self._is_other_plan = {}, set(), False
        self._prepared = {}, {}

    def _additions(self) -> dict[str, dict[str, bytes]]:
        """What is not in the tables, in their form; the records as far as they are patches of those there."""
        lookups: dict[str, bytes] = {}
        named: dict[int, str] = {}
        traces: dict[str, bytes] = {}
        for key, trace in self._new.items():
            name = named.get(id(trace.lookups))
            if name is None:
                name = named[id(trace.lookups)] = digest_of(trace.lookups)
                lookups[name] = _encode(trace.lookups)
            traces[key] = _encode(_StoredTrace(name, trace.blob, trace.size, trace.diagnostics))
        patches = self._records.changed if isinstance(self._records, Records) else {}
        return {
            _TRACES: traces,
            _LOOKUPS: lookups,
            _UNUSED: dict.fromkeys(self._replaced(patches), _encode(self.run - 1)),
            RECORDS: {path: packed_record(record) for path, record in patches.items()},
        }

    def _replaced(self, patches: Mapping[str, Record]) -> Iterator[Digest]:
        """The keys that the tables have for what is patched."""
        before = Records(self._tables)
        for path, record in patches.items():
            past = before.past(path)
            if past is not None and past.key != record.key:
                yield past.key

    def _whole(self, new: dict[str, dict[str, bytes]]) -> dict[str, Callable[[], Values]]:
        """Everything, table by table, with what is `new`."""
        all_of = self._tables.all
        return {
            RECORDS: lambda: self._packed_records(new[RECORDS]),
            _UNUSED: lambda: {key: _encode(run) for key, run in self._needed_before().items()},
            _LOOKUPS: lambda: {**all_of(_LOOKUPS), **new[_LOOKUPS]},
            _TRACES: lambda: {key: all_of(_TRACES)[key] for key in all_of(_TRACES).keys() - self._gone} | new[_TRACES],
        }

    def _packed_records(self, patches: dict[str, bytes]) -> Values:
        if isinstance(self._records, Records):
            return {**self._tables.all(RECORDS), **patches}
        if self._prepared[0] is not self._records:
            self.prepare(self._records)
        return self._prepared[1]


def _name_of(records: Mapping[str, Record], before: Digest = "") -> Digest:
    return digest("".join((before, *[record.key for record in records.values()])).encode())


def _run_in(content: bytes | None) -> int:
    return 0 if content is None else msgspec.msgpack.decode(content, type=int)
