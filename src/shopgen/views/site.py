"""What every page of one language shares."""

from collections.abc import Mapping

from msgspec import Struct


class Link(Struct, frozen=True, array_like=True):
    """A title and where it leads; `children` are the entries below it in a menu."""

    title: str
    url: str
    children: tuple["Link", ...] = ()
    is_external: bool = False


class IconLink(Struct, frozen=True, array_like=True):
    """A `<link>` to an icon of the shop. `sizes` is as in HTML; without a media type the attribute is left out."""

    rel: str
    url: str
    sizes: str = ""
    media_type: str = ""


class ContactView(Struct, frozen=True, array_like=True):
    name: str
    address: str = ""
    email: str = ""
    url: str = ""
    country: str = ""


class ShippingView(Struct, frozen=True, array_like=True):
    """`countries` are names in the page's language; `price` and `free_from` are formatted, their amounts plain."""

    name: str
    countries: tuple[str, ...]
    country_codes: tuple[str, ...]
    price: str
    amount: str
    free_from: str = ""
    free_from_amount: str = ""
    handling_days: tuple[int, int] = (0, 1)
    transit_days: tuple[int, int] = (1, 3)


class ReturnsView(Struct, frozen=True, array_like=True):
    days: int | None
    country_codes: tuple[str, ...]
    method: str
    fees: str
    url: str = ""


class OrganisationView(Struct, frozen=True, array_like=True):
    legal_name: str = ""
    street: str = ""
    postal_code: str = ""
    city: str = ""
    country: str = ""
    country_name: str = ""
    email: str = ""
    telephone: str = ""
    vat_id: str = ""
    register: str = ""
    logo: str = ""


class Site(Struct, frozen=True, array_like=True):
    """The shop in one language. `menus` has `main` and `footer` at least; `home_url` is relative to the root.

    `base_url` is the absolute address without a closing slash; `origin` its scheme and host alone. `news_url` is empty
    when there are no news in this language; `products_url` leads home when there is no list of all products.
    `options` are the theme's options as the shop set them. `icons` are empty, and so is `manifest_url`, when the shop
    has none of its own.
    """

    name: str
    tagline: str
    description: str
    language: str
    direction: str
    base_url: str
    origin: str
    home_url: str
    currency: str
    tax_included: bool
    tax_note: str
    menus: Mapping[str, tuple[Link, ...]]
    categories: tuple[Link, ...]
    products_url: str
    news_url: str
    feeds: tuple[Link, ...]
    organisation: OrganisationView
    social: tuple[str, ...]
    shipping: tuple[ShippingView, ...]
    returns: ReturnsView | None
    options: Mapping[str, str]
    is_multilingual: bool = False
    icons: tuple[IconLink, ...] = ()
    manifest_url: str = ""


class Alternate(Struct, frozen=True, array_like=True):
    """The page in another language. `url` is below the root, `absolute_url` for `hreflang`.

    `is_translated` is false when it is left out of hreflang: there is no such page, it shows the default language's
    words, or one of the two is not for search engines.
    """

    language: str
    name: str
    url: str
    absolute_url: str
    is_current: bool = False
    is_translated: bool = True


class ShareImage(Struct, frozen=True, array_like=True):
    url: str
    width: int
    height: int
    alt: str


class Head(Struct, frozen=True, array_like=True):
    """What search engines and social networks read of a page. Addresses here are absolute."""

    title: str
    description: str
    canonical: str
    og_type: str = "website"
    og_locale: str = ""
    image: ShareImage | None = None
    noindex: bool = False
    alternates: tuple[Alternate, ...] = ()
    x_default: str = ""
    previous_url: str = ""
    next_url: str = ""
