"""The tree in which products are found."""

from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct

from shopgen.core.diagnostics import Field
from shopgen.model.picture import Picture
from shopgen.model.text import Seo


class Sort(StrEnum):
    """The order of products in a listing. `MANUAL` is by `order`, then by title."""

    MANUAL = "manual"
    TITLE = "title"
    NEWEST = "newest"
    PRICE_UP = "price_up"
    PRICE_DOWN = "price_down"


class CategoryText(Struct, frozen=True):
    """A category's words in one language. `place` is the mapping in which they are typed."""

    title: str
    slug: str
    description: str = ""
    summary: str = ""
    seo: Seo = Seo()
    alt: str = ""
    aliases: tuple[str, ...] = ()
    place: Field = Field("")


class Category(Struct, frozen=True):
    """`key` is the folder's path below `catalog/`; `parent` the key of the category above, empty at the top."""

    key: str
    source: str
    texts: Mapping[str, CategoryText]
    parent: str = ""
    picture: Picture | None = None
    order: int = 0
    sort: Sort = Sort.MANUAL
