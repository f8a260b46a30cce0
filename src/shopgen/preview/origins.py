"""What a page is made from: its template and its files."""

from collections.abc import Iterator

from msgspec import Struct

from shopgen.core.diagnostics import Diagnostic
from shopgen.making.pages import maker
from shopgen.making.sources import TemplateSource, template_name
from shopgen.planning.sources import source_of
from shopgen.preview.answers import Answer


class Origins(Struct, frozen=True):
    """`template` is the page's own and `templates` all it was seen to use, by name and file; `source` is the file that
    it exists because of, `sources` those of the other things on it.
    """

    template: tuple[str, str]
    templates: tuple[tuple[str, str], ...] = ()
    source: str = ""
    sources: tuple[str, ...] = ()


def origins(answer: Answer) -> Origins | None:
    """None for what is not planned."""
    planned, job = answer.planned, answer.job
    if planned is None or planned.plan is None or planned.shop is None or job is None:
        return None
    values = planned.plan.values
    own = maker(job, lambda item: values[item.name])
    templates = dict(_templates(answer))
    shop = planned.shop
    sources = dict.fromkeys(source_of(item.name, shop) for item in job.ingredients)
    return Origins(
        template=(own, templates.pop(own, "")),
        templates=tuple(sorted(templates.items())),
        source=job.origin,
        sources=tuple(source for source in sources if source not in {"", job.origin}),
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
