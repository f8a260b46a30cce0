"""Lists of things as templates receive them."""

from msgspec import Struct

from shopgen.views.prose import PictureView
from shopgen.views.site import Link


class CategoryCard(Struct, frozen=True, array_like=True):
    key: str
    title: str
    url: str
    summary: str = ""
    picture: PictureView | None = None
    product_count: int = 0


class ArticleCard(Struct, frozen=True, array_like=True):
    """`date` is written for people, `date_iso` for machines (RFC 3339 with offset)."""

    key: str
    title: str
    url: str
    absolute_url: str
    date: str
    date_iso: str
    summary: str = ""
    picture: PictureView | None = None
    tags: tuple[Link, ...] = ()


class PageLink(Struct, frozen=True, array_like=True):
    number: int
    url: str
    is_current: bool = False


class Pager(Struct, frozen=True, array_like=True):
    """Pages count from 1; `previous` and `next` are empty at the ends.

    `pages` are links to the first, the last, those around this one and round numbers between, in order: where one does
    not follow on the one before it, some are left out.
    """

    number: int
    count: int
    total: int
    pages: tuple[PageLink, ...] = ()
    previous: str = ""
    next: str = ""
