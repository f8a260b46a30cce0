"""What is to exist, and what each of it is made from."""

from collections.abc import Iterable, Iterator, Mapping
from copy import copy
from functools import cached_property
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from shopgen.core.digests import Digest, digest_of
from shopgen.core.paths import folded, folders_above
from shopgen.engine.overlaid import Overlaid

Root = Literal["site", "edge"]


class Ingredient(Struct, frozen=True, array_like=True, gc=False):
    """A named value with its digest; `role` says what it is to the recipe. A role may occur more than once."""

    role: str
    name: str
    digest: Digest


class Job(Struct, frozen=True, array_like=True):
    """One output file. `origin` is the source that it exists because of, for messages."""

    path: str
    recipe: str
    ingredients: tuple[Ingredient, ...]
    root: Root = "site"
    origin: str = ""

    def amended(self, digests: Mapping[str, Digest]) -> "Job":
        """The same with other digests for some of its ingredients, by name."""
        now = (replace(item, digest=digests.get(item.name, item.digest)) for item in self.ingredients)
        return replace(self, ingredients=tuple(now))

    def key(self, toolchain: str) -> Digest:
        """What the output depends on, as far as it is known before it is made."""
        return digest_of((self.recipe, toolchain, [(item.role, item.digest) for item in self.ingredients]))


class JobsAtRest(Struct, frozen=True, array_like=True):
    """Jobs for another process. Of ten uses of an ingredient nine are the same, so `rows` have places in their list."""

    ingredients: list[Ingredient]
    rows: list[tuple[str, str, list[int], Root, str]]


def at_rest(jobs: Iterable[Job]) -> JobsAtRest:
    places: dict[int, int] = {}
    ingredients: list[Ingredient] = []
    rows = []
    for job in jobs:
        for item in job.ingredients:
            if places.setdefault(id(item), len(ingredients)) == len(ingredients):
                ingredients.append(item)
        rows.append((job.path, job.recipe, [places[id(item)] for item in job.ingredients], job.root, job.origin))
    return JobsAtRest(ingredients, rows)


def opened(jobs: JobsAtRest) -> list[Job]:
    """The jobs, with one object for each ingredient."""
    ingredients = jobs.ingredients
    return [
        Job(path, recipe, tuple([ingredients[place] for place in places]), root, origin)
        for path, recipe, places, root, origin in jobs.rows
    ]


class PathTaken(Exception):
    """Two jobs would write one path, two that some file system takes for one, or a file where a folder must be."""

    def __init__(self, first: Job, second: Job) -> None:
        super().__init__(f"{first.path} and {second.path}")
        self.first = first
        self.second = second


class Plan:
    """All jobs by path, and the packed values of their ingredients by name."""

    def __init__(self, values: dict[str, bytes]) -> None:
        self.values: Mapping[str, bytes] = values
        self._planned: dict[str, Job] = {}
        self._jobs: Mapping[str, Job] = self._planned
        self._files: dict[str, Job] = {}
        self._folders: dict[str, Job] = {}

    def add(self, job: Job) -> None:
        """Raises PathTaken, and keeps the first job, when the path is somebody else's."""
        path = folded(job.path)
        above = folders_above(path)
        if path in self._files or path in self._folders or not self._files.keys().isdisjoint(above):
            owners = (self._files.get(path), self._folders.get(path), *map(self._files.get, above))
            raise PathTaken(next(filter(None, owners)), job)
        self._files[path] = self._planned[job.path] = job
        for folder in above:
            self._folders.setdefault(folder, job)

    def prepare(self) -> None:
        """Finds out beforehand what `amended` asks about."""
        _ = self._users

    def users_of(self, name: str) -> list[str]:
        """The paths of the jobs that have the ingredient `name`."""
        return self._users.get(name, [])

    @cached_property
    def _users(self) -> Mapping[str, list[str]]:
        """The other plans that come of this one have it too: who uses an ingredient is as it was."""
        found: dict[str, list[str]] = {}
        for path, job in self._jobs.items():
            for item in job.ingredients:
                found.setdefault(item.name, []).append(path)
        return found

    def amended(self, values: Mapping[str, bytes], digests: Mapping[str, Digest]) -> "Plan":
        """The same with other values for some ingredients. `digests` are theirs by name."""
        jobs = dict.fromkeys(path for name in digests for path in self.users_of(name))
        other = copy(self)
        other.values = Overlaid(self.values, values)
        other._jobs = Overlaid(self._jobs, {path: self._jobs[path].amended(digests) for path in jobs})
        return other

    def exchanged(self, gone: Iterable[str], jobs: Mapping[str, Job], values: Mapping[str, bytes]) -> "Plan":
        """The same without the jobs at the paths `gone`, with other `jobs`, which only they use the `values` of."""
        other = copy(self)
        other.values = Overlaid(self.values, values)
        other._jobs = Overlaid(self._jobs, jobs, gone)
        return other

    @property
    def jobs(self) -> Mapping[str, Job]:
        return self._jobs

    def __iter__(self) -> Iterator[Job]:
        return iter(self._jobs.values())

    def __len__(self) -> int:
        return len(self._jobs)
