"""The colour that a picture mostly has, as one of a few that a stylesheet can name."""

from PIL import Image

from shopgen.formats.picture.colours import in_srgb
from shopgen.formats.picture.reading import guarded, opened
from shopgen.formats.tones import TONES

_LOOKED_AT = 64
"""A side of what is looked at, in pixels."""

_PALETTE = Image.new("P", (1, 1))
_PALETTE.putpalette([channel for colour in TONES.values() for channel in colour])


def tone(content: bytes) -> str:
    """The name of the tone that most of the picture's pixels are nearest to; nothing for one that lets light through.

    Raises BrokenPicture for what cannot be decoded.
    """
    with guarded():
        image = opened(content)
        if image.has_transparency_data:
            return ""
        image.draft("RGB", (_LOOKED_AT, _LOOKED_AT))
        image.load()
        small = in_srgb(image.resize((_LOOKED_AT, _LOOKED_AT), Image.Resampling.BOX)).convert("RGB")
        counts = small.quantize(palette=_PALETTE, dither=Image.Dither.NONE).histogram()
        return list(TONES)[max(range(len(TONES)), key=counts.__getitem__)]
