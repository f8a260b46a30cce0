"""Colours come out as they were seen, whatever space they came in."""

import math
import struct
from io import BytesIO

import pytest
from PIL import Image

from shopgen.formats.picture import Operation, make

ADOBE_RGB = ((0.60974, 0.20528, 0.14919), (0.31111, 0.62567, 0.06322), (0.01947, 0.06087, 0.74457))
TO_SRGB = ((3.13386, -1.61687, -0.49061), (-0.97877, 1.91614, 0.03345), (0.07195, -0.22899, 1.40524))
SRGB = ((0.43607, 0.38506, 0.14308), (0.22250, 0.71688, 0.06062), (0.01393, 0.09710, 0.71417))
WHITE = (0.9642, 1.0, 0.8249)
"""From linear red, green and blue to XYZ as seen in D50 and back, as published with the standards."""


def wide_profile():
    """An ICC profile (version 2) of Adobe RGB (1998): its primaries, its white and a gamma of 563/256."""

    def xyz(values):
        return b"XYZ " + bytes(4) + struct.pack(">3i", *(round(value * 65536) for value in values))

    curve = b"curv" + bytes(4) + struct.pack(">IHxx", 1, 563)
    name = b"desc" + bytes(4) + struct.pack(">I", 5) + b"wide\0" + bytes(79)
    tags = {b"desc": name, b"cprt": b"text" + bytes(4) + b"none\0\0\0\0", b"wtpt": xyz(WHITE)}
    tags |= {
        letter + b"XYZ": xyz(column)
        for letter, column in zip((b"r", b"g", b"b"), zip(*ADOBE_RGB, strict=True), strict=True)
    }
    tags |= {letter + b"TRC": curve for letter in (b"r", b"g", b"b")}
    place, table, body = 132 + 12 * len(tags), struct.pack(">I", len(tags)), b""
    for tag, content in tags.items():
        table += tag + struct.pack(">II", place + len(body), len(content))
        body += content
    head = struct.pack(
        ">I4sI4s4s4s12x4s28x", place + len(body), bytes(4), 0x02100000, b"mntr", b"RGB ", b"XYZ ", b"acsp"
    )
    return head + struct.pack(">3i", *(round(value * 65536) for value in WHITE)) + bytes(48) + table + body


def times(matrix, vector):
    return [sum(factor * value for factor, value in zip(row, vector, strict=True)) for row in matrix]


def in_srgb_by_hand(pixel):
    linear = times(TO_SRGB, times(ADOBE_RGB, [(value / 255) ** (563 / 256) for value in pixel]))
    clipped = [min(1.0, max(0.0, value)) for value in linear]
    return [255 * (12.92 * value if value <= 0.0031308 else 1.055 * value ** (1 / 2.4) - 0.055) for value in clipped]


def lab(pixel):
    shares = [value / 255 for value in pixel]
    linear = [share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares]
    seen = [value / white for value, white in zip(times(SRGB, linear), WHITE, strict=True)]
    x, y, z = (value ** (1 / 3) if value > 0.008856 else 7.787 * value + 16 / 116 for value in seen)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


@pytest.mark.parametrize(("name", "options"), [("PNG", {}), ("TIFF", {}), ("JPEG", {"quality": 100, "subsampling": 0})])
def test_colours_of_a_wide_space_are_those_that_were_seen(name, options):
    """Within a mean CIE 1976 difference of 3 of what the formulas of the standards give."""
    colours = [
        (red, green, blue) for red in range(0, 256, 51) for green in range(0, 256, 51) for blue in range(0, 256, 51)
    ]
    image = Image.new("RGB", (8 * 18, 8 * 12))
    for number, colour in enumerate(colours):
        image.paste(colour, (number % 18 * 8, number // 18 * 8, number % 18 * 8 + 8, number // 18 * 8 + 8))
    content = BytesIO()
    image.save(content, name, icc_profile=wide_profile(), **options)
    made = Image.open(BytesIO(make(content.getvalue(), Operation(1000, 1000, "contain", "png"))))
    made.load()
    differences = [
        math.dist(lab(made.getpixel((number % 18 * 8 + 4, number // 18 * 8 + 4))), lab(in_srgb_by_hand(colour)))
        for number, colour in enumerate(colours)
    ]
    assert sum(differences) / len(differences) <= 3
    unconverted = [math.dist(lab(colour), lab(in_srgb_by_hand(colour))) for colour in colours]
    assert sum(unconverted) / len(unconverted) > 5
