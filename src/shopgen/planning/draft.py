"""The plan while it is being written, and what all its authors need."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path

from shopgen.caches.listing import IMAGE_LIST
from shopgen.core.diagnostics import Field, Findings, Related
from shopgen.core.digests import Digest
from shopgen.core.paths import folded
from shopgen.engine.files import FileValue
from shopgen.engine.jobs import Ingredient, Job, PathTaken, Plan
from shopgen.engine.values import pack, packed
from shopgen.feeds.sitemap import SitemapEntry
from shopgen.model.shop import Shop
from shopgen.planning.addresses import Addresses
from shopgen.views.site import Head


class Pantry:
    """The values of all ingredients by name, packed. Each is packed once, however many jobs use it."""

    def __init__(self) -> None:
        self.values: dict[str, bytes] = {}
        self._known: dict[str, dict[str, Ingredient]] = {}
        self._digests: dict[str, Digest] = {}

    def put(self, role: str, name: str, value: object) -> Ingredient:
        """The ingredient `name`; a value already known under it is kept."""
        known = self.again(role, name)
        if known is not None:
            return known
        kept = packed(value)
        self.values[name] = kept.content
        self._digests[name] = kept.digest
        return self._ingredient(role, name, kept.digest)

    def own(self, role: str, name: str, value: object) -> Ingredient:
        """An ingredient that one output has for itself, and that nobody will ask for again."""
        kept = packed(value)
        self.values[name] = kept.content
        return Ingredient(role, name, kept.digest)

    def again(self, role: str, name: str) -> Ingredient | None:
        """An ingredient that was put before, in this role; None when it was not."""
        known = self._known.setdefault(role, {}).get(name)
        if known is None and name in self._digests:
            return self._ingredient(role, name, self._digests[name])
        return known

    def put_file(self, role: str, file: FileValue) -> Ingredient:
        """A file, whose digest is that of its bytes and known already."""
        name = f"file:{file.path}"
        self.values[name] = pack(file)
        self._digests[name] = file.digest
        return self._ingredient(role, name, file.digest)

    def _ingredient(self, role: str, name: str, digest: Digest) -> Ingredient:
        """One object however many jobs have it: there are ten times as many uses as ingredients."""
        made = self._known.setdefault(role, {})[name] = Ingredient(role, name, digest)
        return made


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
        self.sitemap: dict[str, SitemapEntry] = {}
        self._waiting: list[Job] = []

    def add(self, path: str, recipe: str, ingredients: Iterable[Ingredient], origin: str) -> None:
        job = Job(path, recipe, tuple(ingredients), "site", origin)
        if folded(path).split("/")[0] == IMAGE_LIST:
            message = f"`{path}` is wanted by `{origin}`, and the list of all images lies there"
            self.findings.error("address-taken", message, Field(origin), "give it another name")
            return
        try:
            self.plan.add(job)
            self._waiting.append(job)
        except PathTaken as taken:
            self.findings.error(
                "address-taken",
                f"`{taken.second.path}` is wanted twice: by `{taken.first.origin}` and by `{taken.second.origin}`",
                Field(taken.second.origin),
                "give one of them another name or `slug`",
                (Related("the other one is here", Field(taken.first.origin)),),
            )

    def taken(self) -> list[Job]:
        """The jobs that were added since they were taken last."""
        jobs, self._waiting = self._waiting, []
        return jobs

    def add_page(
        self,
        path: str,
        recipe: str,
        name: str,
        head: Head,
        ingredients: Iterable[Ingredient],
        origin: str,
        modified: str = "",
    ) -> None:
        """A page with what search engines read of it, which goes into the sitemap when they are to find it there.

        `name` is that of the head; `modified` says when its author last changed it, if they do.
        """
        self.add(path, recipe, (self.pantry.own("head", name, head), *ingredients), origin)
        if head.noindex or head.canonical != self.addresses.absolute_file(path):
            return
        told = [(each.language, each.absolute_url) for each in head.alternates if each.is_translated]
        if head.x_default:
            told.append(("x-default", head.x_default))
        self.sitemap[path] = SitemapEntry(head.canonical, modified, tuple(told) if len(told) > 1 else ())

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
