"""Which files are made of each photograph, and how pages refer to them.

A file's name carries the digest of its source, of what is done to it and of the encoder, so it is known before the
picture is made and can be cached for ever.
"""

from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import PurePosixPath
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from shopgen.core.digests import digest_of
from shopgen.engine.jobs import Ingredient
from shopgen.formats import picture as encoder
from shopgen.formats import svg
from shopgen.formats.picture import Operation, OutputFormat, Size
from shopgen.formats.slug import slug
from shopgen.model.picture import Picture
from shopgen.model.shop import PicturePreset
from shopgen.planning.copies import Copies, copies, shrink_of
from shopgen.planning.draft import Draft
from shopgen.views.prose import PictureView, Source
from shopgen.views.site import ShareImage

FALLBACK = PicturePreset(widths=(480, 960), sizes="100vw")
FOR_MACHINES: Mapping[str, PicturePreset] = {
    "share": PicturePreset((1200,), "", (1200, 630)),
    "feed": PicturePreset((1600,), ""),
    "square": PicturePreset((1200,), "", (1, 1)),
    "standard": PicturePreset((1200,), "", (4, 3)),
    "wide": PicturePreset((1600,), "", (16, 9)),
}
"""What social networks, feeds and search engines get, in JPEG; a theme may say otherwise."""
RATIOS = ("square", "standard", "wide")
"""Google Search Central asks for all three of a product and of an article."""
LEAST_PIXELS = 50_000
"""Search engines pass over pictures with fewer (Google Search Central, Product, `image`)."""

MEDIA_TYPES: Mapping[str, str] = {
    "avif": "image/avif",
    "webp": "image/webp",
    "jpeg": "image/jpeg",
    "png": "image/png",
}
_EXTENSIONS = {"jpeg": "jpg"}
DEFAULT_QUALITY = 80
MOTION = "(prefers-reduced-motion: no-preference)"
"""For all but those who asked their system for less of it (WCAG 2.2, 2.2.2)."""
_READABLE = 800
"""About so wide is the one copy for browsers and programs that know none of the newer formats."""


class _File(Struct, frozen=True):
    url: str
    size: Size


class _Source(Struct, frozen=True):
    """A photograph with what its files have in common. `stem` begins their names."""

    picture: Picture
    stem: str
    ingredient: Ingredient
    shrink: int


class PictureShelf:
    """Hands out views of pictures and adds a job for every file that they refer to."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._presets = {**FOR_MACHINES, **draft.shop.theme.presets}
        self._views: dict[tuple[Picture, str], PictureView] = {}
        self._ratios: dict[Picture, tuple[str, ...]] = {}
        self._sources: dict[Picture, _Source] = {}

    @cached_property
    def _encoder(self) -> str:
        return encoder.encoder_version()

    def view(self, picture: Picture, preset: str, alt: str) -> PictureView:
        """The picture in the sizes of `preset`, which is FALLBACK when the theme does not have it."""
        view = self._views.get((picture, preset))
        if view is None:
            made = self._drawing(picture) if picture.is_drawing else None
            view = self._views[picture, preset] = made or self._make_view(picture, self._presets.get(preset, FALLBACK))
        return replace(view, alt=alt)

    def _make_view(self, picture: Picture, preset: PicturePreset) -> PictureView:
        source = self._source(picture)
        made = copies(picture, preset, source.shrink)
        plain: OutputFormat = "png" if picture.has_alpha else "jpeg"
        modern = {output: self._files(source, preset, made, output) for output in preset.modern_formats}
        moving = self._moving(source, preset, made)
        fallback = self._files(source, preset, _readable(made, preset), plain)
        (width, height), best = list(made)[-1], [fallback, *modern.values(), *moving.values()][-1]
        return PictureView(
            src=min(fallback, key=lambda file: abs(file.size[0] - _READABLE)).url,
            alt="",
            width=width,
            height=height,
            sizes=preset.sizes,
            srcset=_srcset(fallback) if len(fallback) > 1 else "",
            sources=(
                *(Source(MEDIA_TYPES[output], _srcset(files), MOTION) for output, files in moving.items()),
                *(Source(MEDIA_TYPES[output], _srcset(files)) for output, files in modern.items()),
            ),
            full=best[-1].url,
            tone=picture.tone,
        )

    def _moving(self, source: _Source, preset: PicturePreset, made: Copies) -> Mapping[Literal["webp"], list[_File]]:
        """The files in which an animation moves."""
        if not (source.picture.is_animated and preset.is_animated):
            return {}
        moving = {size: replace(each, through=(), shrink=1, is_animated=True) for size, each in made.items()}
        return {"webp": self._files(source, preset, moving, "webp")}

    def _drawing(self, picture: Picture) -> PictureView:
        """A drawing is one file in all sizes, the same for every preset."""
        if picture.is_missing:
            return self._missing(picture)
        tag = digest_of((picture.digest, svg.cleaner_version()))[:12]
        path = f"images/{_stem(picture)}-{tag}.svg"
        if not self._draft.wants(path):
            source = self._draft.file("source", picture.path, picture.digest)
            self._draft.add(path, "drawing", (source,), picture.path)
        return PictureView(self._draft.addresses.site_url(path), "", picture.width, picture.height)

    def _missing(self, picture: Picture) -> PictureView:
        """What the preview shows in the place of a picture; a shop that lacks one is not published."""
        name = PurePosixPath(picture.path).name
        path = f"images/missing-{digest_of(picture.path)[:12]}.svg"
        if not self._draft.wants(path):
            text = self._draft.pantry.put("text", f"missing:{picture.path}", svg.stand_in(name))
            self._draft.add(path, "verbatim", (text,), self._draft.settings.source)
        return PictureView(self._draft.addresses.site_url(path), "", picture.width, picture.height)

    def share(self, picture: Picture, alt: str) -> ShareImage | None:
        """The picture for social networks, cut to 1200 x 630 unless the theme says otherwise. They show no drawings."""
        if picture.is_drawing:
            return None
        file = self._for_machines(picture, "share")
        return ShareImage(f"{self._draft.addresses.origin}{file.url}", *file.size, alt)

    def feed(self, picture: Picture) -> str:
        """The address of the whole picture for feeds, 1200 pixels wide or more if it has them; none of drawings."""
        return "" if picture.is_drawing else self._for_machines(picture, "feed").url

    def ratios(self, picture: Picture) -> tuple[str, ...]:
        """Addresses of the picture in the ratios that search engines ask for; none of drawings and small pictures."""
        if picture.is_drawing:
            return ()
        if picture not in self._ratios:
            files = [self._for_machines(picture, name) for name in RATIOS if self._is_enough(picture, name)]
            self._ratios[picture] = tuple(file.url for file in files)
        return self._ratios[picture]

    def _is_enough(self, picture: Picture, name: str) -> bool:
        width, height = list(copies(picture, self._presets[name]))[-1]
        return width * height >= LEAST_PIXELS

    def _for_machines(self, picture: Picture, name: str) -> _File:
        preset, source = self._presets[name], self._source(picture)
        largest = list(copies(picture, preset, source.shrink).items())[-1:]
        return self._files(source, preset, dict(largest), "jpeg")[-1]

    def _source(self, picture: Picture) -> _Source:
        source = self._sources.get(picture)
        if source is None:
            stem = _stem(picture)
            ingredient = self._draft.file("source", picture.path, picture.digest)
            shrink = shrink_of(picture, self._presets.values())
            source = self._sources[picture] = _Source(picture, stem, ingredient, shrink)
        return source

    def _files(self, source: _Source, preset: PicturePreset, made: Copies, output: OutputFormat) -> list[_File]:
        quality = preset.qualities.get(output, DEFAULT_QUALITY)
        return [
            self._file(source, size, replace(operation, format=output, quality=quality))
            for size, operation in made.items()
        ]

    def _file(self, source: _Source, size: Size, operation: Operation) -> _File:
        tag = digest_of((source.picture.digest, operation, self._encoder))[:12]
        extension = _EXTENSIONS.get(operation.format, operation.format)
        path = f"images/{source.stem}-{size[0]}-{tag}.{extension}"
        if not self._draft.wants(path):
            told = self._draft.pantry.put("operation", f"operation:{digest_of(operation)[:12]}", operation)
            self._draft.add(path, "picture", (source.ingredient, told), source.picture.path)
        return _File(self._draft.addresses.site_url(path), size)


def _stem(picture: Picture) -> str:
    """What the names of the files that are made of a picture begin with."""
    return slug(PurePosixPath(picture.path).stem)[:60] or "picture"


def _readable(made: Copies, preset: PicturePreset) -> Copies:
    """The sizes in which there is a fallback: all, or the one that serves most."""
    if preset.has_plain_widths:
        return made
    size = min(made, key=lambda size: abs(size[0] - _READABLE))
    return {size: made[size]}


def _srcset(files: Iterable[_File]) -> str:
    return ", ".join(f"{file.url} {file.size[0]}w" for file in files)
