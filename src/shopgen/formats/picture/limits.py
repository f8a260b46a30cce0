"""What is accepted as a picture, and what is known of one."""

from typing import Literal

from msgspec import Struct

MAX_BYTES = 40_000_000
MAX_PIXELS = 50_000_000
MAX_SIDE = 16_384
MAX_FRAMES = 200
MAX_PIXELS_OF_ALL_FRAMES = 100_000_000
MAX_CPU_SECONDS = 20
MAX_MEMORY = 768_000_000
"""What decoding a picture, or making one copy of it, may take."""

PictureFormat = Literal["jpeg", "png", "webp", "gif", "avif", "tiff", "bmp"]

TOO_MUCH_MEMORY = f"it takes more than the limit of {MAX_MEMORY:,} bytes of memory to open"


class BrokenPicture(ValueError):
    """The content is not a picture that can be published. The message says why, in words for a person."""


class Facts(Struct, frozen=True):
    """What a picture is. `width` and `height` are those of the upright picture; `extension` has its dot.

    `frames` are no longer counted once they are too many.
    """

    format: PictureFormat
    width: int
    height: int
    has_alpha: bool
    frames: int
    extension: str

    @property
    def is_animated(self) -> bool:
        """Whether it moves and is small enough to be shown so."""
        return 1 < self.frames <= MAX_FRAMES and self.width * self.height * self.frames <= MAX_PIXELS_OF_ALL_FRAMES
