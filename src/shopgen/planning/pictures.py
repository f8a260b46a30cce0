"""Which files are made of each photograph, and how pages refer to them.

A file's name carries the digest of its source, of what is done to it and of the encoder, so it is known before the
picture is made and can be cached for ever.
"""

from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import PurePosixPath
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from shopgen.core.digests import digest_of
from shopgen.engine.jobs import Ingredient
from shopgen.formats.picture import Operation, OutputFormat, encoder_version, output_size
from shopgen.formats.slug import slug
from shopgen.formats.svg import cleaner_version
from shopgen.model.picture import Picture
from shopgen.model.shop import PicturePreset
from shopgen.planning.draft import Draft
from shopgen.views.prose import PictureView, Source
from shopgen.views.site import ShareImage

FALLBACK = PicturePreset(widths=(480, 960), sizes="100vw")
MEDIA_TYPES: Mapping[str, str] = {
    "avif": "image/avif",
    "webp": "image/webp",
    "jpeg": "image/jpeg",
    "png": "image/png",
}
_EXTENSIONS = {"jpeg": "jpg"}
DEFAULT_QUALITY = 80
CENTRE = (500, 500)


class _Size(Struct, frozen=True):
    url: str
    width: int
    height: int


class PictureShelf:
    """Hands out views of pictures and adds a job for every file that they refer to."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._presets = draft.shop.theme.presets
        self._views: dict[tuple[str, str], PictureView] = {}

    @cached_property
    def _encoder(self) -> str:
        return encoder_version()

    def view(self, picture: Picture, preset: str, alt: str) -> PictureView:
        """The picture in the sizes of `preset`, which is FALLBACK when the theme does not have it."""
        key = (picture.path, preset)
        if key not in self._views:
            made = self._drawing(picture) if picture.is_drawing else None
            self._views[key] = made or self._make_view(picture, self._presets.get(preset, FALLBACK))
        view = self._views[key]
        return PictureView(view.src, alt, view.width, view.height, view.sizes, view.srcset, view.sources, view.full)

    def _make_view(self, picture: Picture, preset: PicturePreset) -> PictureView:
        fallback: OutputFormat = "png" if picture.has_alpha else "jpeg"
        modern = list(self._sizes(picture, preset, "webp"))
        largest = modern[-1]
        middle = min(preset.widths, key=lambda width: abs(width - 800))
        plain = next(self._sizes(picture, preset, fallback, (middle,)))
        return PictureView(
            src=plain.url,
            alt="",
            width=largest.width,
            height=largest.height,
            sizes=preset.sizes,
            sources=(Source(MEDIA_TYPES["webp"], ", ".join(f"{size.url} {size.width}w" for size in modern)),),
            full=largest.url,
        )

    def _sizes(
        self, picture: Picture, preset: PicturePreset, output: OutputFormat, widths: tuple[int, ...] = ()
    ) -> Iterator[_Size]:
        """The files in growing width; widths above the picture's own come to one."""
        seen: set[tuple[int, int]] = set()
        for width in sorted(widths or preset.widths):
            operation = _operation(picture, preset, width, output)
            size = output_size(picture.width, picture.height, operation)
            if size not in seen:
                seen.add(size)
                yield self._file(picture, _exact(operation, picture, size), *size)

    def _drawing(self, picture: Picture) -> PictureView:
        """A drawing is one file in all sizes, the same for every preset."""
        tag = digest_of((picture.digest, cleaner_version()))[:12]
        path = f"images/{_stem(picture)}-{tag}.svg"
        if path not in self._draft.plan.jobs:
            source = self._draft.file("source", picture.path, picture.digest)
            self._draft.add(path, "drawing", (source,), picture.path)
        return PictureView(self._draft.addresses.site_url(path), "", picture.width, picture.height)

    def share(self, picture: Picture, alt: str) -> ShareImage | None:
        """The picture cut for social networks: 1200 x 630, JPEG. They show no drawings."""
        if picture.is_drawing:
            return None
        preset = self._presets.get("share", PicturePreset((1200,), "", (1200, 630)))
        size = next(self._sizes(picture, preset, "jpeg", (max(preset.widths),)))
        return ShareImage(f"{self._draft.addresses.origin}{size.url}", size.width, size.height, alt)

    def _file(self, picture: Picture, operation: Operation, width: int, height: int) -> _Size:
        tag = digest_of((picture.digest, operation, self._encoder))[:12]
        extension = _EXTENSIONS.get(operation.format, operation.format)
        path = f"images/{_stem(picture)}-{width}-{tag}.{extension}"
        if path not in self._draft.plan.jobs:
            self._draft.add(path, "picture", self._ingredients(picture, operation), picture.path)
        return _Size(self._draft.addresses.site_url(path), width, height)

    def _ingredients(self, picture: Picture, operation: Operation) -> tuple[Ingredient, ...]:
        pantry = self._draft.pantry
        return (
            self._draft.file("source", picture.path, picture.digest),
            pantry.put("operation", f"operation:{digest_of(operation)[:12]}", operation),
        )


def _stem(picture: Picture) -> str:
    """What the names of the files that are made of a picture begin with."""
    return slug(PurePosixPath(picture.path).stem)[:60] or "picture"


def _operation(picture: Picture, preset: PicturePreset, width: int, output: OutputFormat) -> Operation:
    fit: Literal["cover", "contain"] = "cover" if preset.fit == "cover" else "contain"
    quality = preset.qualities.get(output, DEFAULT_QUALITY)
    if preset.aspect is None:
        height = -(-width * picture.height // picture.width)
        return Operation(width, height, "contain", output, quality, picture.focus)
    across, down = preset.aspect
    return Operation(width, max(1, width * down // across), fit, output, quality, picture.focus)


def _exact(operation: Operation, picture: Picture, size: tuple[int, int]) -> Operation:
    """The operation that says only what matters, so that pictures which come out alike are one file."""
    if size == (picture.width, picture.height):
        return Operation(*size, "contain", operation.format, operation.quality)
    if operation.fit == "contain":
        return replace(operation, focus=CENTRE)
    return replace(operation, width=size[0], height=size[1])
