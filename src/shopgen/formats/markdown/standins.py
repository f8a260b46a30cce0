"""Characters that stand in for typed ones which must lose their meaning, so that no offset ever moves.

They are Unicode's noncharacters, which no text may hold; `restored` turns them back at the very end.
"""

import re

GONE = "\ufdd0"
FENCE_MARK = "\ufdef"  # a block of code that is put in after parsing
_ANY = re.compile("[\ufdd0-\ufdef]")
_TYPED = "[]!<`*_#=->\\&+. ~:\n"
STAND_IN = {ord(character): 0xFDD1 + index for index, character in enumerate(_TYPED)}

_IN_TEXT: dict[int, str] = {stand_in: chr(character) for character, stand_in in STAND_IN.items()} | {ord(GONE): ""}
_IN_HTML = _IN_TEXT | {STAND_IN[ord(sign)]: entity for sign, entity in (("<", "&lt;"), (">", "&gt;"), ("&", "&amp;"))}


def inert(text: str) -> str:
    """`text` with every sign that Markdown knows replaced by its stand-in."""
    return text.translate(STAND_IN)


def restored(html: str) -> str:
    """HTML with the typed characters back in their places."""
    return html.translate(_IN_HTML) if _ANY.search(html) else html


def restored_text(text: str) -> str:
    """Plain text with the typed characters back in their places."""
    return text.translate(_IN_TEXT) if _ANY.search(text) else text
