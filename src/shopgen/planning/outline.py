"""What a finished plan leaves behind, so that a later edit of one product is planned without the rest of the shop."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from shopgen.core.digests import Digest
from shopgen.model.brief import Brief
from shopgen.model.category import Category, Sort
from shopgen.model.money import Money
from shopgen.model.picture import Picture
from shopgen.model.product import Condition, Offer, Product, ProductText
from shopgen.model.text import Seo
from shopgen.planning.addresses import KnownAddresses
from shopgen.planning.targets import KnownTargets

_BY_PRICE = (Sort.PRICE_UP, Sort.PRICE_DOWN)


class KnownProduct(Struct, frozen=True, array_like=True):
    """Under which name a product that was shown is kept whole, and what others call it."""

    key: str
    value: Digest
    skus: tuple[str, ...]


class Outline(Struct, frozen=True):
    """`products` are by source file; one that is not shown is not among them.

    `is_amendable` tells that no page or file but those that show a product depend on its inward side.
    """

    addresses: KnownAddresses
    targets: KnownTargets
    categories: Mapping[str, Category]
    pictures: Mapping[str, Picture]
    products: Mapping[str, KnownProduct]
    is_amendable: bool


def known_products(products: Iterable[Brief]) -> dict[str, KnownProduct]:
    """What is known of `products`, by their source files."""
    return {product.source: KnownProduct(product.key, product.whole, product.skus) for product in products}


def sorts_by_price(categories: Mapping[str, Category]) -> bool:
    return any(category.sort in _BY_PRICE for category in categories.values())


def outward(product: Product) -> Product:
    """The product without its inward side: what is told nowhere but on its own card and pages.

    Where it is, what it is called, what it belongs to, when it is shown and what it links to is outward: listings,
    menus, other products and the sitemap depend on it.
    """
    return replace(
        product,
        texts={language: _outward_text(text, product) for language, text in product.texts.items()},
        references=(),
        offer=_outward_offer(product.offer),
        variants=tuple(replace(variant, offer=_outward_offer(variant.offer)) for variant in product.variants),
        condition=Condition.NEW,
        is_digital=False,
        manufacturer=None,
        responsible_person=None,
    )


def _outward_offer(offer: Offer) -> Offer:
    """A sale is outward, because it makes the clock matter; so is a payment link, which a checkout has to check."""
    return Offer(offer.sku, Money(Decimal(0), offer.price.currency), sale=offer.sale, payment_link=offer.payment_link)


def _outward_text(text: ProductText, product: Product) -> ProductText:
    links = " ".join(reference.target for reference in product.references_in(text.description))
    others = " ".join(reference.target for reference in product.references_in(text.warnings))
    seo = Seo(noindex=text.seo.noindex)
    return replace(text, description=links, warnings=others, summary="", seo=seo, attributes=())
