"""Smaller, upright, nameless copies of pictures."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from io import BytesIO

from PIL import Image, features

from shopgen.core.digests import digest_of
from shopgen.formats.picture.animations import animation
from shopgen.formats.picture.colours import in_srgb
from shopgen.formats.picture.operations import Operation, Size, crop, output_size
from shopgen.formats.picture.reading import facts, guarded, opened
from shopgen.formats.picture.turning import upright

_SAVE: dict[str, dict[str, object]] = {
    "jpeg": {"progressive": True, "optimize": True},
    # What `benchmarks/encoders.py` tells of photographs at equal SSIM: WebP's method 4 takes 2.4 times as long for 8 to
    # 15 % fewer bytes, which only browsers without AVIF would notice; AVIF's speed 6 takes 3.5 times as long for 8 to
    # 12 % fewer, 7 twice as long for 1 to 3 %. AVIF's bytes differ with the number of threads.
    "webp": {"method": 2},
    "avif": {"speed": 8, "max_threads": 1},
    "png": {"compress_level": 6},  # `optimize` took 2 to 18 times as long for 0.5 to 17 % fewer bytes
}
_CODECS = ("jpg", "libjpeg_turbo", "zlib", "zlib_ng", "webp", "avif", "libtiff", "littlecms2")
_WAY = 2
"""Counts the ways in which this module made other bytes of the same operation."""


class Decoded:
    """One picture, whose pixels are decoded once for as many copies as are wanted of it.

    Copies that are cut out of it alike remember the sizes made so far, for smaller ones to be made from.
    """

    def __init__(self, content: bytes) -> None:
        """Raises BrokenPicture for all but pictures within the limits."""
        self._content = content
        self._facts = facts(content)
        self._pixels: tuple[int, Image.Image] | None = None
        self._cut: object = None
        self._scaled: dict[tuple[Size, ...], Image.Image] = {}

    def make(self, operation: Operation) -> bytes:
        """The upright first frame, or all of them, in sRGB, cut and scaled, as a file without any metadata.

        The same picture, operation and `encoder_version()` give the same bytes, whatever was made before. Raises
        BrokenPicture, also for truncated files.
        """
        sizes = (*operation.through, output_size(self._facts.width, self._facts.height, operation))
        if operation.is_animated:
            with guarded():
                return animation(self._content, self._facts.frames, sizes[-1], operation)
        cut = (operation.shrink, operation.fit, operation.focus, sizes[0])
        if cut != self._cut:
            self._cut, self._scaled = cut, {}
        with guarded(), _silent_stderr(self._facts.format == "tiff"):
            return _encoded(self._in_sizes(sizes, operation), operation)

    def _in_sizes(self, sizes: tuple[Size, ...], operation: Operation) -> Image.Image:
        """The picture in the last of the sizes, each made from the one before it."""
        if sizes not in self._scaled:
            *larger, size = sizes
            image = self._in_sizes(tuple(larger), operation) if larger else self._upright(operation.shrink)
            box = None if larger else crop(image.size, size, operation)
            # Among so many pixels the quicker filter gives the same SSIM.
            filter_ = Image.Resampling.LANCZOS if larger else Image.Resampling.BICUBIC
            self._scaled[sizes] = image.resize(size, filter_, box, reducing_gap=3.0)
        return self._scaled[sizes]

    def _upright(self, shrink: int) -> Image.Image:
        """All pixels in sRGB; those of a JPEG `shrink` times narrower and lower."""
        if self._pixels is None or self._pixels[0] != shrink:
            self._pixels = None  # never two pictures at a time
            self._pixels = shrink, in_srgb(self._turned(shrink))  # each step lets go of the pixels of the one before
        return self._pixels[1]

    def _turned(self, shrink: int) -> Image.Image:
        image = opened(self._content)
        if shrink > 1:
            image.draft(None, (max(1, image.width // shrink), max(1, image.height // shrink)))
        image.load()
        return upright(image)


@cache
def encoder_version() -> str:
    """Everything that decides the bytes of `make` beside its arguments: Pillow and its codecs, and how we use them."""
    versions = [f"{codec} {features.version(codec)}" for codec in _CODECS if features.check(codec)]
    return ", ".join([f"pillow {features.version('pil')}", *versions, f"way {_WAY}.{digest_of(_SAVE)[:8]}"])


def _encoded(image: Image.Image, operation: Operation) -> bytes:
    if operation.format == "jpeg" and image.mode == "RGBA":
        ground = Image.new("RGB", image.size, "white")
        ground.paste(image, mask=image.getchannel("A"))
        image = ground
    image.info = {}
    options = _SAVE[operation.format] | ({} if operation.format == "png" else {"quality": operation.quality})
    target = BytesIO()
    image.save(target, operation.format.upper(), **options)
    return target.getvalue()


@contextmanager
def _silent_stderr(needed: bool) -> Iterator[None]:
    """libtiff prints its complaints to the process's own stderr, past Python."""
    if not needed:
        yield
        return
    kept, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)
