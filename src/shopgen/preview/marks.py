"""Marks on what customers do not see yet, or no longer: on its own page and wherever a page leads to it."""

from collections.abc import Mapping
from html import escape
from urllib.parse import quote

from msgspec import Struct

from shopgen.planning.unpublished import Mark
from shopgen.preview.addresses import INDEX, asking, prefix_of
from shopgen.preview.answers import Answer

MARKS = "/_shopgen/marks.css"

_STATES = {"draft": "Draft", "scheduled": "Not yet", "expired": "Expired"}
_SENTENCES = {
    "draft": "Draft: customers do not see this page.",
    "scheduled": "Customers see this page from {} on.",
    "expired": "Customers have not seen this page since {}.",
}


def state(mark: Mark) -> str:
    """What is told where a page leads there."""
    return _STATES[mark.state]


def sentence(mark: Mark) -> str:
    """What is told on the page itself."""
    return _SENTENCES[mark.state].format(f"{mark.moment:%Y-%m-%d %H:%M}" if mark.moment else "")


class Marks(Struct, frozen=True):
    """What marks a page: a banner on it when customers do not see it, and the rules of style for its links to pages
    that they do not see. Empty where nothing is to be said.
    """

    banner: str = ""
    rules: str = ""

    def element(self, address: str) -> str:
        """What is put into the page at the decoded path `address`; nothing in it needs a policy to allow it."""
        link = f'<link rel="stylesheet" href="{escape(asking(MARKS, address))}">' if self.rules else ""
        return link + self.banner


def marks_of(answer: Answer) -> Marks:
    planned = answer.planned
    if planned is None or planned.shop is None or answer.job is None or not planned.unpublished:
        return Marks()
    own = planned.unpublished.get(answer.job.path)
    prefix = prefix_of(planned.shop.settings.base_url)
    return Marks(_banner(own) if own else "", link_rules(answer.content, planned.unpublished, prefix))


def link_rules(page: bytes, marks: Mapping[str, Mark], prefix: str) -> str:
    """The rules of style that mark links of `page`. `marks` are by output path, `prefix` is where the shop lives."""
    links = {quote(prefix + path.removesuffix(INDEX)): mark for path, mark in marks.items()}
    return "".join(_rule(link, mark) for link, mark in links.items() if f'href="{link}"'.encode() in page)


def _banner(mark: Mark) -> str:
    return (
        '<shopgen-mark><template shadowrootmode="open"><link rel="stylesheet" href="/_shopgen/mark.css">'
        f'<p class="{mark.state}" role="note">{escape(sentence(mark))}</p></template></shopgen-mark>'
    )


def _rule(link: str, mark: Mark) -> str:
    return (
        f'a[href="{link}"]::before{{all:initial;content:"{state(mark)}";display:inline-block;'
        "margin-inline-end:.5em;padding:.1em .5em;border-radius:.3em;background:#f4c95d;color:#24201c;"
        "font:600 12px/1.4 system-ui,sans-serif;vertical-align:middle}"
    )
