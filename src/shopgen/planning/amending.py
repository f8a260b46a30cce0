"""One product planned anew, within a plan that else stays as it is."""

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

from msgspec import Struct

from shopgen.core.diagnostics import Findings
from shopgen.core.digests import Digest
from shopgen.model.product import Product
from shopgen.model.settings import Settings
from shopgen.model.shop import Shop, Theme
from shopgen.planning.addresses import Addresses
from shopgen.planning.assets import plan_assets
from shopgen.planning.buying import checkouts, controls, is_each_for_itself
from shopgen.planning.catalogue import Catalogue
from shopgen.planning.draft import Draft
from shopgen.planning.outline import Outline, outward
from shopgen.planning.pages.products import own_values
from shopgen.planning.targets import Targets


class Amendment(Struct, frozen=True):
    """The packed values that products have for themselves, by name, with their digests, and the theme's assets."""

    values: Mapping[str, bytes]
    digests: Mapping[str, Digest]
    assets: dict[str, str]


def amend(
    outline: Outline,
    settings: Settings,
    theme: Theme,
    edited: Mapping[str, tuple[Product, Product]],
    clock: datetime,
    locate: Callable[[str], Path],
) -> Amendment | None:
    """What the edited products are now on cards and pages; `edited` has by key what each was and is.

    None when the edit may reach further than the pages that show them, or when planning finds something wrong: then
    the whole shop is to be planned.
    """
    engine = settings.markdown_engine
    if not all(outward(before, engine) == outward(now, engine) for before, now in edited.values()):
        return None
    products = {key: now for key, (_, now) in edited.items()}
    shop = Shop(settings, products, outline.categories, {}, {}, (), theme, outline.pictures)
    addresses, findings = Addresses.of(outline.addresses, settings), Findings()
    draft = Draft(shop, addresses, clock, locate, findings)
    given = checkouts(draft)
    if not is_each_for_itself(given):
        return None
    bought = {language: controls(checkout) for language, checkout in given.items()}
    catalogue = Catalogue(draft, bought, Targets(outline.targets, addresses, settings.default_language))
    for language in draft.languages:
        for key, product in products.items():
            catalogue.card("card", key, language)
            for own in own_values(draft, catalogue, product, language):
                draft.pantry.put("head", own.name, own.head)
    if len(findings):
        return None
    values, digests = dict(draft.pantry.values), draft.pantry.digests
    return Amendment(values, digests, plan_assets(draft))
