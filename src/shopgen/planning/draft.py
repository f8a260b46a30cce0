"""The plan while it is being written, and what all its authors need."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from itertools import islice
from pathlib import Path

from msgspec import Struct

from shopgen.caches.listing import IMAGE_LIST
from shopgen.core.diagnostics import Diagnostic, Field, Findings, Related
from shopgen.core.digests import Digest
from shopgen.core.paths import folded
from shopgen.engine.files import FileValue
from shopgen.engine.jobs import Ingredient, Job, PathTaken, Plan
from shopgen.engine.values import Value, pack, packed
from shopgen.feeds.sitemap import SitemapEntry
from shopgen.model.product import Product
from shopgen.model.shop import Shop
from shopgen.planning.addresses import Addresses
from shopgen.views.site import Head

Check = Callable[[Product, Findings], None]


def unchecked(product: Product, findings: Findings) -> None:
    """A Check where somebody else tells what is to be told of it, or nobody wants to hear it."""


FRESH = 16_384
"""So many values are at hand as they were planned, the last ones: those of the next outputs, and cards."""


class Pantry:
    """The values of all ingredients by name, packed. Each is packed once, however many jobs use it.

    Some of them are `fresh`: by name, as they were before they were packed.
    """

    def __init__(self) -> None:
        self.values: dict[str, bytes] = {}
        self.fresh: dict[str, object] = {}
        self._known: dict[str, dict[str, Ingredient]] = {}
        self._digests: dict[str, Digest] = {}

    def put(self, role: str, name: str, value: object) -> Ingredient:
        """The ingredient `name`; a value already known under it is kept."""
        known = self.again(role, name)
        if known is not None:
            return known
        kept = self._packed(name, value)
        self._digests[name] = kept.digest
        return self._ingredient(role, name, kept.digest)

    def own(self, role: str, name: str, value: object) -> Ingredient:
        """An ingredient that one output has for itself, and that nobody will ask for again."""
        return Ingredient(role, name, self._packed(name, value).digest)

    def _packed(self, name: str, value: object) -> Value:
        if len(self.fresh) >= FRESH:
            for old in tuple(islice(self.fresh, FRESH // 2)):
                del self.fresh[old]
        self.fresh[name] = value
        kept = packed(value)
        self.values[name] = kept.content
        return kept

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


class Part(Struct, frozen=True):
    """What planning a stretch of the shop came to; everything that the rest of the plan needs of it."""

    jobs: list[Job]
    sitemap: dict[str, SitemapEntry]
    findings: list[Diagnostic]


class Draft:
    """Collects jobs, one part of the plan after the other."""

    def __init__(
        self,
        shop: Shop,
        addresses: Addresses,
        clock: datetime,
        locate: Callable[[str], Path],
        left_out: frozenset[str] = frozenset(),
        check: Check = unchecked,
    ) -> None:
        """`left_out` is what links end in to things that the shop lacks because of errors told already.

        `check` tells what is to be told of a whole product, while it is at hand.
        """
        self.shop = shop
        self.settings = shop.settings
        self.addresses = addresses
        self.clock = clock
        self._locate = locate
        self.left_out = left_out
        self.check = check
        self.findings = Findings()
        """Those of the part that is being written."""
        self.pantry = Pantry()
        self.plan = Plan(self.pantry.values)
        self.sitemap: dict[str, SitemapEntry] = {}
        self._jobs: list[Job] = []
        self._listed: dict[str, SitemapEntry] = {}
        self._wanted: set[str] = set()

    def add(self, path: str, recipe: str, ingredients: Iterable[Ingredient], origin: str) -> None:
        if folded(path).split("/")[0] == IMAGE_LIST:
            message = f"`{path}` is wanted by `{origin}`, and the list of all images lies there"
            self.findings.error("address-taken", message, Field(origin), "give it another name")
            return
        self._wanted.add(path)
        self._jobs.append(Job(path, recipe, tuple(ingredients), "site", origin))

    def wants(self, path: str) -> bool:
        """Whether something was added for `path`, so that it need not be added again."""
        return path in self._wanted

    def part(self) -> Part:
        """Everything since the last part."""
        part = Part(self._jobs, self._listed, list(self.findings))
        self._jobs, self._listed, self.findings = [], {}, Findings()
        return part

    def adopt(self, part: Part) -> tuple[list[Job], list[Diagnostic]]:
        """Puts a part into the plan. Gives the jobs that are new there, and all findings.

        Parts that were planned by different processes may want the same copy of a picture. Any other path that is
        wanted twice is an error that names both sources.
        """
        findings, jobs, planned = Findings(part.findings), [], self.plan.jobs
        for job in part.jobs:
            if planned.get(job.path) == job:
                continue
            try:
                self.plan.add(job)
            except PathTaken as taken:
                _report_taken(taken, findings)
            else:
                jobs.append(job)
        self.sitemap |= part.sitemap
        return jobs, list(findings)

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
        self._listed[path] = SitemapEntry(head.canonical, modified, tuple(told) if len(told) > 1 else ())

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


def _report_taken(taken: PathTaken, findings: Findings) -> None:
    findings.error(
        "address-taken",
        f"`{taken.second.path}` is wanted twice: by `{taken.first.origin}` and by `{taken.second.origin}`",
        Field(taken.second.origin),
        "give one of them another name or `slug`",
        (Related("the other one is here", Field(taken.first.origin)),),
    )
