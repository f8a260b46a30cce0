"""Which address each thing of a shop wants, and what is wrong with it."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Protocol

from msgspec import Struct

from shopgen.core.diagnostics import Field, Findings, Related
from shopgen.core.paths import PathRefused, folded
from shopgen.formats.slug import slug
from shopgen.formats.text import shown
from shopgen.model.article import Article
from shopgen.model.brief import Brief
from shopgen.model.category import Category
from shopgen.model.page import Page
from shopgen.model.shop import Shop
from shopgen.model.text import Seo, words_in
from shopgen.planning.addresses import (
    HOME,
    HOME_PAGE,
    NEWS,
    PRODUCTS,
    Addresses,
    Entity,
    has_variant_pages,
    variant_entity,
    variant_labels,
)


class Words(Protocol):
    """What the texts of all entities share."""

    @property
    def seo(self) -> Seo: ...


class Wanted(Struct, frozen=True):
    """The address `path` in `language` for an entity, typed at `place`; an empty `name` is one that is no address."""

    entity: Entity
    language: str
    path: str
    place: Field
    name: str = "-"


def assign(shop: Shop, findings: Findings) -> Addresses:
    """An address for everything in the shop in all its languages; what cannot have its own is a finding, once."""
    addresses = Addresses(shop.settings)
    owners: dict[str, Wanted] = {}
    reported: set[Entity] = set()
    _set_languages(shop, addresses)
    for wanted in _wanted(shop):
        is_reported = bool(reported) and wanted.entity in reported
        first = _give(addresses, owners, wanted, Findings() if is_reported else findings)
        if first is not None:
            reported.add(wanted.entity)
    return addresses


def _give(addresses: Addresses, owners: dict[str, Wanted], wanted: Wanted, findings: Findings) -> Wanted | None:
    """Adds the address; what stands in its way, itself when it cannot be an address."""
    try:
        path = addresses.add(wanted.entity, wanted.language, wanted.path)
    except PathRefused as refused:
        _refuse(wanted, f"`{shown(wanted.path)}` cannot be an address: {refused}", findings)
        return wanted
    if not wanted.name:
        _refuse(wanted, "nothing of its name can stand in an address", findings)
        return wanted
    owner = owners.setdefault(folded(path), wanted)
    if owner is wanted:
        return None
    findings.error(
        "address-taken",
        f"`/{path}` is wanted twice: by `{owner.place.path}` and by `{wanted.place.path}`",
        wanted.place,
        "give one of them another name or `slug`",
        (Related("the other one is here", owner.place),),
    )
    return owner


def _refuse(wanted: Wanted, message: str, findings: Findings) -> None:
    findings.error("address-refused", message, wanted.place, "give it a name or `slug` of letters, digits and hyphens")


def _set_languages(shop: Shop, addresses: Addresses) -> None:
    """Where there are words of its own and nobody asks search engines to stay away, a thing is to be found."""
    for product in shop.products.values():
        told = frozenset([language for language, text in product.texts.items() if not text.noindex])
        addresses.set_languages(Entity("product", product.key), told)
    for category in shop.categories.values():
        addresses.set_languages(Entity("category", category.key), _told(category.texts))
    for kind, things in _text_kinds(shop):
        for thing in things.values():
            told = _told(thing.texts)
            if (kind, thing.key) == ("page", HOME_PAGE):
                told = frozenset(shop.settings.languages) - (frozenset(thing.texts) - told)
            addresses.set_languages(text_entity(kind, thing.key), told)


def _told(texts: Mapping[str, Words]) -> frozenset[str]:
    return frozenset([language for language, text in texts.items() if not text.seo.noindex])


def _wanted(shop: Shop) -> Iterator[Wanted]:
    for language in shop.settings.languages:
        yield from _fixed(shop, language)
        yield from _products(shop, language)
        yield from _categories(shop, language)
        yield from _groups(shop, language)
        yield from _texts(shop, language)


def _fixed(shop: Shop, language: str) -> Iterator[Wanted]:
    patterns, place = shop.settings.addresses, Field(shop.settings.source, ("addresses",))
    yield Wanted(HOME, language, "", place)
    if patterns.products:
        yield Wanted(PRODUCTS, language, patterns.products, place.at("products"))
    if any(language in article.texts for article in shop.articles.values()):
        yield Wanted(NEWS, language, patterns.news, place.at("news"))


def _products(shop: Shop, language: str) -> Iterator[Wanted]:
    settings, default, address = shop.settings, shop.settings.default_language, shop.settings.addresses.product.format
    for product in shop.products.values():
        path = address(slug=words_in(product.texts, language, default).slug)
        yield Wanted(Entity("product", product.key), language, path, Field(product.source, ("slug",)))
        if has_variant_pages(product, settings):
            yield from _variants(product, language, default, path, settings.unicode_slugs)


def _variants(product: Brief, language: str, default: str, path: str, unicode: bool) -> Iterator[Wanted]:
    """Each variant below its product: its values joined, its SKU when they say nothing."""
    for number, variant in enumerate(product.variants):
        joined = "-".join(variant_labels(product, variant, language, default))
        name = slug(joined, unicode) or slug(variant.offer.sku, unicode)
        place = Field(product.source, ("variants", number))
        yield Wanted(variant_entity(product, variant), language, f"{path}/{name}", place, name)


def _categories(shop: Shop, language: str) -> Iterator[Wanted]:
    default = shop.settings.default_language
    for category in shop.categories.values():
        slugs = [words_in(each.texts, language, default).slug for each in lineage(shop, category.key)]
        path = shop.settings.addresses.category.format(path="/".join(slugs))
        yield Wanted(Entity("category", category.key), language, path, Field(category.source, ("slug",)))


def lineage(shop: Shop, key: str) -> tuple[Category, ...]:
    """The category and all above it, from the top."""
    found: list[Category] = []
    while key in shop.categories:
        found.insert(0, shop.categories[key])
        key = shop.categories[key].parent
    return tuple(found)


def _groups(shop: Shop, language: str) -> Iterator[Wanted]:
    patterns, products = shop.settings.addresses, shop.products.values()
    told = [article for article in shop.articles.values() if language in article.texts]
    brands = _first_uses((each.brand, Field(each.source, ("brand",))) for each in products)
    tags = _first_uses((tag, Field(each.source, ("tags",))) for each in products for tag in each.tags)
    news_tags = _first_uses((tag, Field(each.source, ("tags",))) for each in told for tag in each.tags)
    for kind, pattern, names in (
        ("brand", patterns.brand, brands),
        ("tag", patterns.tag, tags),
        ("news-tag", patterns.news_tag, news_tags),
    ):
        for name, place in names.items() if pattern else ():
            last = slug(name, shop.settings.unicode_slugs)
            yield Wanted(Entity(kind, name), language, pattern.format(slug=last), place, last)


def _first_uses(uses: Iterable[tuple[str, Field]]) -> dict[str, Field]:
    """Each name with the place of its first use; empty names left out."""
    found: dict[str, Field] = {}
    for name, place in uses:
        if name:
            found.setdefault(name, place)
    return found


def _texts(shop: Shop, language: str) -> Iterator[Wanted]:
    patterns = {"article": shop.settings.addresses.article, "page": shop.settings.addresses.page}
    for kind, things in _text_kinds(shop):
        for thing in things.values():
            entity, text = text_entity(kind, thing.key), thing.texts.get(language)
            if text and entity != HOME:
                path = patterns[kind].format(slug=text.slug)
                yield Wanted(entity, language, path, Field(text.source, ("slug",)))


def _text_kinds(shop: Shop) -> tuple[tuple[str, Mapping[str, Article | Page]], ...]:
    return ("article", shop.articles), ("page", shop.pages)


def text_entity(kind: str, key: str) -> Entity:
    """A post or page; the page `index` is the home page's text."""
    return HOME if (kind, key) == ("page", HOME_PAGE) else Entity(kind, key)
