"""What a page is made from: its template, its files, and whether it is published already."""

from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum

from msgspec import Struct

from shopgen.core.diagnostics import Diagnostic
from shopgen.making.pages import maker
from shopgen.making.sources import TemplateSource, template_name
from shopgen.model.article import Article
from shopgen.model.page import Page
from shopgen.model.product import Product
from shopgen.planning.sources import source_of
from shopgen.preview.answers import Answer


class Mark(StrEnum):
    """Why a build without more options leaves the page out."""

    DRAFT = "draft"
    SCHEDULED = "scheduled"
    EXPIRED = "expired"


class Origins(Struct, frozen=True):
    """`template` is the page's own and `templates` all it was seen to use, by name and file; `source` is the file that
    it exists because of, `sources` those of the other things on it. `moment` belongs to the mark.
    """

    template: tuple[str, str]
    templates: tuple[tuple[str, str], ...] = ()
    source: str = ""
    sources: tuple[str, ...] = ()
    mark: Mark | None = None
    moment: datetime | None = None


def origins(answer: Answer, clock: datetime) -> Origins | None:
    """None for what is not planned."""
    planned, job = answer.planned, answer.job
    if planned is None or planned.plan is None or planned.shop is None or job is None:
        return None
    own = maker(planned.plan, job.path)
    templates = dict(_templates(answer))
    shop = planned.shop
    sources = dict.fromkeys(source_of(item.name, shop) for item in job.ingredients)
    things = (thing for kind in (shop.products, shop.articles, shop.pages) for thing in kind.values())
    thing = next((thing for thing in things if thing.source == job.origin), None)
    mark, moment = _mark(thing, clock) if thing else (None, None)
    return Origins(
        template=(own, templates.pop(own, "")),
        templates=tuple(sorted(templates.items())),
        source=job.origin,
        sources=tuple(source for source in sources if source not in {"", job.origin}),
        mark=mark,
        moment=moment,
    )


def warnings_of(answer: Answer, made_from: Origins) -> tuple[Diagnostic, ...]:
    """What is worth a look about this page: found while it was made, or in one of its files."""
    files = {made_from.source, made_from.template[1], *made_from.sources, *(file for _, file in made_from.templates)}
    found = list(answer.trace.diagnostics) if answer.trace else []
    known = answer.planned.findings if answer.planned else ()
    found += [finding for finding in known if finding.place and finding.place.path in files]
    return tuple(finding for finding in found if not finding.is_error)


def _templates(answer: Answer) -> Iterator[tuple[str, str]]:
    bundle = answer.planned.bundle if answer.planned else None
    start = template_name("")
    for name in answer.trace.lookups if answer.trace else ():
        found = bundle.get(name) if bundle and name.startswith(start) else None
        if isinstance(found, TemplateSource):
            yield name.removeprefix(start), found.origin


def _mark(thing: Product | Article | Page, clock: datetime) -> tuple[Mark | None, datetime | None]:
    window = thing.window
    if thing.is_draft:
        return Mark.DRAFT, None
    if window.opens and window.opens > clock:
        return Mark.SCHEDULED, window.opens
    if window.closes and window.closes <= clock:
        return Mark.EXPIRED, window.closes
    return None, None
