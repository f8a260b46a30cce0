"""Smaller, upright, nameless copies of pictures."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Literal

from msgspec import Struct
from PIL import Image, ImageFile, features

from shopgen.formats.picture.colours import in_srgb
from shopgen.formats.picture.reading import SIDEWAYS, Facts, facts, guarded, opened, orientation

OutputFormat = Literal["jpeg", "webp", "avif", "png"]

_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_SAVE: dict[str, dict[str, object]] = {
    "jpeg": {"progressive": True, "optimize": True},
    "webp": {"method": 4},
    "avif": {"max_threads": 1},  # the bytes differ with the number of threads
    "png": {"compress_level": 6},  # `optimize` took 2 to 18 times as long for 0.5 to 17 % fewer bytes
}


class Operation(Struct, frozen=True, array_like=True):
    """What to make of a picture: `cover` fills width x height and crops around `focus`, `contain` fits inside.

    `focus` is the point to keep, in thousandths of the upright width and height. `quality` is 1 to 100; PNG has none.
    """

    width: int
    height: int
    fit: Literal["cover", "contain"]
    format: OutputFormat
    quality: int = 80
    focus: tuple[int, int] = (500, 500)


def output_size(width: int, height: int, operation: Operation) -> tuple[int, int]:
    """Width and height of what `make` gives for an upright source of this size: never larger than the source."""
    wide, high = operation.width, operation.height
    if operation.fit == "contain":
        if width <= wide and height <= high:
            return width, height
        if width * high > height * wide:
            return wide, max(1, _divided(height * wide, width))
        return max(1, _divided(width * high, height)), high
    if wide <= width and high <= height:
        return wide, high
    if width * high > height * wide:
        return max(1, _divided(height * wide, high)), height
    return width, max(1, _divided(width * high, wide))


def make(content: bytes, operation: Operation) -> bytes:
    """The upright first frame of `content` in sRGB, cut and scaled, as a file without any metadata.

    The same arguments and `encoder_version()` give the same bytes. Raises BrokenPicture, also for truncated files.
    """
    known = facts(content)
    width, height = output_size(known.width, known.height, operation)
    with guarded(), _silent_stderr(known.format == "tiff"):
        source = opened(content)
        turned = orientation(source)
        _decode(source, known, operation, turned in SIDEWAYS)
        image = source.transpose(_UPRIGHT[turned]) if turned in _UPRIGHT else source
        image = in_srgb(image)
        box = _crop(image.size, (width, height), operation)
        image = image.resize((width, height), Image.Resampling.LANCZOS, box, reducing_gap=3.0)
        return _encoded(image, operation)


def encoder_version() -> str:
    """Everything that decides the bytes of `make` beside its arguments: Pillow and its codecs."""
    codecs = ("jpg", "libjpeg_turbo", "zlib", "zlib_ng", "webp", "avif", "libtiff", "littlecms2")
    versions = [f"{codec} {features.version(codec)}" for codec in codecs if features.check(codec)]
    return ", ".join([f"pillow {features.version('pil')}", *versions])


def _decode(image: ImageFile.ImageFile, known: Facts, operation: Operation, sideways: bool) -> None:
    """Reads the pixels; a JPEG at an eighth to a half of its size when the output is that much smaller."""
    if image.format in {"JPEG", "MPO"}:
        wide, high = operation.width, operation.height
        if operation.fit == "cover":
            scale = max(wide / known.width, high / known.height)
        else:
            scale = min(wide / known.width, high / known.height)
        needed = round(known.width * scale * 2), round(known.height * scale * 2)
        image.draft(None, needed[::-1] if sideways else needed)
    image.load()


def _crop(size: tuple[int, int], output: tuple[int, int], operation: Operation) -> tuple[float, float, float, float]:
    """The part of a picture of `size` that becomes `output`, as left, top, right, bottom."""
    width, height = size
    if operation.fit == "contain":
        return 0, 0, width, height
    scale = min(width / output[0], height / output[1])
    wide, high = min(width, output[0] * scale), min(height, output[1] * scale)
    left = min(max(0, width * operation.focus[0] / 1000 - wide / 2), width - wide)
    top = min(max(0, height * operation.focus[1] / 1000 - high / 2), height - high)
    return left, top, left + wide, top + high


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


def _divided(dividend: int, divisor: int) -> int:
    """The quotient rounded half up, without a float, so that planning and making always agree."""
    return (2 * dividend + divisor) // (2 * divisor)
