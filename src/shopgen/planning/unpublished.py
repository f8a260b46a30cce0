"""What a build would leave out at a moment, and why: for a preview that shows it all the same."""

from collections.abc import Mapping
from datetime import datetime, tzinfo
from typing import Literal

from msgspec import Struct

from shopgen.model.article import Article
from shopgen.model.brief import Brief
from shopgen.model.page import Page
from shopgen.model.shop import Shop
from shopgen.planning.addresses import Addresses, Entity


class Mark(Struct, frozen=True):
    """Why something is not published: it is a draft, it comes at `moment`, or it ended then, in the shop's time."""

    state: Literal["draft", "scheduled", "expired"]
    moment: datetime | None = None


def mark(thing: Brief | Article | Page, clock: datetime, zone: tzinfo) -> Mark | None:
    """Why customers do not see `thing` at `clock`; None when they do."""
    opens, closes = thing.window.opens, thing.window.closes
    if thing.is_draft:
        return Mark("draft")
    if opens and opens > clock:
        return Mark("scheduled", opens.astimezone(zone))
    if closes and closes <= clock:
        return Mark("expired", closes.astimezone(zone))
    return None


def marks(shop: Shop, addresses: Addresses, clock: datetime) -> dict[str, Mark]:
    """The mark of every page by its output path, for what `shop` has and customers do not see at `clock`."""
    zone = shop.settings.zone
    things: dict[str, Mapping[str, Brief | Article | Page]] = {
        "product": shop.products,
        "article": shop.articles,
        "page": shop.pages,
    }
    found = {
        (kind, key): why
        for kind, of_a_kind in things.items()
        for key, thing in of_a_kind.items()
        if (why := mark(thing, clock, zone)) is not None
    }
    if not found:
        return {}
    owners = ((path, found.get(_owner(entity))) for path, (entity, _) in addresses.known.entities.items())
    return {f"{path}index.html": why for path, why in owners if why is not None}


def _owner(entity: Entity) -> tuple[str, str]:
    """A variant is not published as its product is not."""
    return ("product", entity.key.partition("#")[0]) if entity.kind == "variant" else (entity.kind, entity.key)
