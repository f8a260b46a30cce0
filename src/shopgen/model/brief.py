"""Products in brief: what the rest of a shop must know of one, while the whole of it is at rest."""

from collections.abc import Mapping
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from shopgen.core.diagnostics import Field
from shopgen.core.digests import Digest
from shopgen.model.money import Money
from shopgen.model.product import Availability, Offer, OptionText, Product, ProductText, Sale, Variant
from shopgen.model.text import Window


class OfferInBrief(Struct, frozen=True, array_like=True, gc=False):
    """What is asked for, and whether it can be had."""

    sku: str
    price: Money
    availability: Availability = Availability.IN_STOCK
    sale: Sale | None = None
    payment_link: str = ""

    def at(self, clock: datetime) -> "OfferInBrief":
        """The offer as it stands at `clock`: with the sale's price while a sale is on."""
        if self.sale is None or not self.sale.window.is_open(clock):
            return self
        return replace(self, price=self.sale.price)


class VariantInBrief(Struct, frozen=True, array_like=True, gc=False):
    values: tuple[str, ...]
    offer: OfferInBrief


class TextInBrief(Struct, frozen=True, array_like=True, gc=False):
    """What a product is called in one language. `options` are told where there are variants.

    `place` is told of words with `aliases`, and of those that are typed in a file of their own.
    """

    title: str
    slug: str
    noindex: bool = False
    options: tuple[OptionText, ...] = ()
    aliases: tuple[str, ...] = ()
    place: Field = Field("")


class Brief(Struct, frozen=True, array_like=True):
    """A product whose `whole` is packed under that name. What both have has the same name and meaning in both.

    Where the whole has names as they are typed, `categories` and `related` are keys once the shop is linked.
    `pictures` are paths, and `label` is that of its energy label.
    """

    key: str
    source: str
    whole: Digest
    texts: Mapping[str, TextInBrief]
    offer: OfferInBrief
    variants: tuple[VariantInBrief, ...] = ()
    categories: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    brand: str = ""
    tags: tuple[str, ...] = ()
    pictures: tuple[str, ...] = ()
    order: int = 0
    modified: datetime | None = None
    window: Window = Window()
    is_draft: bool = False
    is_featured: bool = False
    label: str = ""

    @property
    def skus(self) -> tuple[str, ...]:
        """The product's own SKU, then those of its variants."""
        return tuple(dict.fromkeys([self.offer.sku, *[variant.offer.sku for variant in self.variants]]))

    @property
    def offers(self) -> tuple[OfferInBrief, ...]:
        """What can be put into a cart: each variant's offer, or the one offer of a product without variants."""
        return tuple([variant.offer for variant in self.variants]) if self.variants else (self.offer,)


Both = tuple[Brief, Product]
"""A product in brief, and the whole of it."""

AnyProduct = Brief | Product
AnyVariant = VariantInBrief | Variant


def brief_of(product: Product, whole: Digest) -> Brief:
    """The product in brief. `whole` is under which name the rest of it is kept."""
    return Brief(
        product.key,
        product.source,
        whole,
        {language: _text(text, product) for language, text in product.texts.items()},
        _offer(product.offer),
        tuple([_variant(variant) for variant in product.variants]),
        product.categories,
        product.related,
        product.brand,
        product.tags,
        tuple([picture.path for picture in product.pictures]),
        product.order,
        product.modified,
        product.window,
        product.is_draft,
        product.is_featured,
        product.energy.label if product.energy else "",
    )


def _text(text: ProductText, product: Product) -> TextInBrief:
    options = text.options if product.variants else ()
    if text.aliases or text.place.path != product.source:
        return TextInBrief(text.title, text.slug, text.seo.noindex, options, text.aliases, text.place)
    return TextInBrief(text.title, text.slug, text.seo.noindex, options)


def _variant(variant: Variant) -> VariantInBrief:
    return VariantInBrief(variant.values, _offer(variant.offer))


def _offer(offer: Offer) -> OfferInBrief:
    return OfferInBrief(offer.sku, offer.price, offer.availability, offer.sale, offer.payment_link)
