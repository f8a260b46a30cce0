"""The whole of what a shop is: linked, checked, immutable."""

from collections.abc import Callable, Mapping
from typing import Literal

from msgspec import Struct, field

from shopgen.formats.markdown import Reference
from shopgen.model.article import Article
from shopgen.model.brief import Brief
from shopgen.model.category import Category
from shopgen.model.page import Page
from shopgen.model.picture import Picture
from shopgen.model.product import Product
from shopgen.model.settings import Settings

PictureFormat = Literal["avif", "webp", "jpeg"]
QUALITIES: Mapping[str, int] = {"avif": 55, "webp": 78, "jpeg": 82}


class StaticFile(Struct, frozen=True):
    """A file that is published as it is. `path` is where it goes, `source` where it lies in the shop."""

    path: str
    source: str
    digest: str


class PicturePreset(Struct, frozen=True):
    """Sizes in which the theme shows a kind of picture. `aspect` (width, height) None keeps the picture's own.

    Every width is made in each of `formats`, the best first. Beside them there is always a JPEG, or a PNG of what lets
    light through: in one width, or in all when `formats` has `jpeg`. What moves stands still unless it `is_animated`.
    """

    widths: tuple[int, ...]
    sizes: str
    aspect: tuple[int, int] | None = None
    fit: str = "cover"
    qualities: Mapping[str, int] = field(default_factory=lambda: dict(QUALITIES))
    formats: tuple[PictureFormat, ...] = ("avif", "webp")
    is_animated: bool = True

    @property
    def modern_formats(self) -> tuple[Literal["avif", "webp"], ...]:
        return tuple(each for each in self.formats if each != "jpeg")

    @property
    def has_plain_widths(self) -> bool:
        return "jpeg" in self.formats

    def largest(self, width: int, height: int) -> tuple[int, int]:
        """The pixels that a picture of this shape has when it is shown at its largest."""
        wide = max(self.widths)
        across, down = self.aspect or (width, height)
        if self.fit == "contain" and width * down < height * across:
            return wide * down * width // (across * height), wide * down // across
        if self.fit == "contain":
            across, down = width, height
        return wide, wide * down // across


class Theme(Struct, frozen=True):
    """A theme with what it extends and what the shop overrides already laid over each other.

    `templates` (by their path below `templates/`) are texts and `origins` says where each of them was found; `messages`
    are texts by language and key, plural forms under `key.one`, `key.few`, `key.other`; `assets` are files by their
    path below `assets/`; `options` are the theme's own with the shop's over them.
    """

    name: str
    templates: Mapping[str, str]
    messages: Mapping[str, Mapping[str, str]]
    assets: Mapping[str, StaticFile]
    presets: Mapping[str, PicturePreset]
    options: Mapping[str, str] = {}
    origins: Mapping[str, str] = {}


class Shop(Struct, frozen=True):
    """All entities by key, in the order in which listings show them by default.

    `whole` opens one of the products; it raises Lost when that is not there any more. `pictures` are those that texts
    refer to, by their path in the shop; `references` all that is referred to, by text, but for texts of products.
    """

    settings: Settings
    products: Mapping[str, Brief]
    categories: Mapping[str, Category]
    articles: Mapping[str, Article]
    pages: Mapping[str, Page]
    statics: tuple[StaticFile, ...]
    theme: Theme
    whole: Callable[[Brief], Product]
    pictures: Mapping[str, Picture] = {}
    references: Mapping[str, tuple[Reference, ...]] = {}
