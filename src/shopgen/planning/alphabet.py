"""Titles in the order of the alphabet."""

import unicodedata

_ACCENTS = dict.fromkeys(range(0x300, 0x370))
_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"})


def alphabetical(title: str) -> tuple[str, str]:
    """A key that puts titles in the order of the alphabet: Ł beside L, not behind Z."""
    folded = title.casefold()
    if folded.isascii():
        return folded, folded
    return unicodedata.normalize("NFKD", folded).translate(_ACCENTS).translate(_LETTERS), folded
