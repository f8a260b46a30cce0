"""Jobs as they were last planned, each opened when somebody asks for it."""

from collections.abc import Iterator, Mapping

import msgspec
from msgspec import Struct

from shopgen.core.digests import DIGEST_LENGTH, Digest
from shopgen.engine.jobs import Ingredient, Job, Root
from shopgen.engine.manifest import Cause, Reason
from shopgen.engine.tables import Tables

TABLE = "records"


class Story(Struct, frozen=True, array_like=True):
    """Why an output was last made, and when, in seconds since 1970; 0 when nobody knows."""

    reason: Reason = Reason(Cause.NEW)
    since: int = 0


class Record(Struct, frozen=True):
    """A job as it was last planned, and its key: to tell later what changed, or to make it again without planning."""

    key: Digest
    job: Job
    story: Story = Story()


class Past(Struct, frozen=True, array_like=True):
    """The beginning of a record at rest, which is asked of every one."""

    key: Digest
    story: Story


class _StoredRecord(Struct, frozen=True, array_like=True):
    """`digests` are those of the ingredients end to end, as bytes."""

    key: Digest
    story: Story
    recipe: str
    origin: str
    root: Root
    roles: list[str]
    names: list[str]
    digests: bytes


_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(_StoredRecord).decode
_decode_past = msgspec.msgpack.Decoder(Past).decode


class Records(Mapping[str, Record]):
    """Records by path, those of `tables` with `changed` in their place."""

    def __init__(self, tables: Tables, changed: Mapping[str, Record] | None = None) -> None:
        self._tables = tables
        self.changed = changed or {}

    def __getitem__(self, path: str) -> Record:
        record = self.changed.get(path)
        if record is not None:
            return record
        content = self._tables.get(TABLE, path)
        if content is None:
            raise KeyError(path)
        try:
            return _opened(path, content)
        except msgspec.DecodeError:  # sealed by somebody else
            raise KeyError(path) from None

    def __iter__(self) -> Iterator[str]:
        return iter(self._tables.all(TABLE))

    def __len__(self) -> int:
        return len(self._tables.all(TABLE))

    def past(self, path: str) -> Past | None:
        """The key and the story of a record, without the rest; None when there is none."""
        record = self.changed.get(path)
        if record is not None:
            return past_of(record)
        content = self._tables.get(TABLE, path)
        try:
            return None if content is None else _decode_past(content)
        except msgspec.DecodeError:  # sealed by somebody else
            return None

    def patched(self, changes: Mapping[str, Record]) -> "Records":
        """The same with other records for some of its paths."""
        return Records(self._tables, {**self.changed, **changes})

    def having(self, digests: Mapping[str, Digest]) -> Iterator[Job]:
        """The jobs of which an ingredient is another by `digests`, with the digests that it has now."""
        found = (path for name in digests for path in self._tables.holding(TABLE, name.encode()))
        for path in dict.fromkeys((*self.changed, *found)):
            job = self[path].job
            if any(digests.get(item.name, item.digest) != item.digest for item in job.ingredients):
                yield job.amended(digests)


def past_of(record: Record) -> Past:
    return Past(record.key, record.story)


def packed_record(record: Record) -> bytes:
    """A record at rest."""
    job = record.job
    digests = bytes.fromhex("".join([item.digest for item in job.ingredients]))
    roles, names = [item.role for item in job.ingredients], [item.name for item in job.ingredients]
    return _encode(_StoredRecord(record.key, record.story, job.recipe, job.origin, job.root, roles, names, digests))


def _opened(path: str, content: bytes) -> Record:
    stored = _decode(content)
    digests = stored.digests.hex()
    each = (digests[start : start + DIGEST_LENGTH] for start in range(0, len(digests), DIGEST_LENGTH))
    ingredients = tuple(map(Ingredient, stored.roles, stored.names, each))
    return Record(stored.key, Job(path, stored.recipe, ingredients, stored.root, stored.origin), stored.story)
