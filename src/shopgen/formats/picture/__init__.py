"""Pictures: what they are, and smaller, upright, nameless copies of them. The home of Pillow.

Nothing here trusts a file: the format is found by content, sizes are checked before a pixel is decoded, pixels are
decoded in a process apart that has limits, and whatever Pillow raises comes out as BrokenPicture.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from shopgen.formats.picture.limits import (
    MAX_BYTES,
    MAX_CPU_SECONDS,
    MAX_FRAMES,
    MAX_MEMORY,
    MAX_PIXELS,
    MAX_PIXELS_OF_ALL_FRAMES,
    MAX_SIDE,
    BrokenPicture,
    Facts,
    PictureFormat,
)
from shopgen.formats.picture.operations import (
    CENTRE,
    FAVICON_SIZES,
    Icon,
    Operation,
    OutputFormat,
    Size,
    output_size,
    shrink_for,
)

if TYPE_CHECKING:
    from shopgen.formats.picture.apart import Decoded, make, tone
    from shopgen.formats.picture.icons import favicon, icon
    from shopgen.formats.picture.making import encoder_version
    from shopgen.formats.picture.reading import facts
    from shopgen.formats.picture.whereabouts import tells_where

__all__ = [
    "CENTRE",
    "FAVICON_SIZES",
    "MAX_BYTES",
    "MAX_CPU_SECONDS",
    "MAX_FRAMES",
    "MAX_MEMORY",
    "MAX_PIXELS",
    "MAX_PIXELS_OF_ALL_FRAMES",
    "MAX_SIDE",
    "BrokenPicture",
    "Decoded",
    "Facts",
    "Icon",
    "Operation",
    "OutputFormat",
    "PictureFormat",
    "Size",
    "encoder_version",
    "facts",
    "favicon",
    "icon",
    "make",
    "output_size",
    "shrink_for",
    "tells_where",
    "tone",
]

_HOMES = {
    "Decoded": "apart",
    "make": "apart",
    "tone": "apart",
    "favicon": "icons",
    "icon": "icons",
    "encoder_version": "making",
    "facts": "reading",
    "tells_where": "whereabouts",
}

if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        """Pillow is loaded for the first picture: many builds see none that they do not know."""
        if name not in _HOMES:
            raise AttributeError(name)
        return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
