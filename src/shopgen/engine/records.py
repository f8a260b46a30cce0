"""Jobs as they were last planned, kept small: every name and digest stands once, and a job is opened when asked for."""

from array import array
from collections.abc import Iterator, Mapping
from functools import cached_property

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from shopgen.core.digests import Digest
from shopgen.engine.jobs import Ingredient, Job, Root
from shopgen.engine.manifest import Cause, Reason


class Story(Struct, frozen=True, array_like=True):
    """Why an output was last made, and when, in seconds since 1970; 0 when nobody knows."""

    reason: Reason = Reason(Cause.NEW)
    since: int = 0


class Record(Struct, frozen=True):
    """A job as it was last planned, and its key: to tell later what changed, or to make it again without planning."""

    key: Digest
    job: Job
    story: Story = Story()


Past = tuple[Digest, Story]
"""What is asked of every record: its key, and when and why its output was made."""


class StoredJob(Struct, frozen=True, array_like=True):
    """`ingredients` are places in the list of names and digests, `roles` in that of words, four bytes each.

    `story` is a place in the list of stories.
    """

    key: Digest
    recipe: str
    origin: str
    root: Root
    ingredients: bytes
    roles: bytes
    story: int


class StoredRecords(Struct, frozen=True, array_like=True):
    """`names` and `digests` are those of all ingredients."""

    names: list[str]
    digests: list[Digest]
    words: list[str]
    stories: list[Story]
    jobs: dict[str, StoredJob]


NOTHING = StoredRecords([], [], [], [], {})


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
        job = Job(path, stored.recipe, ingredients, stored.root, stored.origin)
        return Record(stored.key, job, whole.stories[stored.story])

    def __iter__(self) -> Iterator[str]:
        return iter(self._stored.jobs)

    def __len__(self) -> int:
        return len(self._stored.jobs)

    def patched(self, changes: Mapping[str, Record]) -> "Records":
        """The same with other jobs for some of its paths; what they have in common with the old ones is shared."""
        whole = self._stored
        names, digests, jobs = list(whole.names), list(whole.digests), dict(whole.jobs)
        stories = {story: place for place, story in enumerate(whole.stories)}
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
            story = stories.setdefault(record.story, len(stories))
            jobs[path] = replace(jobs[path], key=record.key, ingredients=ingredients.tobytes(), story=story)
        return Records(StoredRecords(names, digests, whole.words, list(stories), jobs))

    def having(self, digests: Mapping[str, Digest]) -> Iterator[Job]:
        """The jobs of which an ingredient is another by `digests`, with the digests that it has now."""
        whole = self._stored
        changed = {
            place for place, name in enumerate(whole.names) if name in digests and whole.digests[place] != digests[name]
        }
        marks = [array("I", [place]).tobytes() for place in changed]
        for path, stored in whole.jobs.items():
            may_have = any(mark in stored.ingredients for mark in marks)  # found at once, though bytes may straddle
            if may_have and not changed.isdisjoint(array("I", stored.ingredients)):
                yield self[path].job.amended(digests)

    @property
    def stored(self) -> StoredRecords:
        return self._stored

    @cached_property
    def past(self) -> Mapping[str, Past]:
        """What is asked of all of them, again and again in one build."""
        stories = self._stored.stories
        return {path: (job.key, stories[job.story]) for path, job in self._stored.jobs.items()}


def past_of(records: Mapping[str, Record]) -> Mapping[str, Past]:
    """The past by path, without opening a record that nobody else asks for."""
    if isinstance(records, Records):
        return records.past
    return {path: (record.key, record.story) for path, record in records.items()}


def stored_records(records: Mapping[str, Record]) -> StoredRecords:
    """The same at rest."""
    if isinstance(records, Records):
        return records.stored
    places: dict[tuple[str, Digest], int] = {}
    words: dict[str, int] = {}
    stories: dict[Story, int] = {}
    jobs = {}
    for path, record in records.items():
        job = record.job
        ingredients = array("I", (places.setdefault((item.name, item.digest), len(places)) for item in job.ingredients))
        roles = array("I", (words.setdefault(item.role, len(words)) for item in job.ingredients))
        story = stories.setdefault(record.story, len(stories))
        packed = ingredients.tobytes(), roles.tobytes()
        jobs[path] = StoredJob(record.key, job.recipe, job.origin, job.root, *packed, story)
    names, digests = [name for name, _ in places], [digest for _, digest in places]
    return StoredRecords(names, digests, list(words), list(stories), jobs)
