"""The plan while it is being written, and what all its authors need."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path

from shopgen.core.diagnostics import Field, Findings, Related
from shopgen.core.digests import Digest, digest_of
from shopgen.engine.files import FileValue
from shopgen.engine.jobs import Ingredient, Job, PathTaken, Plan
from shopgen.model.shop import Shop
from shopgen.planning.addresses import Addresses


class Pantry:
    """The values of all ingredients by name. Each is hashed once, however many jobs use it."""

    def __init__(self) -> None:
        self.values: dict[str, object] = {}
        self._digests: dict[str, Digest] = {}

    def put(self, role: str, name: str, value: object) -> Ingredient:
        """The ingredient `name`; a value already known under it is kept."""
        if name not in self._digests:
            self.values[name] = value
            self._digests[name] = digest_of(value)
        return Ingredient(role, name, self._digests[name])

    def again(self, role: str, name: str) -> Ingredient:
        """An ingredient that was put before, in this role."""
        return Ingredient(role, name, self._digests[name])

    def put_file(self, role: str, file: FileValue) -> Ingredient:
        """A file, whose digest is that of its bytes and known already."""
        name = f"file:{file.path}"
        self.values[name] = file
        self._digests[name] = file.digest
        return Ingredient(role, name, file.digest)


class Draft:
    """Collects jobs; a path that is wanted twice becomes a finding that names both sources."""

    def __init__(
        self,
        shop: Shop,
        addresses: Addresses,
        clock: datetime,
        locate: Callable[[str], Path],
        findings: Findings,
        left_out: frozenset[str] = frozenset(),
    ) -> None:
        """`left_out` is what links end in to things that the shop lacks because of errors told already."""
        self.shop = shop
        self.settings = shop.settings
        self.addresses = addresses
        self.clock = clock
        self._locate = locate
        self.left_out = left_out
        self.findings = findings
        self.pantry = Pantry()
        self.plan = Plan(self.pantry.values)

    def add(self, path: str, recipe: str, ingredients: Iterable[Ingredient], origin: str) -> None:
        job = Job(path, recipe, tuple(ingredients), "site", origin)
        try:
            self.plan.add(job)
        except PathTaken as taken:
            self.findings.error(
                "address-taken",
                f"`{taken.second.path}` is wanted twice: by `{taken.first.origin}` and by `{taken.second.origin}`",
                Field(taken.second.origin),
                "give one of them another name or `slug`",
                (Related("the other one is here", Field(taken.first.origin)),),
            )

    def file(self, role: str, path: str, digest: Digest) -> Ingredient:
        """A file of the shop or of its theme."""
        return self.pantry.put_file(role, FileValue(path, str(self._locate(path)), digest))

    def word(self, key: str, language: str) -> str:
        """An interface text of the theme, for titles that no file of the shop gives."""
        messages = self.shop.theme.messages
        default = messages.get(self.settings.default_language, {})
        return messages.get(language, {}).get(key) or default.get(key, key)

    @property
    def languages(self) -> Iterator[str]:
        return iter(self.settings.languages)
