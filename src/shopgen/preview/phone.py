"""The address of the shop as a code that the camera of a phone reads."""

from importlib.util import find_spec
from itertools import zip_longest

_BLOCKS = {(1, 1): " ", (0, 1): "▀", (1, 0): "▄", (0, 0): "█"}
"""What is light is drawn, two rows of the code to a line: most terminals are dark."""

QUIET_ZONE = 2
INSTALL = 'pip install "shopgen[phone]"'


def can_draw() -> bool:
    """Whether the library that knows such codes is installed."""
    return find_spec("segno") is not None


def code(text: str) -> list[str]:
    """Lines of block characters for a terminal that is dark or told to be: a QR code (ISO/IEC 18004) of `text`."""
    import segno

    rows = [
        [1 if module else 0 for module in row] for row in segno.make_qr(text, error="l").matrix_iter(border=QUIET_ZONE)
    ]
    light = [0] * len(rows[0])
    pairs = zip_longest(rows[::2], rows[1::2], fillvalue=light)
    return ["".join(_BLOCKS[pair] for pair in zip(upper, lower, strict=True)) for upper, lower in pairs]
