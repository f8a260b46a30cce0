"""Products as templates receive them. Amounts are formatted for people and kept plain for machines side by side."""

from msgspec import Struct

from shopgen.views.prose import PictureView, Prose
from shopgen.views.site import ContactView, Link


class PriceView(Struct, frozen=True, array_like=True):
    """`text` is for people in the page's language (with no-break spaces), `amount` plain with a decimal point."""

    text: str
    amount: str
    currency: str


class MeasureView(Struct, frozen=True, array_like=True):
    """`value` with a decimal point, `unit` as it is typed (`g`, `ml`)."""

    value: str
    unit: str


class OfferView(Struct, frozen=True, array_like=True):
    """`availability` is the model's word (`in_stock`, `preorder`, …); `discount` a whole per cent or 0.

    `unit_price` is the price for `unit`; of that, `unit_reference` is the amount, and `unit_measure` what is sold.
    `sale_ends` is the last day of a sale, `sale_ends_iso` the moment at which it is over.
    `buy` is how it is bought, and None when it cannot be.
    """

    sku: str
    price: PriceView
    availability: str
    can_be_bought: bool
    compare_at: PriceView | None = None
    lowest_30d: PriceView | None = None
    unit_price: PriceView | None = None
    unit: str = ""
    unit_measure: MeasureView | None = None
    unit_reference: MeasureView | None = None
    discount: int = 0
    sale_ends: str = ""
    sale_ends_iso: str = ""
    available_from: str = ""
    available_from_iso: str = ""
    stock: int | None = None
    weight: str = ""
    gtin: str = ""
    mpn: str = ""
    buy: "BuyControl | None" = None


class BuyControl(Struct, frozen=True, array_like=True):
    """One way to buy, a plain link. `kind` names the checkout member, so that a theme can word the button."""

    kind: str
    url: str
    is_external: bool = False


class OptionValue(Struct, frozen=True, array_like=True):
    """A value of an option on a product page: a link to the variant that has it and else keeps today's choice."""

    label: str
    url: str
    is_selected: bool = False
    is_available: bool = True
    picture: PictureView | None = None


class OptionView(Struct, frozen=True, array_like=True):
    name: str
    values: tuple[OptionValue, ...]


class VariantView(Struct, frozen=True, array_like=True):
    """`title` joins the values (`Moss, 250 ml`); `url` is its own page, or the product's when it has none.

    `picture` is a thumbnail, if the product has several pictures; `gallery` is the same one large. `images` are its
    addresses for search engines, in several ratios.
    """

    title: str
    url: str
    absolute_url: str
    values: tuple[str, ...]
    offer: OfferView
    picture: PictureView | None = None
    gallery: PictureView | None = None
    images: tuple[str, ...] = ()


class ProductCard(Struct, frozen=True, array_like=True):
    """A product in a listing. `price` is the lowest; `has_price_range` says that others cost more."""

    key: str
    title: str
    url: str
    absolute_url: str
    language: str
    offer: OfferView
    has_price_range: bool = False
    brand: str = ""
    summary: str = ""
    picture: PictureView | None = None
    second_picture: PictureView | None = None
    variant_count: int = 0
    energy: "EnergyView | None" = None


class EnergyView(Struct, frozen=True, array_like=True):
    rating: str
    best: str
    worst: str
    label_url: str = ""
    sheet_url: str = ""
    eprel: str = ""


class ProductDetail(Struct, frozen=True, array_like=True):
    """A product on its own page. `language` is that of its words, which may differ from the page's.

    `selected` is the variant whose page this is; None on the product's page, which shows the leading variant (the
    cheapest that can be bought) as chosen. `choice` is the title of the variant that is chosen either way: `offer`,
    the first of `pictures` and the marks in `options` are its. Nothing is chosen (`choice` is empty) when there are no
    variants, or when they have no pages of their own; only then there may be a price range. `thumbnails` are `pictures`
    small, when there are several; `images` are addresses for search engines: the first picture in several ratios, the
    others as they are shown. `brand` and `tags` have an empty `url` where the shop has no such listings.
    """

    key: str
    title: str
    url: str
    absolute_url: str
    language: str
    description: Prose
    summary: str
    offer: OfferView
    sku: str
    condition: str
    has_price_range: bool = False
    brand: Link | None = None
    pictures: tuple[PictureView, ...] = ()
    thumbnails: tuple[PictureView, ...] = ()
    options: tuple[OptionView, ...] = ()
    variants: tuple[VariantView, ...] = ()
    selected: VariantView | None = None
    choice: str = ""
    attributes: tuple[tuple[str, str], ...] = ()
    tags: tuple[Link, ...] = ()
    category: Link | None = None
    warnings: Prose = Prose("")
    manufacturer: ContactView | None = None
    responsible_person: ContactView | None = None
    energy: EnergyView | None = None
    is_digital: bool = False
    images: tuple[str, ...] = ()
