"""Products as templates receive them. Amounts are formatted for people and kept plain for machines side by side."""

from msgspec import Struct

from shopgen.views.prose import PictureView, Prose
from shopgen.views.site import ContactView, Link


class PriceView(Struct, frozen=True):
    """`text` is for people in the page's language (with no-break spaces), `amount` plain with a decimal point."""

    text: str
    amount: str
    currency: str


class OfferView(Struct, frozen=True):
    """`availability` is the model's word (`in_stock`, `preorder`, …); `discount` a whole per cent or 0.

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


class BuyControl(Struct, frozen=True):
    """One way to buy, a plain link. `kind` names the checkout member, so that a theme can word the button."""

    kind: str
    url: str
    is_external: bool = False


class OptionValue(Struct, frozen=True):
    """A value of an option on a product page: a link to the variant that has it and else keeps today's choice."""

    label: str
    url: str
    is_selected: bool = False
    is_available: bool = True
    picture: PictureView | None = None


class OptionView(Struct, frozen=True):
    name: str
    values: tuple[OptionValue, ...]


class VariantView(Struct, frozen=True):
    """`title` joins the values (`Moss, 250 ml`); `url` is its own page, or the product's when it has none.

    `picture` is a thumbnail, `gallery` the same one large.
    """

    title: str
    url: str
    absolute_url: str
    values: tuple[str, ...]
    offer: OfferView
    picture: PictureView | None = None
    gallery: PictureView | None = None


class ProductCard(Struct, frozen=True):
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


class EnergyView(Struct, frozen=True):
    rating: str
    best: str
    worst: str
    label_url: str = ""
    sheet_url: str = ""
    eprel: str = ""


class ProductDetail(Struct, frozen=True):
    """A product on its own page. `language` is that of its words, which may differ from the page's.

    `selected` is the variant whose page this is; None on the product's page. `offer` is the selected variant's, or
    the product's (the first that can be bought, when there are variants); `pictures` begin with the selected one's, and
    `thumbnails` are the same ones small.
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
    attributes: tuple[tuple[str, str], ...] = ()
    tags: tuple[Link, ...] = ()
    category: Link | None = None
    warnings: Prose = Prose("")
    manufacturer: ContactView | None = None
    responsible_person: ContactView | None = None
    energy: EnergyView | None = None
    is_digital: bool = False
