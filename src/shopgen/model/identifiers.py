"""Identifiers of goods."""

import re

_GTIN = re.compile(r"(\d{8}|\d{12,14})$", re.ASCII)


def is_gtin(text: str) -> bool:
    """Whether `text` is a GTIN-8, -12, -13 or -14 with a right check digit (GS1 General Specifications, 7.9)."""
    if not _GTIN.match(text):
        return False
    digits = [int(character) for character in reversed(text)]
    return sum(digit * (3 if place % 2 else 1) for place, digit in enumerate(digits)) % 10 == 0
