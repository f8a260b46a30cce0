"""Plain pages: about, delivery, terms."""

from collections.abc import Mapping

from msgspec import Struct

from shopgen.model.article import ArticleText
from shopgen.model.picture import Picture
from shopgen.model.text import Window


class Page(Struct, frozen=True):
    """A page has the words of a post, and no date. `layout` names a template of its own, if it has one."""

    key: str
    source: str
    texts: Mapping[str, ArticleText]
    picture: Picture | None = None
    layout: str = ""
    order: int = 0
    is_draft: bool = False
    window: Window = Window()
