"""Marks on what customers do not see yet, or no longer: on its own page and wherever a page leads to it."""

from collections.abc import Mapping
from html import escape
from urllib.parse import quote

from shopgen.planning.unpublished import Mark
from shopgen.preview.addresses import INDEX, prefix_of
from shopgen.preview.answers import Answer

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


def marks_of(answer: Answer) -> str:
    """What marks a page that customers do not see, and its links to such pages; empty where nothing is to be said."""
    planned = answer.planned
    if planned is None or planned.shop is None or answer.job is None or not planned.unpublished:
        return ""
    own, prefix = planned.unpublished.get(answer.job.path), prefix_of(planned.shop.settings.base_url)
    return marks_element(answer.content, own, planned.unpublished, prefix)


def marks_element(page: bytes, own: Mark | None, others: Mapping[str, Mark], prefix: str) -> str:
    """What marks `page` when its own output has a mark, and its links to outputs that have one; often nothing.

    `others` are marks by output path, `prefix` the path below which the shop lives.
    """
    links = {quote(prefix + path.removesuffix(INDEX)): mark for path, mark in others.items()}
    rules = "".join(_rule(link, mark) for link, mark in links.items() if f'href="{link}"'.encode() in page)
    style = f"<style data-shopgen>{rules}</style>" if rules else ""
    return style + (_banner(own) if own else "")


def _banner(mark: Mark) -> str:
    return (
        '<shopgen-mark><template shadowrootmode="open"><link rel="stylesheet" href="/_shopgen/mark.css">'
        f'<p class="{mark.state}" role="note">{escape(sentence(mark))}</p></template></shopgen-mark>'
    )


def _rule(link: str, mark: Mark) -> str:
    return (
        f'a[href="{link}"]::before{{content:"{state(mark)}";all:initial;display:inline-block;'
        "margin-inline-end:.5em;padding:.1em .5em;border-radius:.3em;background:#f4c95d;color:#24201c;"
        "font:600 12px/1.4 system-ui,sans-serif;vertical-align:middle}"
    )
