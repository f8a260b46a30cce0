"""Pieces that several documents share."""

from typing import Annotated

from msgspec import Meta, Struct

from shopgen.formats.schema import Amount

Translated = Annotated[
    str | dict[str, str],
    Meta(description="A text, or a text for each language: `{en: Mug, pl: Kubek}`."),
]
Texts = Annotated[
    str | tuple[str, ...],
    Meta(description="One text or a list of texts."),
]
Price = Annotated[Amount, Meta(description="An amount in the shop's currency with a decimal point, such as 24.00.")]
Measure = Annotated[str, Meta(description="A number and a unit, such as `320 g` or `0.75 l`.")]


class Document(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Base of all definitions: unknown keys are errors, and order does not matter."""


class SeoDocument(Document, frozen=True):
    title: Annotated[str, Meta(description="The title in search results, about 60 characters.")] = ""
    description: Annotated[str, Meta(description="The text in search results, about 155 characters.")] = ""
    noindex: Annotated[bool, Meta(description="Ask search engines to leave the page out.")] = False


class ImageDocument(Document, frozen=True):
    src: Annotated[str, Meta(description="The file, beside this one, in `catalog/images/`, or from the root with `/`.")]
    alt: Annotated[Translated, Meta(description="What the picture shows, for people who cannot see it.")] = ""
    focus: Annotated[str, Meta(description="The point to keep when cropping, such as `50% 30%`.")] = ""


Image = Annotated[str | ImageDocument, Meta(description="A picture: its file, or `src`, `alt` and `focus`.")]


class ContactDocument(Document, frozen=True):
    name: str
    address: str = ""
    email: str = ""
    url: str = ""
    country: Annotated[str, Meta(description="ISO 3166-1 alpha-2, such as PL.")] = ""
