"""What is made of pictures, and in which sizes it comes out."""

from typing import Literal

from msgspec import Struct

OutputFormat = Literal["jpeg", "webp", "avif", "png"]
Size = tuple[int, int]
Box = tuple[float, float, float, float]

CENTRE = (500, 500)
SHRINKS = (8, 4, 2)
"""By so much a JPEG's sides can be divided while it is decoded."""
FAVICON_SIZES = (16, 32, 48)
KEPT = 2
"""So many decoded pixels, at least, become one of the largest copy, for a good filter to use."""


class Icon(Struct, frozen=True, array_like=True):
    """A square PNG. An opaque one is on white, for home screens that show what is transparent in black."""

    size: int
    is_opaque: bool = False
    focus: tuple[int, int] = (500, 500)


class Operation(Struct, frozen=True, array_like=True):
    """What to make of a picture: `cover` fills width x height and crops around `focus`, `contain` fits inside.

    `focus` is the point to keep, in thousandths of the upright width and height. `quality` is 1 to 100; PNG has none.
    `through` are larger sizes in which the picture is made first, the largest one cut out of the picture, the others
    and this one each of the one before. A JPEG may be decoded `shrink` times narrower and lower. What `is_animated` is
    made of all frames, as WebP.
    """

    width: int
    height: int
    fit: Literal["cover", "contain"]
    format: OutputFormat
    quality: int = 80
    focus: tuple[int, int] = CENTRE
    through: tuple[Size, ...] = ()
    shrink: int = 1
    is_animated: bool = False


def output_size(width: int, height: int, operation: Operation) -> Size:
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


def crop(size: Size, output: Size, operation: Operation) -> Box:
    """The part of a picture of `size` that becomes `output`, as left, top, right, bottom."""
    width, height = size
    if operation.fit == "contain":
        return 0, 0, width, height
    scale = min(width / output[0], height / output[1])
    wide, high = min(width, output[0] * scale), min(height, output[1] * scale)
    left = min(max(0, width * operation.focus[0] / 1000 - wide / 2), width - wide)
    top = min(max(0, height * operation.focus[1] / 1000 - high / 2), height - high)
    return left, top, left + wide, top + high


def shrink_for(source: Size, largest: Size) -> int:
    """How much smaller a JPEG of size `source` can be decoded when its `largest` copy loses nothing by it."""
    spare = min(source[0] / largest[0], source[1] / largest[1])
    return next((shrink for shrink in SHRINKS if spare >= KEPT * shrink), 1)


def _divided(dividend: int, divisor: int) -> int:
    """The quotient rounded half up, without a float, so that planning and making always agree."""
    return (2 * dividend + divisor) // (2 * divisor)
