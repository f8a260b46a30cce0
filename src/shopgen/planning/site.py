"""What every page of a language shares: names, menus, the maker's address, delivery and returns."""

from shopgen.core.diagnostics import Field
from shopgen.formats import locale
from shopgen.formats.markdown import is_allowed
from shopgen.formats.text import shown
from shopgen.model.product import Contact
from shopgen.model.settings import MenuEntry, Organisation, ReturnPolicy, ShippingRate
from shopgen.model.text import in_language
from shopgen.planning.addresses import HOME, NEWS, PRODUCTS, feed_file
from shopgen.planning.draft import Draft
from shopgen.planning.icons import Icons
from shopgen.planning.links import Links
from shopgen.planning.targets import FEEDS, is_external
from shopgen.views.site import (
    ContactView,
    Link,
    OrganisationView,
    ReturnsView,
    ShippingView,
    Site,
)


def site_view(draft: Draft, links: Links, categories: tuple[Link, ...], icons: Icons, language: str) -> Site:
    """The shop in one language; `categories` are those that have products, as a tree."""
    settings, addresses = draft.settings, draft.addresses
    default = settings.default_language
    menus = {name: _menu(draft, links, name, language) for name in settings.menus}
    return Site(
        name=settings.name,
        tagline=in_language(settings.tagline, language, default),
        description=in_language(settings.description, language, default),
        language=language,
        direction=locale.text_direction(language),
        base_url=addresses.absolute_url("").rstrip("/"),
        origin=addresses.origin,
        home_url=addresses.url(HOME, language),
        currency=settings.currency,
        tax_included=settings.tax.included,
        tax_note=in_language(settings.tax.note, language, default),
        menus={"main": menus.get("main", categories), "footer": menus.get("footer", ()), **menus},
        categories=categories,
        products_url=addresses.url(PRODUCTS if addresses.has(PRODUCTS, language) else HOME, language),
        news_url=addresses.url(NEWS, language) if addresses.has(NEWS, language) else "",
        feeds=feed_links(draft, language),
        organisation=_organisation(draft, links, settings.organisation, language),
        social=settings.social,
        shipping=tuple(shipping_view(rate, language, default) for rate in settings.shipping),
        returns=_returns(draft, links, settings.returns, language) if settings.returns else None,
        options=_options(draft, language),
        is_multilingual=len(settings.languages) > 1,
        icons=icons.links,
        manifest_url=icons.manifest_url,
    )


def feed_links(draft: Draft, language: str) -> tuple[Link, ...]:
    title = f"{draft.settings.name} – {draft.word('news.title', language)}"
    paths = (feed_file(draft.addresses, language, name) for name in FEEDS)
    return tuple(Link(title, draft.addresses.site_url(path)) for path in paths if path)


def _menu(draft: Draft, links: Links, name: str, language: str) -> tuple[Link, ...]:
    place = Field(draft.settings.source, ("menus", name))
    return _entries(draft, links, draft.settings.menus[name], language, place)


def _entries(
    draft: Draft, links: Links, entries: tuple[MenuEntry, ...], language: str, place: Field
) -> tuple[Link, ...]:
    found = (_entry(draft, links, entry, language, place.at(number)) for number, entry in enumerate(entries))
    return tuple(link for link in found if link is not None)


def _entry(draft: Draft, links: Links, entry: MenuEntry, language: str, place: Field) -> Link | None:
    """The entry with those below it; None, and a finding, when it leads nowhere."""
    title = in_language(entry.title, language, draft.settings.default_language)
    children = _entries(draft, links, entry.entries, language, place.at("entries"))
    if is_external(entry.target):
        check_address(draft, entry.target, place.at("link"))
        return Link(title, entry.target, children, is_external=True)
    url = links.resolve(entry.target, draft.settings.source, language)
    if url is None:
        links.report(entry.target, draft.settings.source, place.at("link"))
        return None
    return Link(title, url, children)


def check_address(draft: Draft, target: str, place: Field) -> None:
    """An error for an address that would run something instead of leading somewhere."""
    if not is_allowed(target):
        hint = "use an address that begins with `https:`, `mailto:` or `tel:`, or one of the shop's own"
        draft.findings.error("link-refused", f"`{shown(target)}` is not an address that is published", place, hint)


def _options(draft: Draft, language: str) -> dict[str, str]:
    """The theme's options as the shop set them; those named `…_link` and `…_url` are addresses."""
    options = {**draft.shop.theme.options, **draft.settings.theme_options}
    for name, value in options.items():
        if name.endswith(("_link", "_url")) and language == draft.settings.default_language:
            check_address(draft, value, Field(draft.settings.source, ("theme_options", name)))
    return options


def contact_view(contact: Contact | None, language: str) -> ContactView | None:
    if contact is None:
        return None
    country = locale.country_name(contact.country, language) if contact.country else ""
    return ContactView(contact.name, contact.address, contact.email, contact.url, country)


def _organisation(draft: Draft, links: Links, organisation: Organisation, language: str) -> OrganisationView:
    return OrganisationView(
        legal_name=organisation.legal_name,
        street=organisation.street,
        postal_code=organisation.postal_code,
        city=organisation.city,
        country=organisation.country,
        country_name=locale.country_name(organisation.country, language) if organisation.country else "",
        email=organisation.email,
        telephone=organisation.telephone,
        vat_id=organisation.vat_id,
        register=organisation.register,
        logo=links.file(organisation.logo, draft.settings.source) or organisation.logo,
    )


def shipping_view(rate: ShippingRate, language: str, default: str) -> ShippingView:
    free = rate.free_from
    return ShippingView(
        name=in_language(rate.name, language, default),
        countries=tuple(locale.country_name(code, language) for code in rate.countries),
        country_codes=rate.countries,
        price=locale.money(rate.price.amount, rate.price.currency, language),
        amount=rate.price.plain,
        free_from=locale.money(free.amount, free.currency, language) if free else "",
        free_from_amount=free.plain if free else "",
        handling_days=rate.handling_days,
        transit_days=rate.transit_days,
    )


def _returns(draft: Draft, links: Links, policy: ReturnPolicy, language: str) -> ReturnsView:
    """The policy; one without countries holds wherever the shop sells to."""
    source = draft.settings.source
    url = links.resolve(policy.page, source, language) if policy.page else None
    if policy.page and url is None and is_external(policy.page):
        check_address(draft, policy.page, Field(source, ("returns", "page")))
        url = policy.page
    elif policy.page and url is None:
        links.report(policy.page, source, Field(source, ("returns", "page")))
    countries = policy.countries or draft.settings.countries
    return ReturnsView(policy.days, countries, policy.method, policy.fees, url or "")
