"""`catalog/<category>/<slug>.yaml`."""

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal

from msgspec import Meta, field

from shopgen.formats.schema import Moment
from shopgen.reading.documents.common import (
    ContactDocument,
    Document,
    Image,
    Measure,
    Price,
    SeoDocument,
    Texts,
)

AvailabilityWord = Literal["in_stock", "limited", "out_of_stock", "preorder", "backorder", "discontinued"]
OFFER_ALIASES = {"ean": "gtin", "upc": "gtin", "isbn": "gtin"}


class UnitPriceDocument(Document, frozen=True):
    measure: Annotated[Measure, Meta(description="How much one piece holds, such as `50 g`.")]
    reference: Annotated[Measure, Meta(description="For how much the price is told, such as `100 g`.")]


class SaleDocument(Document, frozen=True):
    price: Price
    starts: Annotated[Moment | None, Meta(description="When the sale begins; it is on at once without it.")] = None
    ends: Annotated[Moment | None, Meta(description="When the sale is over; a day without a time is its last day.")] = (
        None
    )


class OptionDocument(Document, frozen=True):
    name: str
    values: tuple[str, ...]


class OptionTranslation(Document, frozen=True):
    name: str = ""
    values: dict[str, str] = field(default_factory=dict)


class EnergyDocument(Document, frozen=True):
    aliases: ClassVar[Mapping[str, str]] = {"class": "rating"}

    rating: str
    best: str = "A"
    worst: str = "G"
    label: Annotated[str, Meta(description="The picture of the label.")] = ""
    sheet: Annotated[str, Meta(description="Address of the product information sheet.")] = ""
    eprel: Annotated[str, Meta(description="Number in the EU's product database.")] = ""


class OfferDocument(Document, frozen=True):
    """The keys that a product and each of its variants may have."""

    aliases: ClassVar[Mapping[str, str]] = OFFER_ALIASES

    gtin: Annotated[str, Meta(description="EAN, UPC or ISBN, digits only.")] = ""
    mpn: Annotated[str, Meta(description="The manufacturer's part number.")] = ""
    compare_at_price: Annotated[Price | None, Meta(description="The price before the reduction.")] = None
    lowest_price_30d: Annotated[
        Price | None, Meta(description="The lowest price of the 30 days before the reduction (EU).")
    ] = None
    sale: SaleDocument | None = None
    availability: AvailabilityWord | None = None
    available_from: Annotated[Moment | None, Meta(description="When a pre-order is delivered.")] = None
    stock: Annotated[int, Meta(ge=0, description="Pieces at hand; 0 is out of stock.")] | None = None
    weight: Measure = ""
    unit_price: UnitPriceDocument | None = None
    payment_link: Annotated[str, Meta(description="Address of the hosted payment page for this article.")] = ""


class VariantDocument(OfferDocument, frozen=True, kw_only=True):
    sku: str
    options: Annotated[dict[str, str], Meta(description="One value for each option: `{Glaze: Moss, Size: 250 ml}`.")]
    price: Annotated[Price | None, Meta(description="The product's price without it.")] = None
    image: Annotated[Texts, Meta(description="Which of the product's images show this variant.")] = ()


class ProductTranslation(Document, frozen=True, rename={"aliases_": "aliases"}):
    """The keys of a product that may differ by language."""

    aliases: ClassVar[Mapping[str, str]] = {"name": "title", "handle": "slug"}
    limits: ClassVar[Mapping[str, int]] = {"title": 500, "slug": 100}

    title: str = ""
    slug: str = ""
    summary: str = ""
    description: Annotated[str, Meta(description="Markdown.")] = ""
    seo: SeoDocument = SeoDocument()
    attributes: dict[str, str] = field(default_factory=dict)
    options: Annotated[
        dict[str, OptionTranslation], Meta(description="By the option's name in the default language.")
    ] = field(default_factory=dict)
    alts: Annotated[dict[str, str], Meta(description="Alternative texts by image file name.")] = field(
        default_factory=dict
    )
    warnings: str = ""
    aliases_: Annotated[Texts, Meta(description="Old addresses that lead here.")] = ()


class ProductDocument(OfferDocument, frozen=True, kw_only=True, rename={"aliases_": "aliases"}):
    aliases: ClassVar[Mapping[str, str]] = {**OFFER_ALIASES, "name": "title", "handle": "slug"}
    limits: ClassVar[Mapping[str, int]] = {"title": 500, "slug": 100}

    title: Annotated[str, Meta(description="The name of the product.")]
    sku: str
    price: Price
    slug: Annotated[str, Meta(description="The last part of the address; the file's name without it.")] = ""
    summary: Annotated[str, Meta(description="One or two sentences for listings.")] = ""
    description: Annotated[str, Meta(description="Markdown.")] = ""
    brand: str = ""
    condition: Literal["new", "refurbished", "used", ""] = ""
    tags: Texts = ()
    categories: Annotated[Texts, Meta(description="Folders below `catalog/`; the file's own folder without it.")] = ()
    related: Annotated[Texts, Meta(description="SKUs or file names of products shown beside this one.")] = ()
    images: tuple[Image, ...] = ()
    options: tuple[OptionDocument, ...] = ()
    variants: tuple[VariantDocument, ...] = ()
    attributes: Annotated[dict[str, str], Meta(description="Facts shown in a table: `{Material: stoneware}`.")] = field(
        default_factory=dict
    )
    warnings: Annotated[str, Meta(description="Safety information (Markdown).")] = ""
    manufacturer: ContactDocument | None = None
    responsible_person: ContactDocument | None = None
    energy: EnergyDocument | None = None
    tax_class: str = ""
    digital: bool = False
    featured: Annotated[bool, Meta(description="Show on the home page.")] = False
    order: Annotated[int, Meta(description="Place in listings; small numbers first.")] = 0
    seo: SeoDocument = SeoDocument()
    aliases_: Annotated[Texts, Meta(description="Old addresses that lead here.")] = ()
    draft: bool = False
    publish_date: Moment | None = None
    expiry_date: Moment | None = None
    lastmod: Moment | None = None
    translations: dict[str, ProductTranslation] = field(default_factory=dict)
