"""`content/pages/` to plain pages."""

from collections.abc import Mapping

from shopgen.core.diagnostics import Findings
from shopgen.model.page import Page
from shopgen.model.text import Window
from shopgen.reading.articles import shown_twins, zone_of
from shopgen.reading.moments import moment
from shopgen.reading.scope import Scope
from shopgen.reading.texts import Twin, is_draft, picture, words

PAGES = "content/pages"


def page(key: str, group: Mapping[str, Twin], scope: Scope, findings: Findings) -> Page | None:
    """The page of one text and its twins in other languages; None, with errors, when something is wrong."""
    first = next(iter(group.values()))
    document, place = first.text.document, first.text.place
    own = Findings()
    zone = zone_of(first, scope, own)
    made = Page(
        key=key,
        source=first.text.path,
        texts={language: words(twin, scope, own) for language, twin in shown_twins(group).items()},
        picture=picture(group, scope, findings),
        layout=document.layout.strip(),
        order=document.weight,
        is_draft=is_draft(first),
        window=Window(
            moment(document.publish_date, zone, place.at("publish_date"), own),
            moment(document.expiry_date, zone, place.at("expiry_date"), own),
        ),
    )
    findings.extend(own)
    return None if own.has_errors else made
