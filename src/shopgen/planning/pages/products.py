"""A page for each product and each of its variants in every language."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from msgspec import Struct

from shopgen.engine.jobs import Ingredient
from shopgen.model.brief import Brief
from shopgen.model.product import Product, Variant
from shopgen.model.shop import Shop
from shopgen.planning.addresses import Entity, has_variant_pages, variant_entity
from shopgen.planning.breadcrumbs import breadcrumbs
from shopgen.planning.catalogue import Catalogue
from shopgen.planning.draft import Draft
from shopgen.planning.stretches import Stretch
from shopgen.views.site import Head, Link

RELATED = 4

TOGETHER = 50
"""So many products are planned in one go."""


class Surroundings:
    """What belongs to each product: others like it, and posts about it, by key."""

    def __init__(self, shop: Shop) -> None:
        self._products = shop.products
        neighbours_in: dict[str, list[str]] = {}
        self._places: dict[str, int] = {}
        for key, product in shop.products.items():
            neighbours = neighbours_in.setdefault(_main_category(product), [])
            self._places[key] = len(neighbours)
            neighbours.append(key)
        self.neighbours: Mapping[str, Sequence[str]] = neighbours_in
        """The products by their main category."""
        self.posts: dict[str, list[str]] = {}
        for key, article in shop.articles.items():
            for about in article.products:
                self.posts.setdefault(about, []).append(key)

    def related(self, product: Brief) -> tuple[str, ...]:
        """What the product names, then those that follow it in its main category, RELATED in all."""
        neighbours, place = self.neighbours[_main_category(product)], self._places[product.key] + 1
        following = (*neighbours[place : place + 2 * RELATED], *neighbours[: min(place - 1, 2 * RELATED)])
        keys = dict.fromkeys(filter(self._products.__contains__, product.related))
        return tuple(keys | dict.fromkeys(following) if len(keys) < RELATED else keys)[:RELATED]


def products(draft: Draft, catalogue: Catalogue) -> Iterator[Stretch]:
    """Neighbours in a category come one after the other, because they show each other."""
    around = Surroundings(draft.shop)
    for language in draft.languages:
        for _, keys in sorted(around.neighbours.items()):
            for first in range(0, len(keys), TOGETHER):
                some = keys[first : first + TOGETHER]
                yield Stretch("products", len(some), partial(_plan_some, draft, catalogue, some, language, around))


def _plan_some(draft: Draft, catalogue: Catalogue, keys: Sequence[str], language: str, around: Surroundings) -> None:
    for key in keys:
        product = draft.shop.products[key]
        if language == draft.settings.default_language:
            draft.check(catalogue.product(key, language).product, draft.findings)
        _plan(draft, catalogue, product, language, around)


def _plan(draft: Draft, catalogue: Catalogue, product: Brief, language: str, around: Surroundings) -> None:
    shared = (catalogue.site(language), *_surroundings(draft, catalogue, product, language, around))
    modified = product.modified.isoformat() if product.modified else ""
    for own in own_values(draft, catalogue, product, language):
        path = draft.addresses.file(own.entity, language)
        draft.add_page(path, "product", own.name, own.head, (own.detail, *shared), product.source, modified)


class Own(Struct, frozen=True):
    """What the page of a product or variant has for itself; `name` is that of the head."""

    entity: Entity
    name: str
    head: Head
    detail: Ingredient


def own_values(draft: Draft, catalogue: Catalogue, product: Brief, language: str) -> Iterator[Own]:
    """For the product's page and those of its variants."""
    seen = catalogue.product(product.key, language)
    for selected in _selections(draft, seen.product):
        entity = variant_entity(product, selected) if selected else seen.entity
        name = f"{entity.kind}/{entity.key}"
        detail = draft.pantry.own("product", f"{name}#detail:{language}", seen.detail(selected))
        yield Own(entity, f"{name}#head:{language}", seen.head(selected), detail)


def _selections(draft: Draft, product: Product) -> Iterator[Variant | None]:
    yield None
    if has_variant_pages(product, draft.settings):
        yield from product.variants


def _surroundings(
    draft: Draft, catalogue: Catalogue, product: Brief, language: str, around: Surroundings
) -> Iterator[Ingredient]:
    seen = catalogue.product(product.key, language)
    here = Link(seen.text.title, seen.url)
    yield breadcrumbs(draft, f"product/{product.key}", language, (*seen.trail, here))
    for key in around.related(product):
        yield catalogue.card("related", key, language)
    for key in around.posts.get(product.key, ()):
        if language in draft.shop.articles[key].texts:
            yield catalogue.article_card("articles", key, language)


def _main_category(product: Brief) -> str:
    return next(iter(product.categories), "")
