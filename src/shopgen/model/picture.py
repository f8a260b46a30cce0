"""A photograph as the shop knows it: where it lies, what it holds, what matters in it."""

from msgspec import Struct


class Picture(Struct, frozen=True):
    """`path` is relative to the shop; `digest` is that of the file; width and height are upright, in pixels.

    `focus` is the point that must stay visible when the picture is cropped, in thousandths from the left and the top.
    """

    path: str
    digest: str
    width: int
    height: int
    has_alpha: bool = False
    focus: tuple[int, int] = (500, 500)
