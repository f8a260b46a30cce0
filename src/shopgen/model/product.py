"""What is sold."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from shopgen.core.diagnostics import Field
from shopgen.formats.markdown import Reference
from shopgen.model.money import Money
from shopgen.model.picture import Picture
from shopgen.model.quantity import Quantity, UnitPricing
from shopgen.model.text import Seo, Window


class Availability(StrEnum):
    IN_STOCK = "in_stock"
    LIMITED = "limited"
    OUT_OF_STOCK = "out_of_stock"
    PREORDER = "preorder"
    BACKORDER = "backorder"
    DISCONTINUED = "discontinued"

    def __init__(self, word: str) -> None:
        self.can_be_bought = word not in {"out_of_stock", "discontinued"}


class Condition(StrEnum):
    NEW = "new"
    REFURBISHED = "refurbished"
    USED = "used"


class Contact(Struct, frozen=True, omit_defaults=True):
    """A maker or responsible person as Regulation (EU) 2023/988, Article 19, asks for."""

    name: str
    address: str = ""
    email: str = ""
    url: str = ""
    country: str = ""


class Energy(Struct, frozen=True, omit_defaults=True):
    """An energy label (Regulation (EU) 2017/1369)."""

    rating: str
    best: str = "A"
    worst: str = "G"
    label: str = ""
    sheet: str = ""
    eprel: str = ""


class Sale(Struct, frozen=True):
    """A reduced price while its window is open."""

    price: Money
    window: Window


class Offer(Struct, frozen=True, omit_defaults=True):
    """At what price and in what state something is sold, with everything that may differ between variants."""

    sku: str
    price: Money
    gtin: str = ""
    mpn: str = ""
    compare_at_price: Money | None = None
    lowest_price_30d: Money | None = None
    sale: Sale | None = None
    availability: Availability = Availability.IN_STOCK
    available_from: datetime | None = None
    stock: int | None = None
    weight: Quantity | None = None
    unit_pricing: UnitPricing | None = None
    payment_link: str = ""

    def at(self, clock: datetime) -> "Offer":
        """The offer as it stands at `clock`: the sale's price, and the usual price beside it, while a sale is on."""
        if self.sale is None or not self.sale.window.is_open(clock):
            return self
        return replace(self, price=self.sale.price, compare_at_price=self.price)


class Option(Struct, frozen=True):
    """An axis along which variants differ. Names and values are those of the default language."""

    name: str
    values: tuple[str, ...]


class Variant(Struct, frozen=True, omit_defaults=True):
    """One choice of a value for each option, in the options' order."""

    values: tuple[str, ...]
    offer: Offer
    pictures: tuple[int, ...] = ()


class OptionText(Struct, frozen=True):
    name: str
    values: Mapping[str, str]


class ProductText(Struct, frozen=True, omit_defaults=True):
    """A product's words in one language. `options` and `alts` follow the product's options and pictures.

    `place` is the mapping in which they are typed.
    """

    title: str
    slug: str
    description: str = ""
    summary: str = ""
    seo: Seo = Seo()
    attributes: tuple[tuple[str, str], ...] = ()
    options: tuple[OptionText, ...] = ()
    alts: tuple[str, ...] = ()
    warnings: str = ""
    aliases: tuple[str, ...] = ()
    place: Field = Field("")


class Product(Struct, frozen=True, omit_defaults=True):
    """`key` is the source's path below `catalog/` without suffix; `categories` and `related` are names as typed.

    `offer` is what is sold when there are no variants, and what variants inherit.
    `texts` always has the shop's default language. `references` are what each of its `prose` refers to; there are none
    when nothing is referred to anywhere.
    """

    key: str
    source: str
    texts: Mapping[str, ProductText]
    offer: Offer
    brand: str = ""
    options: tuple[Option, ...] = ()
    variants: tuple[Variant, ...] = ()
    pictures: tuple[Picture, ...] = ()
    categories: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    condition: Condition = Condition.NEW
    tax_class: str = ""
    is_digital: bool = False
    is_featured: bool = False
    manufacturer: Contact | None = None
    responsible_person: Contact | None = None
    energy: Energy | None = None
    is_draft: bool = False
    window: Window = Window()
    order: int = 0
    modified: datetime | None = None
    references: tuple[tuple[Reference, ...], ...] = ()

    @property
    def offers(self) -> tuple[Offer, ...]:
        """What can be put into a cart: each variant's offer, or the one offer of a product without variants."""
        return tuple([variant.offer for variant in self.variants]) if self.variants else (self.offer,)

    @property
    def prose(self) -> tuple[str, ...]:
        """Each of the product's texts in Markdown, once."""
        texts = [text for words in self.texts.values() for text in (words.description, words.warnings) if text]
        return tuple(dict.fromkeys(texts))

    def references_in(self, text: str) -> tuple[Reference, ...]:
        """What `text`, which is one of its `prose`, refers to."""
        return self.references[self.prose.index(text)] if self.references and text else ()
