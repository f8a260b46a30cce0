"""Why an output is made: what it is made from now, against what it was made from last."""

from collections.abc import Iterator
from itertools import chain, islice

import msgspec

from shopgen.engine.comparing import UNSHOWN, differences, value_text, way_text
from shopgen.engine.files import FileValue
from shopgen.engine.jobs import Ingredient, Job
from shopgen.engine.kitchen import Kitchen, Recipe
from shopgen.engine.larder import Larder
from shopgen.engine.manifest import Cause, Change, Reason
from shopgen.engine.records import Record
from shopgen.engine.store import Store

COMPARED = 200
"""So many ingredients are compared field by field in one build; of those after them only the names are known."""

LARGEST = 1_000_000
"""Values of more bytes are not opened for that."""

FIELDS_NAMED = 12


class Reasons:
    """Tells why jobs are made. Each pair of values is compared once, however many jobs have it."""

    def __init__(self, kitchen: Kitchen, larder: Larder, store: Store) -> None:
        self._kitchen = kitchen
        self._larder = larder
        self._store = store
        self._told: dict[tuple[Ingredient, Ingredient], tuple[Change, ...]] = {}

    def of(self, job: Job, before: Record | None) -> Reason:
        """Why `job` is not what `before` was."""
        if before is None:
            return Reason(Cause.NEW)
        recipe = self._kitchen.recipes.get(before.job.recipe)
        is_same_code = recipe is not None and before.job.key(recipe.toolchain) == before.key
        today = {item.name: item for item in job.ingredients}
        then = {item.name: item for item in before.job.ingredients}
        names = (*today, *(name for name in then if name not in today))
        changed = tuple(name for name in names if _is_other(then.get(name), today.get(name)))
        if not changed:
            return Reason(Cause.ORDER if is_same_code else Cause.TOOLCHAIN)
        if recipe is None or not is_same_code:
            return Reason(Cause.INGREDIENT, changed)
        changes = chain.from_iterable(self._changes(recipe, then.get(name), today.get(name)) for name in changed)
        return Reason(Cause.INGREDIENT, changed, tuple(changes))

    def _changes(self, recipe: Recipe, before: Ingredient | None, after: Ingredient | None) -> tuple[Change, ...]:
        if before is None or after is None:
            return (_came_or_went(before, after),)
        pair = (before, after)
        if pair not in self._told and len(self._told) < COMPARED:
            self._told[pair] = tuple(islice(self._compared(recipe, before, after), FIELDS_NAMED))
        return self._told.get(pair, ())

    def _compared(self, recipe: Recipe, before: Ingredient, after: Ingredient) -> Iterator[Change]:
        """Nothing for files, and for what the store has lost or this version of shopgen cannot open."""
        if before.role != after.role or recipe.roles.get(after.role, FileValue) is FileValue:
            return
        old, new = self._store.get(before.digest), self._larder.value(after)
        if old is None or max(len(old), len(new)) > LARGEST:
            return
        opener = self._kitchen.opener(recipe, after.role)
        try:
            found = differences(opener.open(old), opener.open(new))
        except msgspec.DecodeError:
            return
        for each in found:
            yield Change(after.name, way_text(each.way), value_text(each.before), value_text(each.after))


def _came_or_went(before: Ingredient | None, after: Ingredient | None) -> Change:
    name = after.name if after else before.name if before else ""
    return Change(name, "", UNSHOWN if before else None, UNSHOWN if after else None)


def _is_other(before: Ingredient | None, after: Ingredient | None) -> bool:
    return before is None or after is None or before.digest != after.digest
