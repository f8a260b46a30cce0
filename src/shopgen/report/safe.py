"""Text that somebody else wrote, made safe to show on a terminal, and how wide it is there."""

import unicodedata

# joiners inside words of many scripts and in emoji; they neither hide nor reorder anything
_HARMLESS = frozenset("\u200c\u200d")
_DANGEROUS = frozenset(("Cc", "Cf", "Cs", "Zl", "Zp"))


def escaped(text: str) -> str:
    """`text` on one line without anything that a terminal would obey: controls and invisible marks as `\\x1b`."""
    return text if text.isascii() and text.isprintable() else "".join(map(escaped_character, text))


def escaped_character(character: str) -> str:
    if character in _HARMLESS or unicodedata.category(character) not in _DANGEROUS:
        return character
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def width(text: str) -> int:
    """The number of columns that `text` takes on a terminal."""
    return len(text) if text.isascii() else sum(map(_character_width, text))


def _character_width(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1
