"""`shop.yaml` to settings."""

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from shopgen.core.diagnostics import Field, Findings, Span
from shopgen.core.layout import SETTINGS
from shopgen.formats import text
from shopgen.formats.schema import decode
from shopgen.formats.yaml import MappingNode, NotPlain, compose, plain
from shopgen.model.product import Condition
from shopgen.model.settings import MenuEntry, Organisation, ProductDefaults, Settings, Tax
from shopgen.reading.decoding import MAX_YAML, document
from shopgen.reading.documents.settings import MenuEntryDocument, OrganisationDocument, SettingsDocument
from shopgen.reading.settings_document import field_of, salvaged, settings_definition
from shopgen.reading.settings_values import (
    address_patterns,
    allowed_hosts,
    base_url,
    countries,
    currency,
    image_cache,
    languages,
    markdown_engine,
    returns,
    shipping,
    social,
    time_zone,
)
from shopgen.reading.sources import FileRefused, Sources
from shopgen.reading.values import contact, country, localized


class Read(Struct, frozen=True):
    """Settings with which the rest of the shop can be read; `is_whole` is false when they are mostly defaults."""

    settings: Settings
    is_whole: bool


def read_settings(sources: Sources, checkout_options: Mapping[str, type[Struct]], findings: Findings) -> Read | None:
    """The settings of the shop; None when there is no `shop.yaml`.

    Values that are wrong are replaced by defaults, with errors, so that the other files can be checked too.
    """
    if SETTINGS not in sources:
        hint = "change to the shop's folder, or make a shop with `shopgen new shop`"
        findings.error("settings-missing", "there is no `shop.yaml` here", Span(SETTINGS), hint)
        return None
    definition = settings_definition(checkout_options)
    typed = document(sources, SETTINGS, definition, findings)
    if typed is None:  # a key that nobody knows is an error, but no reason not to plan
        typed = decode(definition, _text(sources), SETTINGS, unknown="warn").value
    if typed is None:
        return Read(_settings(salvaged(_text(sources)), {}, Findings()), False)
    checkout = _checkout(typed, sources, checkout_options, findings)
    return Read(_settings(typed, checkout, findings), True)


def _settings(typed: SettingsDocument, checkout: Mapping[str, object], findings: Findings) -> Settings:
    place = Field(SETTINGS)
    tongues = languages(typed.languages, place.at("languages"), findings)
    money = currency(typed.currency, place.at("currency"), findings)
    if not typed.name.strip() and typed.base_url != "https://shop.invalid":
        findings.error("missing-key", "the shop has no name", place.at("name"), "write the name that customers know")
    return Settings(
        name=typed.name.strip(),
        base_url=base_url(typed.base_url, place.at("base_url"), findings),
        languages=tongues,
        currency=money,
        time_zone=time_zone(typed.time_zone, place.at("time_zone"), findings),
        tagline=localized(typed.tagline, tongues, place.at("tagline"), findings),
        description=localized(typed.description, tongues, place.at("description"), findings),
        prefix_default_language=typed.prefix_default_language,
        unicode_slugs=typed.unicode_slugs,
        icon=typed.icon.strip(),
        theme=typed.theme,
        theme_options=typed.theme_options,
        host=typed.host,
        countries=countries(typed.countries, place.at("countries"), findings),
        tax=Tax(typed.tax.included, localized(typed.tax.note, tongues, place.at("tax", "note"), findings)),
        shipping=shipping(typed.shipping, money, tongues, place.at("shipping"), findings),
        returns=returns(typed.returns, place.at("returns"), findings),
        organisation=_organisation(typed.organisation, place.at("organisation"), findings),
        social=social(typed.social, place.at("social"), findings),
        menus={
            name: tuple(
                _menu_entry(entry, tongues, place.at("menus", name, number), findings)
                for number, entry in enumerate(entries)
            )
            for name, entries in typed.menus.items()
        },
        addresses=address_patterns(typed.addresses, place.at("addresses"), findings),
        product_defaults=_product_defaults(typed, place.at("product_defaults"), findings),
        tags={name: localized(words, tongues, place.at("tags", name), findings) for name, words in typed.tags.items()},
        products_per_page=typed.products_per_page,
        posts_per_page=typed.posts_per_page,
        variant_pages=typed.variants.pages,
        markdown_html=typed.markdown.html,
        markdown_engine=markdown_engine(typed.markdown.engine, place.at("markdown", "engine"), findings),
        missing_links=typed.missing_links,
        allowed_hosts=allowed_hosts(typed.allowed_hosts, place.at("allowed_hosts"), findings),
        image_cache=image_cache(typed.image_cache, place.at("image_cache"), findings),
        checkout=checkout,
        source=SETTINGS,
    )


def _menu_entry(typed: MenuEntryDocument, tongues: tuple[str, ...], place: Field, findings: Findings) -> MenuEntry:
    return MenuEntry(
        localized(typed.title, tongues, place.at("title"), findings),
        typed.link.strip(),
        tuple(
            _menu_entry(entry, tongues, place.at("entries", number), findings)
            for number, entry in enumerate(typed.entries)
        ),
    )


def _organisation(typed: OrganisationDocument, place: Field, findings: Findings) -> Organisation:
    country(typed.country, place.at("country"), findings)
    return Organisation(**{name: getattr(typed, name).strip() for name in typed.__struct_fields__})


def _product_defaults(typed: SettingsDocument, place: Field, findings: Findings) -> ProductDefaults:
    defaults = typed.product_defaults
    return ProductDefaults(
        defaults.brand.strip(),
        Condition(defaults.condition),
        defaults.tax_class,
        contact(defaults.manufacturer, place, "manufacturer", findings),
        contact(defaults.responsible_person, place, "responsible_person", findings),
    )


def _checkout(
    typed: Any, sources: Sources, checkout_options: Mapping[str, type[Struct]], findings: Findings
) -> dict[str, object]:
    """The options of each member that is named, in the order typed; a member without any has its defaults."""
    found: dict[str, object] = {}
    for name in _names_of_checkout(_text(sources)):
        options = getattr(typed.checkout, field_of(name), None)
        try:
            found[name] = checkout_options[name]() if options is None else options
        except TypeError:
            place = Field(SETTINGS, ("checkout", name))
            findings.error("checkout-options", f"`{name}` needs options", place, "write them below it")
    return found


def _names_of_checkout(readable: str) -> list[str]:
    """Keys that stand below `checkout`, in their order."""
    try:
        root = plain(readable)
    except NotPlain:
        names = _composed_names(readable)
    else:
        checkout = root.get("checkout") if isinstance(root, dict) else None
        names = list(checkout) if isinstance(checkout, dict) else []
    return [name for name in names if not name.startswith("x-")]


def _composed_names(readable: str) -> list[str]:
    root = compose(readable, SETTINGS, Findings())
    for key, node in root.entries if isinstance(root, MappingNode) else ():
        if key.text == "checkout" and isinstance(node, MappingNode):
            return [name.text for name, _ in node.entries]
    return []


def _text(sources: Sources) -> str:
    """The text of `shop.yaml`; empty when it cannot be read."""
    try:
        return text.decode(sources.read(SETTINGS, MAX_YAML), SETTINGS, Findings(), MAX_YAML) or ""
    except FileRefused:
        return ""
