"""What preview adds to a page before it is shown; nothing of it is ever written to the disk."""

import re
from collections.abc import Iterable
from html import escape

from shopgen.report.text import Piece

STYLE = "/_shopgen/preview.css"
SCRIPT = "/_shopgen/reload.js"

_END_OF_BODY = re.compile(rb"</body\s*>(?!.*</body\s*>)", re.IGNORECASE | re.DOTALL)
_CLASSES = {"bold red": "error", "bold yellow": "warning", "bold": "strong", "dim": "dim", "cyan": "label"}


def with_script(page: bytes, seen: str) -> bytes:
    """`page` with the script that waits for changes after the state `seen`."""
    return _insert(page, _script(seen))


def with_problems(page: bytes, problems: Iterable[Piece]) -> bytes:
    """The last good `page` below a box that tells what is wrong now."""
    box = f'<aside class="shopgen-problems" role="alert">{_listed(problems)}</aside>'
    return _insert(page, f'<link rel="stylesheet" href="{STYLE}">{box}')


def problem_page(title: str, problems: Iterable[Piece]) -> bytes:
    """A page of its own that tells what is wrong, for when there is no other."""
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>{escape(title)}</title>'
        f'<link rel="stylesheet" href="{STYLE}"></head>'
        f'<body class="shopgen-page"><main class="shopgen-problems">{_listed(problems, title)}</main></body></html>\n'
    ).encode()


def _listed(problems: Iterable[Piece], title: str = "The shop has errors") -> str:
    spans = (
        f'<span class="{_CLASSES[style]}">{escape(text)}</span>' if style in _CLASSES else escape(text)
        for text, style in problems
    )
    return f"<h1>{escape(title)}</h1><pre>{''.join(spans)}</pre>"


def _script(seen: str) -> str:
    return f'<script type="module" src="{SCRIPT}?seen={escape(seen)}"></script>'


def _insert(page: bytes, markup: str) -> bytes:
    """`markup` before the end of the page's body; at the end of a page that does not close it."""
    found = _END_OF_BODY.search(page)
    place = found.start() if found else len(page)
    return page[:place] + markup.encode() + page[place:]
