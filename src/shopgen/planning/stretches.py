"""The pages of a shop in stretches: what belongs together is planned in one go, by whatever process."""

from collections.abc import Callable

from msgspec import Struct


class Stretch(Struct, frozen=True):
    """`plan` adds about `size` pages to the draft. Stretches of a `kind` that are neighbours have values in common."""

    kind: str
    size: int
    plan: Callable[[], None]
