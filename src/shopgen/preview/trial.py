"""The page on which a checkout is tried: what would be sent, and that nothing is."""

from shopgen.core.layout import SETTINGS
from shopgen.preview.addresses import prefix_of
from shopgen.preview.answers import Answer
from shopgen.preview.buying import sent, sold_on
from shopgen.preview.places import Places
from shopgen.preview.writing import write

DOCUMENTS_OF_CHECKOUTS = "checkout/"
QUANTITY = 1
"""A control buys one item; how many of it is asked by the provider."""


def trial_page(answer: Answer, address: str, sku: str, places: Places) -> str | None:
    """The page for what is sold as `sku` on the page at `address`; None when nothing is."""
    sold = next((each for each in sold_on(answer).values() if each.offer.sku == sku), None)
    if sold is None:
        return None
    going = sent(sold.control.url)
    price = sold.offer.price
    shop = answer.planned.shop if answer.planned else None
    facts = (
        ("the SKU", sold.offer.sku, going.tells(sold.offer.sku)),
        ("the price", price.text, going.tells(price.amount) or going.tells(price.text)),
        ("the title", sold.title, going.tells(sold.title)),
    )
    return write(
        "checkout.html",
        sold=sold,
        sent=going,
        quantity=QUANTITY,
        facts=facts,
        documents=_documents(answer, sku),
        settings=places.file(SETTINGS),
        source=places.file(answer.job.origin) if answer.job else None,
        page="/" + address.lstrip("/"),  # never another host
        prefix=prefix_of(shop.settings.base_url) if shop else "/",
    )


def _documents(answer: Answer, sku: str) -> tuple[tuple[str, bool], ...]:
    """The files that the checkout publishes, and whether each of them names `sku`."""
    plan = answer.planned.plan if answer.planned else None
    found = []
    for job in plan or ():
        for item in job.ingredients:
            if item.name.startswith(DOCUMENTS_OF_CHECKOUTS) and plan is not None:
                found.append((job.path, sku.encode() in plan.values[item.name]))
    return tuple(found)
