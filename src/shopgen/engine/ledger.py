"""The memory of all traces: what each output was made from, and by what it is known again.

A ledger that cannot be read is an empty one: everything is made again, and nothing is wrong.
"""

from collections.abc import Callable, Container, Iterator, Mapping
from pathlib import Path

import msgspec
from msgspec import Struct

from shopgen.core.digests import Digest, digest
from shopgen.core.disk import Disk
from shopgen.engine.kitchen import Trace
from shopgen.engine.records import TABLE as RECORDS
from shopgen.engine.records import Past, Record, Records, packed_record, past_of
from shopgen.engine.tables import Packed, Tables, Values
from shopgen.engine.traces import LOOKUPS, TRACES, Traces, lookups_of, traces_at_rest

RUNS_KEPT = 20
"""A trace is kept for at least so many runs without use, and for at most twice as many."""

_UNUSED = "unused"


class _Head(Struct, frozen=True, array_like=True):
    """`run` counts the runs that changed the ledger, `plan` names what the last of them planned."""

    run: int
    plan: Digest


_encode = msgspec.msgpack.Encoder().encode


class Ledger:
    """`damaged` tells that there was a ledger and it could not be used. `run` counts the runs that changed it."""

    def __init__(self, disk: Disk, path: Path) -> None:
        self._tables = Tables(disk, path, durable=True)
        self._stored = Traces(self._tables)
        self._traces: dict[Digest, Trace] = {}
        self._new: dict[Digest, Trace] = {}
        self._gone: set[Digest] = set()
        self._used: set[Digest] = set()
        self._records: Mapping[str, Record] = Records(self._tables)
        self._prepared: tuple[Mapping[str, Record], int] | None = None
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
        """Writes everything beforehand as it will be once these are all records of the last run.

        Gives what `plan` will be then, when they are others than those of the run before.
        """
        plan = _name_of(records)
        self._tables.prepare(_encode(_Head(self.run, plan)), self._whole(records, self._additions({})))
        self._prepared = records, len(self._new)
        return plan

    @property
    def _is_prepared(self) -> bool:
        """Whether everything is as it was prepared."""
        records, traces = self._prepared or (None, 0)
        return records is self._records and traces == len(self._new) and not self._gone

    def past(self, path: str) -> Past | None:
        """Key and story of a job of the last run."""
        if isinstance(self._records, Records):
            return self._records.past(path)
        record = self._records.get(path)
        return None if record is None else past_of(record)

    def get(self, key: Digest) -> Trace | None:
        trace = self._new.get(key) or self._traces.get(key)
        if trace is None and key not in self._gone:
            trace = self._stored.get(key)
            if trace is not None:
                self._traces[key] = trace
        return trace

    def use(self, key: Digest) -> None:
        """Notes that this run needed `key`, so that it is kept; so is what is recorded."""
        self._used.add(key)

    def put(self, key: Digest, trace: Trace) -> None:
        self._new[key] = trace
        self._gone.discard(key)
        self._used.add(key)

    def new(self) -> Mapping[Digest, Trace]:
        """What was put since the ledger was opened or saved."""
        return self._new

    def digests(self) -> Iterator[Digest]:
        """What is to be kept in the store: all outputs, and the values from which the last run made its own."""
        for key in (*self._new, *self._tables.all(TRACES)):
            trace = self.get(key)
            if trace is not None:
                yield trace.blob
        for record in self._records.values():
            yield from (item.digest for item in record.job.ingredients)

    def forget(self) -> int:
        """Now and then drops the traces that none of the last runs used; how many."""
        if not self._is_due:
            return 0
        old = {key for key, run in self._needed_before(self._records).items() if run <= self.run - RUNS_KEPT}
        self._gone |= old
        for key in old:
            self._traces.pop(key, None)
        return len(old)

    def keep_only(self, needed: Container[Digest]) -> None:
        """Drops the traces that neither `needed` has nor the last run."""
        last = set(_keys_of(self._records))
        known = (*self._new, *self._tables.all(TRACES))
        self._gone |= {key for key in known if key not in needed and key not in last}
        for key in self._gone:
            self._traces.pop(key, None)
            self._new.pop(key, None)

    @property
    def _is_due(self) -> bool:
        """Whether it is time to look through everything."""
        return self.run % RUNS_KEPT == 0

    def _needed_before(self, records: Mapping[str, Record]) -> dict[Digest, int]:
        """When each trace was needed last that this run, with these records, did not need."""
        unused = self._tables.all(_UNUSED)
        now = self._used.union(_keys_of(records))
        rest = (key for key in self._tables.all(TRACES) if key not in now and key not in self._gone)
        return {key: _run_in(unused.get(key)) or self.run - 1 for key in rest}

    def save(self) -> None:
        """Writes what is new; everything, when the plan is another or there is too much over the old."""
        if self._new or self._gone or self._is_other_plan:
            self._save()
            if isinstance(self._records, Records):
                self._records = Records(self._tables)
            self._traces |= self._new
            self._new, self._gone, self._is_other_plan = {}, set(), False
        self._tables.abandon()
        self._prepared = None

    def _save(self) -> None:
        if self._is_prepared:
            self._tables.install()
            return
        head = _encode(_Head(self.run, self.plan))
        patches = self._records.changed if isinstance(self._records, Records) else None
        new = self._additions(patches or {})
        is_patch = patches is not None and not (self._is_due or self._gone)
        if not (is_patch and self._tables.add(head, new)):
            self._tables.replace(head, self._whole(self._records, new))

    def _additions(self, patches: Mapping[str, Record]) -> dict[str, Values]:
        """What is not in the tables, in their form, with `patches` of the records there."""
        return {
            **traces_at_rest(self._new),
            _UNUSED: dict.fromkeys(self._replaced(patches), _encode(self.run - 1)),
            RECORDS: Packed(patches, packed_record),
        }

    def _replaced(self, patches: Mapping[str, Record]) -> Iterator[Digest]:
        """The keys that the tables have for what is patched."""
        before = Records(self._tables)
        for path, record in patches.items():
            past = before.past(path)
            if past is not None and past.key != record.key:
                yield past.key

    def _whole(self, records: Mapping[str, Record], new: Mapping[str, Values]) -> dict[str, Callable[[], Values]]:
        """Everything, table by table, with these records and what is `new`."""
        all_of = self._tables.all
        return {
            RECORDS: lambda: (
                {**all_of(RECORDS), **new[RECORDS]} if isinstance(records, Records) else Packed(records, packed_record)
            ),
            _UNUSED: lambda: {key: _encode(run) for key, run in self._needed_before(records).items()},
            LOOKUPS: lambda: self._kept_lookups(new),
            TRACES: lambda: self._kept_traces(new[TRACES]),
        }

    def _kept_lookups(self, new: Mapping[str, Values]) -> Values:
        known = {**self._tables.all(LOOKUPS), **new[LOOKUPS]}
        if not self._gone:
            return known
        needed = lookups_of(self._kept_traces(new[TRACES]).values())
        return {name: known[name] for name in known.keys() & needed}

    def _kept_traces(self, new: Values) -> Values:
        known = self._tables.all(TRACES)
        return {**{key: known[key] for key in known.keys() - self._gone}, **new} if known else new


def _keys_of(records: Mapping[str, Record]) -> Iterator[Digest]:
    if isinstance(records, Records):
        return (past.key for past in map(records.past, records) if past is not None)
    return (record.key for record in records.values())


def _name_of(records: Mapping[str, Record], before: Digest = "") -> Digest:
    return digest("".join((before, *[record.key for record in records.values()])).encode())


def _run_in(content: bytes | None) -> int:
    return 0 if content is None else msgspec.msgpack.decode(content, type=int)
