"""Style sheets, style attributes and other values in which CSS may lead outside the drawing."""

import re

from shopgen.formats.svg.allowed import LOCAL_URL

_MARKS = re.compile(r"<!--|-->")
_OUTSIDE = re.compile(
    r"@import\b[^;{}]*;?|@namespace\b[^;{}]*;?|@charset\b[^;{}]*;?|@font-face\s*\{[^{}]*\}", re.IGNORECASE
)
_URL = re.compile(r"""url\((?:\s*"[^"]*"\s*|\s*'[^']*'\s*|[^"'()]*)\)""", re.IGNORECASE)
_SUSPICIOUS = re.compile(
    r"""[\\<]|@(?!media\b)|url\(|(?:java|vb)script:|expression\(|behavior\s*:|-moz-binding|(?:image-set|image|src)\(""",
    re.IGNORECASE,
)


def safe_style(css: str) -> tuple[str, int]:
    """`css` without what leads outside the drawing, and how many such places it had; nothing when it is unclear."""
    found = 0

    def without(match: re.Match[str]) -> str:
        nonlocal found
        if LOCAL_URL.fullmatch(match[0]):
            return match[0]
        found += 1
        return "none"

    text, outside = _OUTSIDE.subn("", _MARKS.sub("", _without_comments(css)))
    text = _URL.sub(without, text)
    found += outside
    if _SUSPICIOUS.search(LOCAL_URL.sub("", text)):
        return "", found + 1
    return text.strip(), found


def _without_comments(css: str) -> str:
    """In one pass: an expression would search to the end again for each comment that is not closed."""
    first, *rest = css.split("/*")
    return first + "".join(part.partition("*/")[2] for part in rest)
