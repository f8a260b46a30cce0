"""`themes/<name>/theme.yaml`."""

from typing import Annotated, Literal

from msgspec import Meta, field

from shopgen.model.shop import PictureFormat
from shopgen.reading.documents.common import Document


class PresetDocument(Document, frozen=True):
    widths: tuple[int, ...]
    sizes: Annotated[str, Meta(description="The `sizes` attribute: how wide the picture is shown.")] = "100vw"
    aspect: Annotated[str, Meta(description="Width to height, such as `4:5`; the picture's own without it.")] = ""
    fit: Literal["cover", "contain"] = "cover"
    quality: Annotated[dict[str, int], Meta(description="1 to 100 for `avif`, `webp` and `jpeg`.")] = field(
        default_factory=dict
    )
    formats: Annotated[
        tuple[PictureFormat, ...],
        Meta(description="In which every width is made. A JPEG in one width is always there, with `jpeg` in all."),
    ] = ("avif", "webp")
    animated: Annotated[bool, Meta(description="Whether animations move here, or show their first frame.")] = True


class ThemeDocument(Document, frozen=True):
    name: str
    version: str = ""
    author: str = ""
    license: str = ""
    description: str = ""
    extends: Annotated[str, Meta(description="A theme that gives everything this one lacks.")] = ""
    views: Annotated[int, Meta(description="The version of the template contract the theme is written for.")] = 1
    pictures: Annotated[dict[str, PresetDocument], Meta(description="Sizes by kind: card, gallery, article, hero.")] = (
        field(default_factory=dict)
    )
    options: Annotated[dict[str, str], Meta(description="What a shop may set under `theme_options`.")] = field(
        default_factory=dict
    )
