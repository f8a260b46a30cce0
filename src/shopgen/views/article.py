"""Posts and plain pages as templates receive them."""

from msgspec import Struct

from shopgen.views.prose import PictureView, Prose
from shopgen.views.site import Link


class ArticleDetail(Struct, frozen=True, array_like=True):
    """A post, or a plain page when `date` is empty. `images` are addresses of its picture for search engines."""

    key: str
    title: str
    url: str
    absolute_url: str
    language: str
    body: Prose
    summary: str = ""
    date: str = ""
    date_iso: str = ""
    modified: str = ""
    modified_iso: str = ""
    authors: tuple[str, ...] = ()
    tags: tuple[Link, ...] = ()
    picture: PictureView | None = None
    images: tuple[str, ...] = ()
