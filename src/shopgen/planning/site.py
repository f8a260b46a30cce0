"""What every page of a language shares: names, menus, the maker's address, delivery and returns."""

from shopgen.core.diagnostics import Field
from shopgen.formats import locale
from shopgen.model.product import Contact
from shopgen.model.settings import MenuEntry, Organisation, ReturnPolicy, ShippingRate
from shopgen.model.text import in_language
from shopgen.planning.addresses import HOME, NEWS, PRODUCTS, Entity
from shopgen.planning.draft import Draft
from shopgen.planning.links import Links, is_external
from shopgen.views.site import (
    ContactView,
    Link,
    OrganisationView,
    ReturnsView,
    ShippingView,
    Site,
)

FEEDS = ("rss.xml", "atom.xml")


def site_view(draft: Draft, links: Links, language: str) -> Site:
    settings, addresses = draft.settings, draft.addresses
    default = settings.default_language
    menus = {name: _menu(draft, links, name, language) for name in settings.menus}
    categories = category_links(draft, language)
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
        products_url=addresses.url(PRODUCTS, language),
        news_url=addresses.url(NEWS, language),
        feeds=feed_links(draft, language),
        organisation=_organisation(settings.organisation, language),
        social=settings.social,
        shipping=tuple(_shipping(rate, language, default) for rate in settings.shipping),
        returns=_returns(draft, links, settings.returns, language) if settings.returns else None,
        options={**draft.shop.theme.options, **settings.theme_options},
        is_multilingual=len(settings.languages) > 1,
    )


def category_links(draft: Draft, language: str, parent: str = "") -> tuple[Link, ...]:
    """The categories below `parent` as a tree."""
    return tuple(
        Link(
            (category.texts.get(language) or category.texts[draft.settings.default_language]).title,
            draft.addresses.url(Entity("category", category.key), language),
            category_links(draft, language, category.key),
        )
        for category in draft.shop.categories.values()
        if category.parent == parent and draft.addresses.has(Entity("category", category.key), language)
    )


def feed_path(draft: Draft, language: str, name: str) -> str:
    """The output path of a feed of the news."""
    return f"{draft.addresses.file(NEWS, language).removesuffix('index.html')}{name}"


def feed_links(draft: Draft, language: str) -> tuple[Link, ...]:
    if not any(language in article.texts for article in draft.shop.articles.values()):
        return ()
    title = f"{draft.settings.name} – {draft.word('news.title', language)}"
    return tuple(Link(title, draft.addresses.site_url(feed_path(draft, language, name))) for name in FEEDS)


def _menu(draft: Draft, links: Links, name: str, language: str) -> tuple[Link, ...]:
    place = Field(draft.settings.source, ("menus", name))
    entries = draft.settings.menus[name]
    return tuple(_entry(draft, links, entry, language, place.at(number)) for number, entry in enumerate(entries))


def _entry(draft: Draft, links: Links, entry: MenuEntry, language: str, place: Field) -> Link:
    title = in_language(entry.title, language, draft.settings.default_language)
    children = tuple(
        _entry(draft, links, child, language, place.at("entries", number)) for number, child in enumerate(entry.entries)
    )
    if is_external(entry.target):
        return Link(title, entry.target, children, is_external=True)
    url = links.resolve(entry.target, draft.settings.source, language)
    if url is None and language == draft.settings.default_language:
        draft.findings.error(
            "link-missing", f"`{entry.target}` leads to nothing in the shop", place.at("link"), "link to an address"
        )
    return Link(title, url or draft.addresses.url(HOME, language), children)


def contact_view(contact: Contact | None, language: str) -> ContactView | None:
    if contact is None:
        return None
    country = locale.country_name(contact.country, language) if contact.country else ""
    return ContactView(contact.name, contact.address, contact.email, contact.url, country)


def _organisation(organisation: Organisation, language: str) -> OrganisationView:
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
        logo=organisation.logo,
    )


def _shipping(rate: ShippingRate, language: str, default: str) -> ShippingView:
    free = rate.free_from
    return ShippingView(
        name=in_language(rate.name, language, default),
        countries=tuple(locale.country_name(code, language) for code in rate.countries),
        country_codes=rate.countries,
        price=locale.money(rate.price.amount, rate.price.currency, language),
        amount=rate.price.plain,
        free_from=locale.money(free.amount, free.currency, language) if free else "",
        handling_days=rate.handling_days,
        transit_days=rate.transit_days,
    )


def _returns(draft: Draft, links: Links, policy: ReturnPolicy, language: str) -> ReturnsView:
    url = links.resolve(policy.page, draft.settings.source, language) if policy.page else None
    if policy.page and url is None:
        draft.findings.error(
            "link-missing",
            f"`{policy.page}` leads to nothing in the shop",
            Field(draft.settings.source, ("returns", "page")),
            "name a page such as `/returns/`",
        )
    return ReturnsView(policy.days, policy.countries, policy.method, policy.fees, url or "")
