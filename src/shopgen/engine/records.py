"""Jobs as they were last planned, kept small: every name and digest stands once, and a job is opened when asked for."""

from array import array
from collections.abc import Iterator, Mapping

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from shopgen.core.digests import Digest
from shopgen.engine.jobs import Ingredient, Job, Root


class Record(Struct, frozen=True):
    """A job as it was last planned, and its key: to tell later what changed, or to make it again without planning."""

    key: Digest
    job: Job


class StoredJob(Struct, frozen=True, array_like=True):
    """`ingredients` are places in `StoredRecords.ingredients`, `roles` in `.words`, four bytes each."""

    key: Digest
    recipe: str
    origin: str
    root: Root
    ingredients: bytes
    roles: bytes


class StoredRecords(Struct, frozen=True, array_like=True):
    """`names` and `digests` are those of all ingredients."""

    names: list[str]
    digests: list[Digest]
    words: list[str]
    jobs: dict[str, StoredJob]


NOTHING = StoredRecords([], [], [], {})


class Records(Mapping[str, Record]):
    """Records by path, each opened when somebody asks for it. Raises msgspec.DecodeError when they are not whole."""

    def __init__(self, stored: StoredRecords) -> None:
        self._stored = stored
        if len(stored.names) != len(stored.digests):
            raise msgspec.DecodeError("the records are not whole")

    def __getitem__(self, path: str) -> Record:
        stored = self._stored.jobs[path]
        whole = self._stored
        ingredients = tuple(
            Ingredient(whole.words[role], whole.names[place], whole.digests[place])
            for role, place in zip(array("I", stored.roles), array("I", stored.ingredients), strict=True)
        )
        return Record(stored.key, Job(path, stored.recipe, ingredients, stored.root, stored.origin))

    def __iter__(self) -> Iterator[str]:
        return iter(self._stored.jobs)

    def __len__(self) -> int:
        return len(self._stored.jobs)

    def patched(self, changes: Mapping[str, Record]) -> "Records":
        """The same with other jobs for some of its paths; what they have in common with the old ones is shared."""
        whole = self._stored
        names, digests, jobs = list(whole.names), list(whole.digests), dict(whole.jobs)
        places: dict[tuple[str, Digest], int] = {}
        for path, record in changes.items():
            old = zip(self[path].job.ingredients, array("I", jobs[path].ingredients), strict=True)
            known = {(item.name, item.digest): place for item, place in old}
            ingredients = array("I")
            for item in record.job.ingredients:
                named = (item.name, item.digest)
                place = known.get(named, places.get(named))
                if place is None:
                    place = places[named] = len(names)
                    names.append(item.name)
                    digests.append(item.digest)
                ingredients.append(place)
            jobs[path] = replace(jobs[path], key=record.key, ingredients=ingredients.tobytes())
        return Records(StoredRecords(names, digests, whole.words, jobs))

    def having(self, digests: Mapping[str, Digest]) -> Iterator[Job]:
        """The jobs of which an ingredient is another by `digests`, with the digests that it has now."""
        whole = self._stored
        changed = {
            place for place, name in enumerate(whole.names) if name in digests and whole.digests[place] != digests[name]
        }
        for path, stored in whole.jobs.items():
            if not changed.isdisjoint(array("I", stored.ingredients)):
                yield self[path].job.amended(digests)

    @property
    def stored(self) -> StoredRecords:
        return self._stored

    def keys_by_path(self) -> Mapping[str, Digest]:
        return {path: job.key for path, job in self._stored.jobs.items()}


def stored_records(records: Mapping[str, Record]) -> StoredRecords:
    """The same at rest."""
    if isinstance(records, Records):
        return records.stored
    places: dict[tuple[str, Digest], int] = {}
    words: dict[str, int] = {}
    jobs = {}
    for path, record in records.items():
        job = record.job
        ingredients = array("I", (places.setdefault((item.name, item.digest), len(places)) for item in job.ingredients))
        roles = array("I", (words.setdefault(item.role, len(words)) for item in job.ingredients))
        jobs[path] = StoredJob(record.key, job.recipe, job.origin, job.root, ingredients.tobytes(), roles.tobytes())
    return StoredRecords([name for name, _ in places], [digest for _, digest in places], list(words), jobs)
