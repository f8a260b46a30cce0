"""Where outputs are made: recipes, and the one door to everything that is found by name.

A recipe is a pure function of its ingredients and of what it looks up. Every look-up is recorded, also the one that
finds nothing, so that an output is made again when the answer would be another.
"""

import sys
from collections import deque
from collections.abc import Callable, Hashable, Mapping
from functools import cached_property
from typing import Any

from msgspec import Struct

from shopgen.core.diagnostics import Diagnostic
from shopgen.core.digests import Digest, digest, digest_of
from shopgen.engine.bundle import Bundle, Lookups
from shopgen.engine.files import FileValue
from shopgen.engine.jobs import Job
from shopgen.engine.refusal import Refused
from shopgen.engine.values import Opener

PARTS_KEPT = 32_768
"""So many parts are remembered: all cards and texts of a middle shop, but not of one of any size."""

LOOKUPS_KEPT = 32
"""So many different sets of names that were looked up are compared with those of each output."""


class Trace(Struct, frozen=True):
    """What making one output saw and gave. `lookups` maps names to the digests found, None for absent."""

    lookups: Lookups
    blob: Digest
    size: int
    diagnostics: tuple[Diagnostic, ...] = ()


class Recipe(Struct, frozen=True):
    """`way` and `libraries` name everything but the ingredients that decides the bytes, the latter once it matters.

    `roles` has the type of the values in each role; those in `own` roles are one output's alone. `batch` is how many
    outputs are worth one trip to a worker, and `travels` whether a trip to another machine ever pays: not where the
    output is what would have to be sent. Outputs that have the same ingredient in the role `shared` go together, so
    that a worker opens it once for all of them. `portable` are outputs with names of their own for each content,
    that take so long that one which was made elsewhere is worth a question.
    """

    name: str
    way: str
    make: "Callable[[Making], bytes]"
    roles: Mapping[str, Any]
    batch: int = 64
    own: frozenset[str] = frozenset()
    travels: bool = True
    shared: str = ""
    portable: bool = False
    libraries: Callable[[], str] = str

    @property
    def toolchain(self) -> str:
        return self.way + self.libraries()

    def company(self, job: Job) -> tuple[str, Digest]:
        """The same for jobs that are to be made together."""
        if not self.shared:
            return self.name, ""
        return self.name, next(item.digest for item in job.ingredients if item.role == self.shared)

    @property
    def kept_roles(self) -> frozenset[str]:
        """The roles whose values are kept between builds; files stay where they are."""
        return frozenset(role for role, kind in self.roles.items() if kind is not FileValue)


class Making:
    """What a recipe sees while it makes one output."""

    def __init__(
        self,
        kitchen: "Kitchen",
        job: Job,
        values: Mapping[str, Any],
        known: Mapping[int, Digest] | None = None,
        files: Mapping[Digest, bytes] | None = None,
    ) -> None:
        """`values` are the job's, opened; `files` those that came along.

        `known` are the digests of the ingredients by the identity of their values, which live as long as the job is
        made.
        """
        self.job = job
        self.lookups: Lookups = {}
        self.diagnostics: list[Diagnostic] = []
        self.known = known or {id(values[item.name]): item.digest for item in job.ingredients}
        self._kitchen = kitchen
        self._values = values
        self._files = files or {}

    def many(self, role: str) -> tuple[Any, ...]:
        """The values of all ingredients in `role`, in the job's order."""
        return tuple(self._values[item.name] for item in self.job.ingredients if item.role == role)

    def one(self, role: str) -> Any:
        """The value of the only ingredient in `role`; None when there is none."""
        found = self.many(role)
        return found[0] if found else None

    def roles(self) -> dict[str, list[Any]]:
        """All values by role, in the job's order."""
        found: dict[str, list[Any]] = {}
        for item in self.job.ingredients:
            found.setdefault(item.role, []).append(self._values[item.name])
        return found

    def read(self, file: FileValue) -> bytes:
        """The bytes of an ingredient that is a file: those that came along, else from this machine. Raises Refused."""
        came = self._files.get(file.digest)
        return file.read() if came is None else came

    def look_up(self, name: str) -> Any:
        """What `name` finds in the bundle; None when it finds nothing. Recorded either way."""
        bundle = self._kitchen.bundle
        if name not in self.lookups:
            self.lookups[name] = bundle.digest(name)
        return bundle.get(name)

    def digest_of(self, value: object) -> Digest:
        """The digest of a value; that of an ingredient is known already."""
        return self.known.get(id(value)) or digest_of(value)

    def part(self, recipe: str, value: object, key: Hashable) -> str:
        """The memoised text that `recipe` makes of `value`; its look-ups and findings become this output's too.

        `key` is, or is made of, the digests of everything in `value` that decides the text.
        """
        part = self._kitchen.parts.get((recipe, key)) or self._kitchen.part(self, recipe, value, key)
        self.take(part.lookups, part.diagnostics)
        return part.text

    def apart(self) -> "Making":
        """For something that is used here and elsewhere: it sees the same, and what it looks up is told apart."""
        return Making(self._kitchen, self.job, {}, self.known)

    def take(self, lookups: Lookups, diagnostics: tuple[Diagnostic, ...]) -> None:
        """What making something saw is what making this output saw."""
        self.lookups.update(lookups)
        if diagnostics:
            self.diagnostics.extend(diagnostics)


class PartRecipe(Struct, frozen=True):
    """Makes a text used inside outputs from one value; may look up and warn through the `Making` of whoever asks."""

    name: str
    make: Callable[[Making, Any], str]


class Part(Struct, frozen=True):
    lookups: Lookups
    text: str
    diagnostics: tuple[Diagnostic, ...] = ()


class Made(Struct, frozen=True):
    """One finished job: its bytes and trace, or the reason why there are none."""

    path: str
    content: bytes = b""
    trace: Trace | None = None
    failure: Diagnostic | None = None


class Kitchen:
    """Makes jobs. Lives in one process; parts are remembered as long as it lives."""

    def __init__(self, recipes: Mapping[str, Recipe], parts: Mapping[str, PartRecipe], bundle: Bundle) -> None:
        self.recipes = recipes
        self.bundle = bundle
        self._part_recipes = parts
        self.parts: dict[tuple[str, Hashable], Part] = {}
        self._openers: dict[Any, Opener] = {}
        self._lookups: deque[Lookups] = deque(maxlen=LOOKUPS_KEPT)

    @cached_property
    def toolchain(self) -> Digest:
        """The digest of Python, all code and the libraries that decide what is made here."""
        return digest_of((sys.version_info[:2], [(recipe.name, recipe.toolchain) for recipe in self.recipes.values()]))

    def make(self, job: Job, values: Mapping[str, bytes], files: Mapping[Digest, bytes] | None = None) -> Made:
        """The output of `job` from its packed values, by name. Never raises for what a recipe refuses.

        A file is read where it lies, unless it is among `files`.
        """
        return self.make_of(job, self.opened(job, values), files)

    def make_of(self, job: Job, opened: Mapping[str, Any], files: Mapping[Digest, bytes] | None = None) -> Made:
        """The same from values that need not be opened any more."""
        making = Making(self, job, opened, files=files)
        try:
            content = self.recipes[job.recipe].make(making)
        except Refused as refused:
            return Made(job.path, failure=refused.diagnostic)
        trace = Trace(self._shared(making.lookups), digest(content), len(content), tuple(making.diagnostics))
        return Made(job.path, content, trace)

    def opened(self, job: Job, values: Mapping[str, bytes]) -> dict[str, Any]:
        """The values of `job`, from packed ones by name."""
        recipe = self.recipes[job.recipe]
        return {item.name: self.opener(recipe, item.role).open(values[item.name]) for item in job.ingredients}

    def _shared(self, lookups: Lookups) -> Lookups:
        """One object for all outputs that looked the same names up, as far as there are not too many kinds of them."""
        for known in self._lookups:
            if known == lookups:
                return known
        self._lookups.appendleft(lookups)
        return lookups

    def opener(self, recipe: Recipe, role: str) -> Opener:
        """One for each type, so that a card is the same object on a page and in a list."""
        key = (recipe.name, role)
        opener = self._openers.get(key)
        if opener is None:
            wanted = recipe.roles[role]
            opener = self._openers[key] = self._openers.setdefault(wanted, Opener(wanted))
        return opener

    def part(self, asking: Making, recipe: str, value: object, key: Hashable) -> Part:
        """A part that is not there yet."""
        if len(self.parts) >= PARTS_KEPT:
            self.parts.clear()
        making = asking.apart()
        text = self._part_recipes[recipe].make(making, value)
        part = self.parts[recipe, key] = Part(making.lookups, text, tuple(making.diagnostics))
        return part
