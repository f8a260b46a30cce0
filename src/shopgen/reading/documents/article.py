"""Front matter of `content/news/*.md` and `content/pages/*.md`: the names that Hugo, Jekyll and Eleventy use."""

from collections.abc import Mapping
from typing import Annotated, ClassVar

from msgspec import Meta

from shopgen.formats.schema import Moment
from shopgen.reading.documents.common import Document, Image, ImageDocument, SeoDocument, Texts

_ALIASES = {
    "updated": "lastmod",
    "modified": "lastmod",
    "last_modified_at": "lastmod",
    "publishDate": "publish_date",
    "publishdate": "publish_date",
    "pubDate": "publish_date",
    "expiryDate": "expiry_date",
    "expirydate": "expiry_date",
    "unpublishdate": "expiry_date",
    "excerpt": "summary",
    "category": "categories",
    "tag": "tags",
    "order": "weight",
    "images": "image",
    "author": "authors",
    "redirect_from": "aliases_",
    "timezone": "time_zone",
    "template": "layout",
}


class TextDocument(Document, frozen=True, rename={"aliases_": "aliases"}):
    """What posts and pages share."""

    aliases: ClassVar[Mapping[str, str]] = _ALIASES
    limits: ClassVar[Mapping[str, int]] = {"title": 500, "slug": 100}

    title: str = ""
    slug: str = ""
    date: Moment | None = None
    lastmod: Moment | None = None
    publish_date: Moment | None = None
    expiry_date: Moment | None = None
    time_zone: Annotated[str, Meta(description="The zone of times without an offset; the shop's without it.")] = ""
    draft: bool = False
    published: Annotated[bool, Meta(description="Jekyll's word: false is a draft.")] = True
    summary: str = ""
    description: str = ""
    tags: Texts = ()
    categories: Texts = ()
    authors: Texts = ()
    image: Annotated[
        str | ImageDocument | tuple[Image, ...] | None, Meta(description="The picture on top and in lists.")
    ] = None
    alt: str = ""
    aliases_: Texts = ()
    products: Annotated[Texts, Meta(description="SKUs or file names of products that the text is about.")] = ()
    seo: SeoDocument = SeoDocument()
    layout: Annotated[str, Meta(description="A template of its own for a page.")] = ""
    weight: Annotated[int, Meta(description="Place among pages; small numbers first.")] = 0
    lang: str = ""
