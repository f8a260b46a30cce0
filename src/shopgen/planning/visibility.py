"""What is shown at a moment: drafts, scheduled and expired things are left out, and the moment of the next change."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from shopgen.model.article import Article
from shopgen.model.brief import Brief
from shopgen.model.page import Page
from shopgen.model.shop import Shop
from shopgen.model.text import Window

Dated = TypeVar("Dated", Brief, Article, Page)


class Shown(Struct, frozen=True):
    """Which of the things that are usually hidden are to be shown, and the moment that decides."""

    clock: datetime
    drafts: bool = False
    future: bool = False
    expired: bool = False

    def shows(self, thing: Brief | Article | Page) -> bool:
        window = thing.window
        if thing.is_draft and not self.drafts:
            return False
        if window.opens and window.opens > self.clock and not self.future:
            return False
        return self.expired or not (window.closes and window.closes <= self.clock)


def visible(shop: Shop, shown: Shown) -> Shop:
    """The shop without what `shown` hides."""
    return replace(
        shop,
        products=_filter(shop.products, shown),
        articles=_filter(shop.articles, shown),
        pages=_filter(shop.pages, shown),
    )


def next_change(shop: Shop, shown: Shown) -> datetime | None:
    """The first moment after the clock's at which time alone changes the shop; None when it never does."""
    changes = (window.next_change(shown.clock) for window in _windows(shop, shown.drafts))
    return min((change for change in changes if change), default=None)


def _filter(things: Mapping[str, Dated], shown: Shown) -> dict[str, Dated]:
    return {key: thing for key, thing in things.items() if shown.shows(thing)}


def _windows(shop: Shop, drafts: bool) -> Iterator[Window]:
    things: tuple[Brief | Article | Page, ...] = (
        *shop.products.values(),
        *shop.articles.values(),
        *shop.pages.values(),
    )
    for thing in things:
        if drafts or not thing.is_draft:
            yield thing.window
            for offer in thing.offers if isinstance(thing, Brief) else ():
                if offer.sale:
                    yield offer.sale.window
