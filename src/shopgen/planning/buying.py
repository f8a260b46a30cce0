"""How each SKU is bought, in each language."""

from collections.abc import Iterator, Mapping

from shopgen.checkout.members import offer
from shopgen.checkout.protocol import Checkout, Item, SiteFacts
from shopgen.core.diagnostics import Field
from shopgen.formats import locale
from shopgen.model.brief import Brief, OfferInBrief
from shopgen.model.text import words_in
from shopgen.planning.addresses import Entity, variant_entity, variant_labels
from shopgen.planning.draft import Draft
from shopgen.planning.offers import Controls
from shopgen.views.product import BuyControl

POLICY = {
    "default-src": ("'self'",),
    "base-uri": ("'self'",),
    "form-action": ("'self'",),
    "frame-ancestors": ("'none'",),
    "object-src": ("'none'",),
}


def checkouts(draft: Draft) -> dict[str, Checkout]:
    """What the shop's checkout gives, by language; its findings are the draft's, once."""
    found: dict[str, Checkout] = {}
    if not draft.settings.checkout:
        return dict.fromkeys(draft.languages, Checkout({}))
    for language in draft.languages:
        site = SiteFacts(draft.settings.name, draft.addresses.absolute_url("").rstrip("/"), language)
        found[language] = offer(draft.settings.checkout, tuple(_items(draft, language)), site)
    draft.findings.extend(found[draft.settings.default_language].findings)
    return found


def is_each_for_itself(given: Mapping[str, Checkout]) -> bool:
    """Whether how an item is bought stands on its page alone: there are no documents that tell of all items."""
    return not any(checkout.documents for checkout in given.values())


def controls(checkout: Checkout) -> Controls:
    return {
        sku: BuyControl(control.kind, control.url, control.is_external) for sku, control in checkout.controls.items()
    }


def _items(draft: Draft, language: str) -> Iterator[Item]:
    for product in draft.shop.products.values():
        entity, place = Entity("product", product.key), Field(product.source)
        if not product.variants:
            yield _item(draft, product, product.offer, entity, "", language, place)
        for number, variant in enumerate(product.variants):
            own = variant_entity(product, variant)
            target = own if draft.addresses.has(own, language) else entity
            name = ", ".join(variant_labels(product, variant, language, draft.settings.default_language))
            yield _item(draft, product, variant.offer, target, name, language, place.at("variants", number))


def _item(
    draft: Draft, product: Brief, offer: OfferInBrief, target: Entity, variant: str, language: str, place: Field
) -> Item:
    text = words_in(product.texts, language, draft.settings.default_language)
    price = offer.at(draft.clock).price
    return Item(
        sku=offer.sku,
        title=text.title,
        variant=variant,
        price=price,
        price_text=locale.money(price.amount, price.currency, language),
        url=draft.addresses.absolute(target, language),
        payment_link=offer.payment_link,
        place=place,
    )
