"""Characters that stand in for typed ones which must lose their meaning, so that no offset ever moves.

They are Unicode's noncharacters, which no text may hold; `restored` turns them back at the very end.
"""

import re
from html import escape

GONE = "\ufdd0"
FENCE_MARK = "\ufdef"  # a block of code that is put in after parsing
_TYPED = "[]!<`*_#=->\\&+. ~:\n"
STAND_IN = {ord(character): 0xFDD1 + index for index, character in enumerate(_TYPED)}

_IN_TEXT = {chr(stand_in): chr(character) for character, stand_in in STAND_IN.items()} | {GONE: ""}
_IN_HTML = {stand_in: escape(character, quote=False) for stand_in, character in _IN_TEXT.items()}
_ANY = re.compile(f"[{''.join(_IN_TEXT)}]")


def inert(text: str) -> str:
    """`text` with every sign that Markdown knows replaced by its stand-in."""
    return text.translate(STAND_IN)


def restored(html: str) -> str:
    """HTML with the typed characters back in their places."""
    return _ANY.sub(lambda match: _IN_HTML[match[0]], html)


def restored_text(text: str) -> str:
    """Plain text with the typed characters back in their places."""
    return text if text.isascii() else _ANY.sub(lambda match: _IN_TEXT[match[0]], text)
