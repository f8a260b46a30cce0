"""What a picture is, found without decoding a pixel."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import cast

from PIL import Image, ImageFile, UnidentifiedImageError

from shopgen.formats.picture.limits import (
    MAX_BYTES,
    MAX_FRAMES,
    MAX_PIXELS,
    MAX_SIDE,
    TOO_MUCH_MEMORY,
    BrokenPicture,
    Facts,
    PictureFormat,
)

# Only these: Pillow knows 40 more formats, some of which take gigabytes for a kilobyte.
_FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "AVIF", "TIFF", "BMP")
_EXTENSIONS = {"jpeg": ".jpg", "tiff": ".tif"}
_ORIENTATION = 0x0112
SIDEWAYS = {5, 6, 7, 8}


def facts(content: bytes) -> Facts:
    """What `content` is, without decoding a pixel. Raises BrokenPicture for all but pictures within the limits."""
    if len(content) > MAX_BYTES:
        raise BrokenPicture(f"the file has {len(content):,} bytes, more than the limit of {MAX_BYTES:,}")
    with guarded():
        image = opened(content)
        frames = _frame_count(image, content)
        turned = orientation(image) in SIDEWAYS
        has_alpha = image.has_transparency_data
    width, height = reversed(image.size) if turned else image.size
    _check_size(width, height)
    name = _format(image)
    return Facts(name, width, height, has_alpha, frames, _EXTENSIONS.get(name, f".{name}"))


@contextmanager
def guarded() -> Iterator[None]:
    """Turns every failure into one BrokenPicture. Pillow's readers raise OSError, ValueError, SyntaxError,
    DecompressionBombError, struct.error and more for broken files, so nothing narrower than Exception will do.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            yield
        except BrokenPicture:
            raise
        except (Image.DecompressionBombError, Image.DecompressionBombWarning):
            raise BrokenPicture(f"the picture has more than {MAX_PIXELS:,} pixels") from None
        except MemoryError:
            raise BrokenPicture(TOO_MUCH_MEMORY) from None
        except UnidentifiedImageError:
            known = ", ".join(_FORMATS)
            raise BrokenPicture(f"the content is not a picture that can be read ({known})") from None
        except Exception as failure:
            raise BrokenPicture(f"the picture is damaged: {failure or type(failure).__name__}") from None


def opened(content: bytes) -> ImageFile.ImageFile:
    return Image.open(BytesIO(content), formats=_FORMATS)


def _format(image: ImageFile.ImageFile) -> PictureFormat:
    """Pillow calls a JPEG with several pictures inside MPO; most phones make such."""
    name = (image.format or "").lower()
    return cast(PictureFormat, "jpeg" if name == "mpo" else name)


def _frame_count(image: ImageFile.ImageFile, content: bytes) -> int:
    """How many frames an animation has. The pages of a TIFF and the pictures of an MPO are no frames."""
    if image.format == "GIF":
        return _gif_frames(content)
    return int(getattr(image, "n_frames", 1)) if image.format in {"PNG", "WEBP", "AVIF"} else 1


def _gif_frames(content: bytes) -> int:
    """Frames by the block structure of a GIF, at most one more than the limit. Pillow would decode them all."""
    count, position = 0, 13 + _colour_table(content[10])
    while position < len(content) and count <= MAX_FRAMES:
        if content[position] == 0x2C:
            count += 1
            position += 11 + _colour_table(content[position + 9])
        elif content[position] == 0x21:
            position += 2
        else:
            break
        while position < len(content) and content[position]:
            position += 1 + content[position]
        position += 1
    return max(1, count)


def _colour_table(flags: int) -> int:
    return 3 * 2 ** ((flags & 7) + 1) if flags & 0x80 else 0


def orientation(image: ImageFile.ImageFile) -> int:
    """The EXIF orientation still to be applied, 1 to 8. `getexif` of a PNG would decode the pixels; and Pillow
    turns a TIFF upright by itself.
    """
    raw = image.info.get("exif")
    if not raw or image.format == "TIFF":
        return 1
    exif = Image.Exif()
    try:
        exif.load(raw)
        found = exif.get(_ORIENTATION, 1)
    except Exception:  # as in `guarded`; a damaged note about a picture does not make the picture damaged
        return 1
    return found if found in range(1, 9) else 1


def _check_size(width: int, height: int) -> None:
    if width < 1 or height < 1:
        raise BrokenPicture("the picture has no pixels")
    if max(width, height) > MAX_SIDE:
        raise BrokenPicture(f"the picture is {width} x {height}; a side may have {MAX_SIDE:,} pixels")
    if width * height > MAX_PIXELS:
        raise BrokenPicture(f"the picture is {width} x {height}; it may have {MAX_PIXELS:,} pixels")
