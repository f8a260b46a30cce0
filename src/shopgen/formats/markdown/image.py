"""A picture as a text shows it."""

from msgspec import Struct


class Image(Struct, frozen=True):
    """A published picture: addresses as they go into the page, width and height in pixels."""

    src: str
    width: int
    height: int
    srcset: str = ""
    sizes: str = ""
