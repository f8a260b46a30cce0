"""A page for each product and each of its variants in every language."""

from collections.abc import Iterator

from shopgen.engine.jobs import Ingredient
from shopgen.model.product import Product, Variant
from shopgen.planning.addresses import has_variant_pages, variant_entity
from shopgen.planning.catalogue import Catalogue
from shopgen.planning.draft import Draft
from shopgen.planning.head import breadcrumbs
from shopgen.views.site import Link

RELATED = 4


def plan_products(draft: Draft, catalogue: Catalogue) -> None:
    for language in draft.languages:
        for key, product in draft.shop.products.items():
            seen = catalogue.product(key, language)
            shared = (catalogue.site(language), *_surroundings(draft, catalogue, product, language))
            for selected in _selections(draft, product):
                entity = variant_entity(product, selected) if selected else seen.entity
                if not draft.addresses.has(entity, language):
                    continue
                name = f"{entity.kind}/{entity.key}"
                own = (
                    draft.pantry.put("head", f"{name}#head:{language}", seen.head(selected)),
                    draft.pantry.put("product", f"{name}#detail:{language}", seen.detail(selected)),
                )
                draft.add(draft.addresses.file(entity, language), "product", (*shared, *own), product.source)


def _selections(draft: Draft, product: Product) -> Iterator[Variant | None]:
    yield None
    if has_variant_pages(product, draft.settings):
        yield from product.variants


def _surroundings(draft: Draft, catalogue: Catalogue, product: Product, language: str) -> Iterator[Ingredient]:
    seen = catalogue.product(product.key, language)
    trail = breadcrumbs(
        draft, language, draft.word("nav.home", language), (*seen.trail, Link(seen.text.title, seen.url))
    )
    for number, link in enumerate(trail):
        yield draft.pantry.put("breadcrumbs", f"product/{product.key}#breadcrumb:{language}:{number}", link)
    for key in related_keys(draft, product):
        yield catalogue.card("related", key, language)
    for key, article in draft.shop.articles.items():
        if product.key in article.products and language in article.texts:
            yield catalogue.article_card("articles", key, language)


def related_keys(draft: Draft, product: Product) -> tuple[str, ...]:
    """What the product names, then its neighbours in the main category, RELATED in all."""
    named = [key for key in product.related if key in draft.shop.products]
    neighbours = [
        key
        for key, other in draft.shop.products.items()
        if other.categories[:1] == product.categories[:1] and key != product.key and key not in named
    ]
    return tuple([*named, *neighbours][:RELATED])
