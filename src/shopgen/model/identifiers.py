"""Identifiers of goods."""

import re

_GTIN = re.compile(r"\d{8}|\d{12,14}", re.ASCII)
_VALUES = bytes.maketrans(b"0123456789", bytes(range(10)))


def is_gtin(text: str) -> bool:
    """Whether `text` is a GTIN-8, -12, -13 or -14 with a right check digit (GS1 General Specifications, 7.9)."""
    if not _GTIN.fullmatch(text):
        return False
    digits = text.encode().translate(_VALUES)
    return (sum(digits[-1::-2]) + 3 * sum(digits[-2::-2])) % 10 == 0
