"""Rules over a whole shop that has been read."""

from datetime import datetime

from shopgen.checking.pictures import (
    Presets,
    picture_of_category,
    picture_of_text,
    pictures_are_large_enough,
    pictures_have_alternative_texts,
)
from shopgen.checking.products import manufacturer_is_named, product_has_description, reductions_tell_the_lowest_price
from shopgen.core.diagnostics import Diagnostic, Field, Findings
from shopgen.model.article import Article
from shopgen.model.page import Page
from shopgen.model.product import Product
from shopgen.model.settings import Settings
from shopgen.model.shop import Shop


def check(shop: Shop, is_whole: bool = True) -> tuple[Diagnostic, ...]:
    """All findings about `shop` but those about products; their places are still to be pinned.

    A shop that is not whole lacks things that had errors, so nothing is said about what it lacks.
    """
    findings = Findings()
    if is_whole:
        has_products(shop, findings)
    presets = shop.theme.presets
    for category in shop.categories.values():
        picture_of_category(category, shop.settings, presets, findings)
    texts: tuple[Article | Page, ...] = (*shop.articles.values(), *shop.pages.values())
    for text in texts:
        picture_of_text(text, presets, findings)
    return tuple(findings)


def check_product(product: Product, findings: Findings, settings: Settings, presets: Presets, clock: datetime) -> None:
    """All findings about one product; none about a draft. `presets` are the theme's."""
    if product.is_draft:
        return
    product_has_description(product, settings, findings)
    pictures_have_alternative_texts(product, settings, findings)
    pictures_are_large_enough(product, presets, findings)
    if settings.sells_to_eu:
        manufacturer_is_named(product, findings)
        reductions_tell_the_lowest_price(product, clock, findings)


def has_products(shop: Shop, findings: Findings) -> None:
    """An empty shop is hardly ever meant, and would take everything off a site that is published."""
    if not shop.products:
        hint = "add a file such as `catalog/mugs/green-mug.yaml` with title, sku and price"
        findings.error("empty-shop", "the shop has no products", Field(shop.settings.source), hint)
