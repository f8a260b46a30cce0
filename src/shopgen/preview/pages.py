"""What preview adds to a page before it is shown; nothing of it is ever written to the disk."""

import re
from html import escape

from shopgen.core.digests import digest_of
from shopgen.preview.answers import Answer
from shopgen.preview.buying import sold_on, with_trials
from shopgen.preview.marks import marks_of
from shopgen.preview.places import Places
from shopgen.preview.problems import problems_box, problems_page

SCRIPT = "/_shopgen/live.js"

_END_OF_BODY = re.compile(rb"</body\s*>(?!.*</body\s*>)", re.IGNORECASE | re.DOTALL)


def served(answer: Answer, address: str, places: Places, seen: str = "") -> bytes:
    """The page at the decoded path `address` as a browser gets it: below what is wrong with it, with ways to buy that
    are only tried, and with the script of the preview. `seen` names what the page shows; without it there is no script.
    """
    page = with_trials(answer.content, sold_on(answer), address)
    if not page and answer.problems:
        page = problems_page(answer.problems, places).encode()
    else:
        page = _insert(page, marks_of(answer).element(address) + problems_element(answer, places))
    return _insert(page, f'<script type="module" src="{SCRIPT}?seen={escape(seen)}"></script>') if seen else page


def problems_element(answer: Answer, places: Places) -> str:
    """What is wrong, in an element of its own that the page's styles do not reach; empty when it says nothing."""
    box = problems_box(answer.problems, places, bool(answer.content)) if answer.problems else ""
    if not box:
        return ""
    name = digest_of(answer.problems)
    return (
        f'<shopgen-problems data-problems="{name}"><template shadowrootmode="open">{box}</template></shopgen-problems>'
    )


def _insert(page: bytes, markup: str) -> bytes:
    """`markup` before the end of the page's body; at the end of a page that does not close it."""
    found = _END_OF_BODY.search(page)
    place = found.start() if found else len(page)
    return page[:place] + markup.encode() + page[place:]
