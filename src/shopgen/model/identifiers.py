"""Identifiers of goods."""

import re

_GTIN = re.compile(r"(\d{8}|\d{12,14})$", re.ASCII)


def is_gtin(text: str) -> bool:
    """Whether `text` is a GTIN-8, -12, -13 or -14 with a right check digit (GS1 General Specifications, 7.9)."""
    if not _GTIN.match(text):
        return False
    return (sum(map(int, text[-1::-2])) + 3 * sum(map(int, text[-2::-2]))) % 10 == 0
