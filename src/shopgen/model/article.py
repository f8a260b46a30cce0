"""News: posts with a date."""

from collections.abc import Mapping
from datetime import datetime

from msgspec import Struct

from shopgen.core.diagnostics import Field
from shopgen.model.picture import Picture
from shopgen.model.text import Seo, Window


class ArticleText(Struct, frozen=True):
    """A post in one language. `source` is its file; `body_line` the line at which `body` begins in it."""

    title: str
    slug: str
    source: str
    body: str = ""
    body_line: int = 1
    summary: str = ""
    seo: Seo = Seo()
    alt: str = ""
    aliases: tuple[str, ...] = ()

    @property
    def place(self) -> Field:
        """The mapping in which the words are typed: the front matter."""
        return Field(self.source)


class Article(Struct, frozen=True):
    key: str
    source: str
    date: datetime
    texts: Mapping[str, ArticleText]
    modified: datetime | None = None
    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    picture: Picture | None = None
    is_draft: bool = False
    window: Window = Window()
