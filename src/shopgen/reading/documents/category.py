"""`catalog/<category>/_category.yaml`."""

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal

from msgspec import Meta, field

from shopgen.reading.documents.common import Document, Image, SeoDocument, Texts


class CategoryTranslation(Document, frozen=True, rename={"aliases_": "aliases"}):
    aliases: ClassVar[Mapping[str, str]] = {"name": "title", "handle": "slug"}
    limits: ClassVar[Mapping[str, int]] = {"title": 500, "slug": 100}

    title: str = ""
    slug: str = ""
    summary: str = ""
    description: str = ""
    seo: SeoDocument = SeoDocument()
    alt: str = ""
    aliases_: Texts = ()


class CategoryDocument(CategoryTranslation, frozen=True, rename={"aliases_": "aliases"}):
    image: Image | None = None
    order: Annotated[int, Meta(description="Place among its siblings; small numbers first.")] = 0
    sort: Annotated[
        Literal["manual", "title", "newest", "price_up", "price_down"], Meta(description="Order of its products.")
    ] = "manual"
    translations: dict[str, CategoryTranslation] = field(default_factory=dict)
