"""What a link typed in the shop can lead to: things by address, file or SKU, and files that are published."""

import re
from collections.abc import Mapping
from urllib.parse import unquote

from msgspec import Struct

from shopgen.core.paths import PathRefused, source_path
from shopgen.formats.markdown import SKU
from shopgen.model.shop import Shop
from shopgen.planning.addresses import Addresses, Entity, feed_file, has_variant_pages, variant_entity
from shopgen.planning.assigning import text_entity

FEEDS = ("rss.xml", "atom.xml")

_EXTERNAL = re.compile(r"\s*([a-z][a-z0-9+.-]*:|//)", re.IGNORECASE)


class Target(Struct, frozen=True, array_like=True):
    """A thing, and the language in which it was meant; empty for that of whoever reads the link."""

    entity: Entity
    language: str = ""


class KnownTargets(Struct, frozen=True):
    """What links can lead to: published files, things by SKU, and things by source file."""

    files: Mapping[str, str]
    by_sku: Mapping[str, Entity]
    by_source: Mapping[str, Target]


def targets_of(shop: Shop, addresses: Addresses) -> KnownTargets:
    """The default language's addresses and files stand for the thing in any language."""
    files = {static.path: static.path for static in shop.statics}
    files |= {static.source: static.path for static in shop.statics}
    files |= {path: path for path in ("sitemap.xml", "robots.txt")}
    for language in shop.settings.languages:
        for name in FEEDS:
            path = feed_file(addresses, language, name)
            files |= {path: path} if path else {}
    return KnownTargets(files, _skus(shop), _sources(shop))


def _sources(shop: Shop) -> dict[str, Target]:
    found: dict[str, Target] = {}
    default = shop.settings.default_language
    for kind, things in (("product", shop.products), ("category", shop.categories)):
        for key, thing in things.items():
            entity = Entity(kind, key)
            for language, text in thing.texts.items():
                if text.place.path not in {"", thing.source}:
                    found[text.place.path] = _in(entity, language, default)
            found[thing.source] = Target(entity)
    for kind, texts in (("article", shop.articles), ("page", shop.pages)):
        for key, written in texts.items():
            for language, words in written.texts.items():
                found[words.source] = _in(text_entity(kind, key), language, default)
    return found


def _in(entity: Entity, language: str, default: str) -> Target:
    return Target(entity, "" if language == default else language)


class Targets:
    """Finds what is meant."""

    def __init__(self, known: KnownTargets, addresses: Addresses, default_language: str) -> None:
        self.known = known
        self._addresses = addresses
        self._default = default_language

    def thing(self, typed: str, folder: str) -> Target | None:
        """The thing that `typed`, without `?` and `#`, means in a file of `folder`; None when there is none."""
        if typed.startswith(SKU):
            entity = self.known.by_sku.get(typed.removeprefix(SKU))
            return Target(entity) if entity else None
        by_source = self.known.by_source.get(_path(typed, folder))
        if by_source is not None:
            return by_source
        found = self._addresses.find(typed)
        return _in(*found, self._default) if found else None

    def file(self, typed: str, folder: str) -> str | None:
        """The output path of the published file that `typed` means there; None when there is none."""
        return self.known.files.get(_path(typed, "")) or self.known.files.get(_path(typed, folder))


def _skus(shop: Shop) -> dict[str, Entity]:
    """What each SKU stands for: a variant where it has a page, else the product."""
    found: dict[str, Entity] = {}
    for product in shop.products.values():
        entity = Entity("product", product.key)
        found[product.offer.sku] = entity
        has_own = has_variant_pages(product, shop.settings)
        for variant in product.variants:
            found[variant.offer.sku] = variant_entity(product, variant) if has_own else entity
    return found


def _path(typed: str, folder: str) -> str:
    """The path in the shop that is meant, empty when it leads out of it."""
    try:
        return source_path(unquote(typed), folder)
    except PathRefused:
        return ""


def is_external(target: str) -> bool:
    """Whether `target` has a scheme or host of its own."""
    return bool(_EXTERNAL.match(target)) and not target.startswith(SKU)
