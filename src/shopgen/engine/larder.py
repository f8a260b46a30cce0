"""The packed values of a build: in memory while they are fresh, and in the store for good."""

from collections.abc import Iterable, Mapping

from shopgen.core.digests import Digest
from shopgen.core.failures import EnvironmentFailure
from shopgen.engine.jobs import Ingredient, Job
from shopgen.engine.kitchen import Recipe
from shopgen.engine.store import Store


class Larder:
    """`fresh` are values by name, as they are planned; those that one output has for itself are taken out when used."""

    def __init__(self, fresh: dict[str, bytes], recipes: Mapping[str, Recipe], store: Store) -> None:
        self._fresh = fresh
        self._store = store
        self._safe: set[str] = set()
        self._put: set[Digest] = set()
        self._kept = {name: recipe.kept_roles for name, recipe in recipes.items()}
        self._own = {name: recipe.own for name, recipe in recipes.items()}

    def keep(self, job: Job) -> None:
        """Puts what the job is made from into the store, to tell later what of it changed."""
        roles, own, put = self._kept[job.recipe], self._own[job.recipe], self._put
        for item in job.ingredients:
            if item.digest in put or item.role not in roles:
                continue
            if item.role not in own:
                put.add(item.digest)
            if item.digest not in self._store:
                self._store.put(self._fresh[item.name], item.digest)
                self._safe.add(item.name)

    def of(self, jobs: Iterable[Job]) -> dict[str, bytes]:
        """What the jobs are made from. Raises EnvironmentFailure for a value that the store has lost meanwhile."""
        return {item.name: self.value(item) for job in jobs for item in job.ingredients}

    def let_go(self, jobs: Iterable[Job]) -> None:
        """The jobs are on their way: what only they have is in the store when somebody asks again.

        What another process is said to have put there may be damaged, so that stays.
        """
        for job in jobs:
            own = self._own[job.recipe]
            for item in job.ingredients:
                if item.role in own and item.name in self._safe:
                    self._safe.discard(item.name)
                    self._fresh.pop(item.name, None)

    def value(self, item: Ingredient) -> bytes:
        """One packed value. Raises as `of`."""
        content = self._fresh.get(item.name) or self._store.get(item.digest)
        if content is None:
            raise EnvironmentFailure(f"what was kept of `{item.name}` is no longer in the cache", "build again")
        return content
