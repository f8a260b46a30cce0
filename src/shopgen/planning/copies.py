"""The copies of a photograph that a preset of the theme asks for: in which sizes, and made how."""

from collections.abc import Iterable, Mapping

from msgspec.structs import replace

from shopgen.formats.picture import CENTRE, Operation, Size, output_size, shrink_for
from shopgen.model.picture import Picture
from shopgen.model.shop import PicturePreset

Copies = Mapping[Size, Operation]
"""By size, in growing width. The format and its quality are still to be said."""


def copies(picture: Picture, preset: PicturePreset, shrink: int = 1) -> Copies:
    """Each size once; widths above the picture's own come to one. Each is made from the next larger one."""
    found: dict[Size, Operation] = {}
    for width in sorted(preset.widths, reverse=True):
        asked = _asked(picture, preset, width)
        size = output_size(picture.width, picture.height, asked)
        if size not in found:
            found[size] = _exact(asked, picture, size, tuple(found), shrink)
    return dict(reversed(found.items()))


def shrink_of(picture: Picture, presets: Iterable[PicturePreset]) -> int:
    """How much smaller the picture may be decoded for all that any of `presets` asks for; one decoding serves all."""
    size = picture.width, picture.height
    largest = (output_size(*size, _asked(picture, preset, max(preset.widths))) for preset in presets)
    return min((shrink_for(size, each) for each in largest), default=1)


def _asked(picture: Picture, preset: PicturePreset, width: int) -> Operation:
    """What the preset says; what is cut out is no larger than the picture, and has the preset's ratio."""
    if preset.aspect is None:
        return Operation(width, -(-width * picture.height // picture.width), "contain", "png")
    across, down = preset.aspect
    if preset.fit == "contain":
        return Operation(width, max(1, width * down // across), "contain", "png")
    width = max(1, min(width, picture.width, picture.height * across // down))
    height = max(1, min(picture.height, round(width * down / across)))
    return Operation(width, height, "cover", "png", focus=picture.focus)


def _exact(asked: Operation, picture: Picture, size: Size, through: tuple[Size, ...], shrink: int) -> Operation:
    """The operation that says only what matters, so that pictures which come out alike are one file."""
    whole = picture.width, picture.height
    if size == whole:
        return Operation(*size, "contain", asked.format, shrink=shrink)
    focus = CENTRE if through and through[0] == whole else asked.focus
    return replace(asked, focus=focus, through=through, shrink=shrink)
