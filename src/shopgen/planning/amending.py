"""One product planned anew, within a plan that else stays as it is."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from pathlib import Path

from msgspec import Struct

from shopgen.core.digests import Digest
from shopgen.engine.jobs import Ingredient
from shopgen.model.brief import Both, Brief
from shopgen.model.category import Category
from shopgen.model.picture import Picture
from shopgen.model.product import Product
from shopgen.model.settings import Settings
from shopgen.model.shop import Shop, Theme
from shopgen.planning.addresses import Addresses
from shopgen.planning.assets import plan_assets
from shopgen.planning.buying import checkouts, controls, is_each_for_itself
from shopgen.planning.catalogue import Catalogue
from shopgen.planning.draft import Draft
from shopgen.planning.outline import Outline, known_products, outward
from shopgen.planning.pages.products import own_values
from shopgen.planning.targets import Targets


class Known(Struct, frozen=True):
    """What is known of the rest of the shop: where things are, what links lead to, categories, pictures of texts.

    `is_amendable` tells that no page or file but those that show a product depend on its inward side.
    """

    addresses: Addresses
    targets: Targets
    categories: Mapping[str, Category]
    pictures: Mapping[str, Picture]
    is_amendable: bool


def known_by(outline: Outline, settings: Settings) -> Known:
    addresses = Addresses.of(outline.addresses, settings)
    targets = Targets(outline.targets, addresses, settings.default_language)
    return Known(addresses, targets, outline.categories, outline.pictures, outline.is_amendable)


def outline_of(known: Known, products: Iterable[Brief]) -> Outline:
    """What is `known` of a shop with these products, at rest."""
    return Outline(
        known.addresses.known,
        known.targets.known,
        known.categories,
        known.pictures,
        known_products(products),
        known.is_amendable,
    )


class Amendment(Struct, frozen=True):
    """The packed values that products have for themselves, by name, with their digests, and the theme's assets."""

    values: Mapping[str, bytes]
    digests: Mapping[str, Digest]
    assets: dict[str, str]


def amend(
    known: Known,
    settings: Settings,
    theme: Theme,
    before: Mapping[str, Product],
    now: Mapping[str, Both],
    clock: datetime,
    locate: Callable[[str], Path],
) -> Amendment | None:
    """What the edited products are now on cards and pages; `before` and `now` have by key what each was and is.

    None when the edit may reach further than the pages that show them, or when planning finds something wrong: then
    the whole shop is to be planned.
    """
    if not known.is_amendable or not all(outward(before[key]) == outward(whole) for key, (_, whole) in now.items()):
        return None
    products = {key: brief for key, (brief, _) in now.items()}
    shop = Shop(
        settings, products, known.categories, {}, {}, (), theme, lambda brief: now[brief.key][1], known.pictures
    )
    draft = Draft(shop, known.addresses, clock, locate)
    given = checkouts(draft)
    if not is_each_for_itself(given):
        return None
    bought = {language: controls(checkout) for language, checkout in given.items()}
    catalogue = Catalogue(draft, bought, known.targets)
    shown: list[Ingredient] = []
    for language in draft.languages:
        for key, product in products.items():
            shown.append(catalogue.card("card", key, language))
            for own in own_values(draft, catalogue, product, language):
                shown += (own.detail, draft.pantry.own("head", own.name, own.head))
    if len(draft.findings):
        return None
    values = {item.name: draft.pantry.values[item.name] for item in shown}
    return Amendment(values, {item.name: item.digest for item in shown}, plan_assets(draft))
