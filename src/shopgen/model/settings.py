"""What holds for the whole shop."""

from collections.abc import Mapping
from zoneinfo import ZoneInfo

from msgspec import Struct

from shopgen.core.layout import SETTINGS
from shopgen.formats.markdown import Engine
from shopgen.model.money import Money
from shopgen.model.product import Condition, Contact
from shopgen.model.text import Localized, in_language


class MenuEntry(Struct, frozen=True):
    """`target` is an address, a source path or an external URL, as typed."""

    title: Localized
    target: str
    entries: tuple["MenuEntry", ...] = ()


class Organisation(Struct, frozen=True):
    legal_name: str = ""
    street: str = ""
    postal_code: str = ""
    city: str = ""
    country: str = ""
    email: str = ""
    telephone: str = ""
    vat_id: str = ""
    register: str = ""
    logo: str = ""


class ShippingRate(Struct, frozen=True):
    """Delivery to `countries` (ISO 3166-1 alpha-2): a price, free from an order value on, and days."""

    name: Localized
    countries: tuple[str, ...]
    price: Money
    free_from: Money | None = None
    handling_days: tuple[int, int] = (0, 1)
    transit_days: tuple[int, int] = (1, 3)


class ReturnPolicy(Struct, frozen=True):
    """`days` None is no returns. `page` is the address or source path of the page that tells it in full."""

    days: int | None = 14
    countries: tuple[str, ...] = ()
    method: str = "by_mail"
    fees: str = "customer"
    page: str = ""


class Tax(Struct, frozen=True):
    """Whether prices include tax, and what is written beside them."""

    included: bool = True
    note: Localized = {}


class ProductDefaults(Struct, frozen=True):
    brand: str = ""
    condition: Condition = Condition.NEW
    tax_class: str = ""
    manufacturer: Contact | None = None
    responsible_person: Contact | None = None


class AddressPatterns(Struct, frozen=True):
    """Where things live; `{slug}` is an entity's slug, `{path}` a category's slugs from the top."""

    product: str = "products/{slug}"
    products: str = "products"
    category: str = "catalog/{path}"
    brand: str = "brands/{slug}"
    tag: str = "tags/{slug}"
    article: str = "news/{slug}"
    news: str = "news"
    news_tag: str = "news/tags/{slug}"
    page: str = "{slug}"


class Settings(Struct, frozen=True):
    """`languages[0]` is the default language; it has no prefix in addresses unless `prefix_default_language`.

    `checkout` holds the options of each way to pay that the shop uses, by its name, in the order typed. `image_cache`
    is where pictures that were made elsewhere are had from.
    """

    name: str
    base_url: str
    languages: tuple[str, ...]
    currency: str
    time_zone: str = "UTC"
    tagline: Localized = {}
    description: Localized = {}
    prefix_default_language: bool = False
    unicode_slugs: bool = False
    icon: str = ""
    theme: str = "default"
    theme_options: Mapping[str, str] = {}
    host: str = "plain"
    countries: tuple[str, ...] = ()
    tax: Tax = Tax()
    shipping: tuple[ShippingRate, ...] = ()
    returns: ReturnPolicy | None = None
    organisation: Organisation = Organisation()
    social: tuple[str, ...] = ()
    menus: Mapping[str, tuple[MenuEntry, ...]] = {}
    addresses: AddressPatterns = AddressPatterns()
    product_defaults: ProductDefaults = ProductDefaults()
    tags: Mapping[str, Localized] = {}
    products_per_page: int = 24
    posts_per_page: int = 10
    variant_pages: bool = True
    markdown_html: bool = False
    markdown_engine: Engine = "markdown"
    allowed_hosts: tuple[str, ...] = ()
    missing_links: str = "error"
    image_cache: str = ""
    checkout: Mapping[str, object] = {}
    source: str = SETTINGS

    @property
    def default_language(self) -> str:
        return self.languages[0]

    def tag_name(self, tag: str, language: str) -> str:
        """What a tag is called in `language`: as the shop says, else as it was typed."""
        return in_language(self.tags.get(tag, {}), language, self.default_language) or tag

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @property
    def sells_to_eu(self) -> bool:
        return bool(EU_COUNTRIES.intersection(self.countries))


EU_COUNTRIES = frozenset({
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU",
    "IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
})  # fmt: skip
