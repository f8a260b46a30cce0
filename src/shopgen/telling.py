"""What somebody changed in the shop since the last build, told from why its files are others now."""

import re
from collections.abc import Iterator, Mapping
from functools import cached_property

from msgspec import Struct
from msgspec.structs import replace

from shopgen.engine.jobs import Job
from shopgen.engine.manifest import Cause, Change, Reason
from shopgen.engine.run import Build
from shopgen.model.shop import Shop
from shopgen.outcome import Edit, Kind
from shopgen.planning.addresses import HOME_PAGE

_ENTITY = re.compile(r"(product|variant|article|page|category)/([^#]+)#(?:.*#)?(\w+):")
_TOLD_BY = ("detail", "content", "listing", "card", "feed", "prose", "link")
"""The kinds of ingredients that tell a thing's own words, the one that tells most first."""
_HEAD = "head"
_OWN_IN_HEAD = frozenset(("title", "description"))
_HAVE_HEADS = frozenset(("product", "variant", "article", "page"))
"""What search engines are told of these follows nothing but their own words and the shop's name."""

_FOLLOWS = frozenset(("absolute_url", "categories", "category", "feeds", "is_multilingual", "news_url", "pager"))
_FOLLOWS |= frozenset(("images", "product_count", "products_url"))
_FOLLOWS_IN = {"category": _FOLLOWS | {"picture"}}
"""Fields that change with other things than the one they are told of, by the kind of that."""


class Thing(Struct, frozen=True):
    """Something that people change. `key` is its name among things of its `kind`."""

    kind: str
    key: str = ""


_MOVED, _TOOLCHAIN, _LOST, _SETTINGS = Thing("moved"), Thing("toolchain"), Thing("lost"), Thing("settings")
_ALONE = {_MOVED: Kind.MOVED, _TOOLCHAIN: Kind.TOOLCHAIN, _LOST: Kind.LOST}


def edits_of(build: Build, jobs: Mapping[str, Job], shop: Shop) -> tuple[Edit, ...]:
    """What changed, with the pages that are made of it, the most pages first; nothing after a first build."""
    reasons = {**build.recalled, **build.made}
    if not (reasons or build.gone) or _is_first(build, reasons):
        return ()
    return _Telling(build.gone, reasons, jobs, shop).edits()


def _is_first(build: Build, reasons: Mapping[str, Reason]) -> bool:
    is_all_new = all(reason.cause is Cause.NEW for reason in reasons.values())
    return is_all_new and not build.gone and len(reasons) >= len(build.manifest)


class _Telling:
    """Sorts files by the things that they changed with."""

    def __init__(
        self, gone: Mapping[str, Job], reasons: Mapping[str, Reason], jobs: Mapping[str, Job], shop: Shop
    ) -> None:
        self._gone = gone
        self._reasons = reasons
        self._jobs = jobs
        self._shop = shop
        self._gone_from: dict[Thing, str] = {}
        self._new, self._lost = self._came_and_went()
        self._files: dict[Thing, set[str]] = {}
        self._changes: dict[Thing, dict[str, tuple[Change, ...]]] = {}

    def edits(self) -> tuple[Edit, ...]:
        for path, job in self._gone.items():
            self._count(self._owner(job) if self._owner(job) in self._lost else _MOVED, path)
        for path, reason in self._reasons.items():
            for thing in set(self._things(self._jobs[path], reason)) or set(self._headed(reason)) or {_MOVED}:
                self._count(thing, path)
        if self._are_menus_alone():
            moved = self._files.pop(_SETTINGS).difference(*self._files.values())
            self._files.setdefault(_MOVED, set()).update(moved)
        told = [self._edit(thing, files) for thing, files in self._files.items()]
        return tuple(sorted(told, key=lambda edit: (edit.kind in _ALONE.values(), -edit.pages, edit.thing)))

    def _came_and_went(self) -> tuple[set[Thing], set[Thing]]:
        """Things all of whose files are new, and things that have no files any more."""
        new = {path for path, reason in self._reasons.items() if reason.cause is Cause.NEW}
        if not (new or self._gone):
            return set(), set()
        came, went = {self._owner(self._jobs[path]) for path in new}, set(map(self._owner, self._gone.values()))
        kept = {self._owner(job) for path, job in self._jobs.items() if path not in new}
        return came - kept - went, went - kept - came

    @cached_property
    def _owners(self) -> Mapping[str, Thing]:
        return dict(_owners(self._shop))

    def _are_menus_alone(self) -> bool:
        """Whether of the settings only menus seem to have changed, together with what may stand in them."""
        changes = [change for told in self._changes.get(_SETTINGS, {}).values() for change in told]
        is_menu = bool(changes) and all(_first(change.field) == "menus" for change in changes)
        return is_menu and any(thing.kind in {"category", "page"} for thing in self._files)

    def _count(self, thing: Thing, path: str) -> None:
        self._files.setdefault(thing, set()).add(path)

    def _edit(self, thing: Thing, files: set[str]) -> Edit:
        pages = sum(path.endswith(".html") for path in files)
        if thing in _ALONE:
            return Edit(_ALONE[thing], "", (), pages, len(files))
        kind = Kind.NEW if thing in self._new else Kind.GONE if thing in self._lost else Kind.CHANGED
        told = self._changes.get(thing, {}) if kind is Kind.CHANGED else {}
        changes = told[min(told, key=_rank)] if told else ()
        return Edit(kind, self._label(thing), changes, pages, len(files))

    def _things(self, job: Job, reason: Reason) -> Iterator[Thing]:
        match reason.cause:
            case Cause.NEW:
                owner = self._owner(job)
                yield _MOVED if owner == _SETTINGS else owner
            case Cause.INGREDIENT:
                for name in reason.names:
                    yield from self._thing_of(name, reason, job)
            case Cause.LOOKUP:
                yield from map(self._thing_looked_up, reason.names)
            case Cause.TOOLCHAIN:
                yield _TOOLCHAIN
            case Cause.LOST:
                yield _LOST

    def _thing_of(self, name: str, reason: Reason, job: Job) -> Iterator[Thing]:
        """The thing that the ingredient `name` tells of; nothing when it only changed with other things."""
        changes = tuple(change for change in reason.changes if change.name == name)
        thing = self._entity(name) or (_SETTINGS if name.startswith("site:") else self._from_file(name, job))
        follows = _FOLLOWS_IN.get(thing.kind, _FOLLOWS) if thing else _FOLLOWS
        own = tuple(change for change in changes if _first(change.field) not in follows)
        came_or_went = any(change.field == "" and None in (change.before, change.after) for change in changes)
        if thing is None or (changes and not own) or (came_or_went and thing not in self._new | self._lost):
            return
        self._changes.setdefault(thing, {}).setdefault(name, own)
        yield thing

    def _headed(self, reason: Reason) -> Iterator[Thing]:
        """The thing of whose page nothing changed but what search engines are told."""
        for change in reason.changes:
            found = _ENTITY.match(change.name)
            is_own = found is not None and found[1] in _HAVE_HEADS and found[3] == _HEAD
            if found is not None and is_own and change.field in _OWN_IN_HEAD:
                thing = _thing(found)
                told = self._changes.setdefault(thing, {})
                told[change.name] = (*told.get(change.name, ()), replace(change, field=f"{_HEAD}.{change.field}"))
                yield thing

    def _entity(self, name: str) -> Thing | None:
        if name.startswith("home#content:"):
            return Thing("page", HOME_PAGE)
        found = _ENTITY.match(name)
        return _thing(found) if found is not None and found[3] in _TOLD_BY else None

    def _from_file(self, name: str, job: Job) -> Thing | None:
        return self._owner(job) if name.startswith("file:") else None

    def _thing_looked_up(self, name: str) -> Thing:
        """Of templates, assets and interface texts."""
        kind, _, key = name.partition(":")
        if kind != "message":
            return Thing(kind, key)
        language, _, message = key.partition(":")
        thing = Thing("message", language)
        self._changes.setdefault(thing, {}).setdefault("", ())
        known = self._changes[thing][""]
        if message not in {change.field for change in known}:
            self._changes[thing][""] = (*known, Change(name, message, "…", "…"))
        return thing

    def _owner(self, job: Job) -> Thing:
        """The thing that a file exists because of; also of a file that is gone with it."""
        found = self._owners.get(job.origin)
        if found is None:
            entities = filter(None, (self._entity(item.name) for item in job.ingredients))
            found = next(entities, Thing("file", job.origin))
            self._gone_from.setdefault(found, job.origin)
        return found

    def _label(self, thing: Thing) -> str:
        shop = self._shop
        match thing.kind:
            case "product" if thing.key in shop.products:
                return shop.products[thing.key].offer.sku
            case "article" if thing.key in shop.articles:
                return shop.articles[thing.key].source
            case "page" if thing.key in shop.pages:
                return shop.pages[thing.key].source
            case "category" if thing.key in shop.categories:
                return shop.categories[thing.key].source
            case "settings":
                return shop.settings.source
            case "template":
                return shop.theme.origins.get(thing.key, thing.key)
            case "asset" if thing.key in shop.theme.assets:
                return shop.theme.assets[thing.key].source
            case "message":
                return f"locales/{thing.key}.yaml"
        return self._gone_from.get(thing, thing.key)


def _owners(shop: Shop) -> Iterator[tuple[str, Thing]]:
    """Things by the files that they are typed in; a picture is its product's."""
    yield shop.settings.source, _SETTINGS
    for name, asset in shop.theme.assets.items():
        yield asset.source, Thing("asset", name)
    for kind in ("categories", "pages", "articles"):
        for key, entity in getattr(shop, kind).items():
            thing = Thing(_SINGULAR[kind], key)
            yield entity.source, thing
            yield from ((text.source, thing) for text in entity.texts.values() if kind != "categories")
    for key, product in shop.products.items():
        thing = Thing("product", key)
        yield product.source, thing
        yield from ((path, thing) for path in product.pictures)


def _thing(entity: "re.Match[str]") -> Thing:
    return Thing("product" if entity[1] == "variant" else entity[1], entity[2])


_SINGULAR = {"categories": "category", "pages": "page", "articles": "article"}


def _first(field: str) -> str:
    """The outermost name of a field."""
    return re.split(r"[.\[]", field, maxsplit=1)[0]


def _rank(name: str) -> tuple[int, int]:
    """The ingredient that tells most of a thing first; the product itself before its variants."""
    found = _ENTITY.match(name)
    kinds = (*_TOLD_BY, _HEAD)
    return (kinds.index(found[3]) if found and found[3] in kinds else 0, len(name))
