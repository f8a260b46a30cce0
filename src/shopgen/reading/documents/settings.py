"""`shop.yaml`."""

from typing import Annotated, Literal

from msgspec import Meta, field

from shopgen.formats.markdown import Engine
from shopgen.reading.documents.common import ContactDocument, Document, Price, Texts, Translated


class TaxDocument(Document, frozen=True):
    included: Annotated[bool, Meta(description="Prices are shown with tax.")] = True
    note: Annotated[Translated, Meta(description="What stands beside prices, such as `incl. VAT`.")] = ""


class OrganisationDocument(Document, frozen=True):
    legal_name: str = ""
    street: str = ""
    postal_code: str = ""
    city: str = ""
    country: Annotated[str, Meta(description="ISO 3166-1 alpha-2, such as PL.")] = ""
    email: str = ""
    telephone: str = ""
    vat_id: str = ""
    register: str = ""
    logo: str = ""


class DaysDocument(Document, frozen=True):
    min: int = 0
    max: int = 1


class ShippingDocument(Document, frozen=True):
    name: Translated
    countries: Texts
    price: Price
    free_from: Price | None = None
    handling_days: DaysDocument = DaysDocument()
    transit_days: DaysDocument = DaysDocument(min=1, max=3)


class ReturnsDocument(Document, frozen=True):
    days: Annotated[int, Meta(ge=0, description="Days in which goods can be sent back; 0 is no returns.")] | None = 14
    countries: Texts = ()
    method: Literal["by_mail", "in_store", "at_kiosk"] = "by_mail"
    fees: Annotated[Literal["free", "customer"], Meta(description="Who pays for sending back.")] = "customer"
    page: Annotated[str, Meta(description="The page that tells it in full.")] = ""


class MenuEntryDocument(Document, frozen=True):
    title: Translated
    link: Annotated[str, Meta(description="An address (`/about/`), a file (`/content/pages/about.md`) or a URL.")]
    entries: tuple["MenuEntryDocument", ...] = ()


class AddressesDocument(Document, frozen=True):
    product: str = "products/{slug}"
    products: Annotated[str, Meta(description="The list of all products; empty for none.")] = "products"
    category: str = "catalog/{path}"
    brand: Annotated[str, Meta(description="Listings by brand; empty for none.")] = "brands/{slug}"
    tag: Annotated[str, Meta(description="Listings by tag; empty for none.")] = "tags/{slug}"
    article: str = "news/{slug}"
    news: str = "news"
    news_tag: str = "news/tags/{slug}"
    page: str = "{slug}"


class ProductDefaultsDocument(Document, frozen=True):
    brand: str = ""
    condition: Literal["new", "refurbished", "used"] = "new"
    tax_class: str = ""
    manufacturer: ContactDocument | None = None
    responsible_person: ContactDocument | None = None


class VariantsDocument(Document, frozen=True):
    pages: Annotated[bool, Meta(description="Give each variant a page of its own.")] = True


class MarkdownDocument(Document, frozen=True):
    html: Annotated[bool, Meta(description="Allow a safe set of HTML tags in Markdown.")] = False
    engine: Annotated[Engine, Meta(description="What reads Markdown; `gfm` needs `pip install shopgen[fast]`.")] = (
        "markdown"
    )


class SettingsDocument(Document, frozen=True):
    """All of `shop.yaml` but `checkout`, whose keys depend on the members that the shop uses."""

    name: str
    base_url: Annotated[str, Meta(description="Where the shop will live, such as https://example.com/.")]
    currency: Annotated[str, Meta(description="ISO 4217, such as EUR.")]
    languages: Annotated[Texts, Meta(description="Language tags; the first is the default.")] = "en"
    tagline: Translated = ""
    description: Translated = ""
    time_zone: Annotated[str, Meta(description="Such as Europe/Warsaw.")] = "UTC"
    prefix_default_language: bool = False
    unicode_slugs: bool = False
    icon: Annotated[
        str,
        Meta(description="The shop's sign in tabs and on home screens: a square PNG of 512 pixels or more, or an SVG."),
    ] = ""
    theme: str = "default"
    theme_options: dict[str, str] = field(default_factory=dict)
    host: Annotated[
        Literal["plain", "netlify", "cloudflare", "github", "s3"], Meta(description="Where the shop is served from.")
    ] = "plain"
    countries: Annotated[Texts, Meta(description="Where the shop sells to: ISO 3166-1 alpha-2 codes, or EU.")] = ()
    tax: TaxDocument = TaxDocument()
    shipping: tuple[ShippingDocument, ...] = ()
    returns: ReturnsDocument | None = None
    organisation: OrganisationDocument = OrganisationDocument()
    social: Texts = ()
    menus: dict[str, tuple[MenuEntryDocument, ...]] = field(default_factory=dict)
    addresses: AddressesDocument = AddressesDocument()
    product_defaults: ProductDefaultsDocument = ProductDefaultsDocument()
    tags: Annotated[dict[str, Translated], Meta(description="Names of tags by language.")] = field(default_factory=dict)
    variants: VariantsDocument = VariantsDocument()
    markdown: MarkdownDocument = MarkdownDocument()
    products_per_page: Annotated[int, Meta(ge=1, le=500)] = 24
    posts_per_page: Annotated[int, Meta(ge=1, le=500)] = 10
    missing_links: Annotated[
        Literal["error", "warning"], Meta(description="How grave a link in a text to nothing in the shop is.")
    ] = "error"
    allowed_hosts: Annotated[Texts, Meta(description="Other hosts that redirects may lead to.")] = ()
    image_cache: Annotated[
        str,
        Meta(
            description="Where a build gets pictures that were made elsewhere: `live` (the published shop), a folder, "
            "or `s3://bucket/folder` after `pip install shopgen[s3]`."
        ),
    ] = ""
