"""What is known of a drawing."""

from msgspec import Struct


class Drawing(Struct, frozen=True):
    """A drawing's size in CSS pixels, and what was `removed` of it that could act or lead outside, with counts."""

    width: int
    height: int
    removed: tuple[tuple[str, int], ...] = ()
