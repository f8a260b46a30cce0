"""Jobs as they were last planned, kept small: every name and digest stands once, and a job is opened when asked for."""

from array import array
from collections.abc import Iterator, Mapping

import msgspec
from msgspec import Struct

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

    def keys_by_path(self) -> Mapping[str, Digest]:
        return {path: job.key for path, job in self._stored.jobs.items()}


def stored_records(records: Mapping[str, Record]) -> StoredRecords:
    places: dict[tuple[str, Digest], int] = {}
    words: dict[str, int] = {}
    jobs = {}
    for path, record in records.items():
        job = record.job
        ingredients = array("I", (places.setdefault((item.name, item.digest), len(places)) for item in job.ingredients))
        roles = array("I", (words.setdefault(item.role, len(words)) for item in job.ingredients))
        jobs[path] = StoredJob(record.key, job.recipe, job.origin, job.root, ingredients.tobytes(), roles.tobytes())
    return StoredRecords([name for name, _ in places], [digest for _, digest in places], list(words), jobs)
