"""Pictures: what they are, and smaller, upright, nameless copies of them. The home of Pillow.

Nothing here trusts a file: the format is found by content, sizes are checked before a pixel is decoded, and whatever
Pillow raises comes out as BrokenPicture.
"""

from shopgen.formats.picture.icons import FAVICON_SIZES, Icon, favicon, icon
from shopgen.formats.picture.making import Operation, OutputFormat, encoder_version, make, output_size
from shopgen.formats.picture.reading import (
    MAX_BYTES,
    MAX_FRAMES,
    MAX_PIXELS,
    MAX_PIXELS_OF_ALL_FRAMES,
    MAX_SIDE,
    BrokenPicture,
    Facts,
    PictureFormat,
    facts,
)

__all__ = [
    "FAVICON_SIZES",
    "MAX_BYTES",
    "MAX_FRAMES",
    "MAX_PIXELS",
    "MAX_PIXELS_OF_ALL_FRAMES",
    "MAX_SIDE",
    "BrokenPicture",
    "Facts",
    "Icon",
    "Operation",
    "OutputFormat",
    "PictureFormat",
    "encoder_version",
    "facts",
    "favicon",
    "icon",
    "make",
    "output_size",
]
