"""The inspector: what there is to know about a page, for the bar that preview lays over it."""

from zoneinfo import ZoneInfo

from shopgen.formats.page import description, references
from shopgen.preview.addresses import local_address
from shopgen.preview.answers import Answers
from shopgen.preview.appearance import data_shown, search_result, share_card
from shopgen.preview.origins import Mark, Origins, origins, warnings_of
from shopgen.preview.places import Places, Spot
from shopgen.preview.problems import findings_shown
from shopgen.preview.weight import weights
from shopgen.preview.writing import write

SOURCES_NAMED = 60

_MARKS = {
    Mark.DRAFT: "Draft",
    Mark.SCHEDULED: "Scheduled",
    Mark.EXPIRED: "Expired",
}
_TELLS = {
    Mark.DRAFT: "A draft: it is not in a build.",
    Mark.SCHEDULED: "It is in builds from {} on.",
    Mark.EXPIRED: "It is in no build since {}.",
}


def inspector(answers: Answers, address: str, places: Places) -> str:
    """The bar for the page at the decoded path `address`; empty when there is no page that was made for it."""
    answer = answers.answer(address)
    clock = answers.clock
    made_from = origins(answer, clock) if answer.is_page and answer.content else None
    if made_from is None or answer.planned is None or answer.planned.shop is None:
        return ""
    settings = answer.planned.shop.settings
    html = answer.content.decode("utf-8", "replace")
    told = description(html)

    def load(reference: str) -> bytes:
        file = local_address(reference, address, settings.base_url)
        return answers.answer(file).content if file else b""

    return write(
        "inspector.html",
        status=answer.status,
        path=answer.job.path if answer.job else "",
        language=told.language,
        mark=_MARKS[made_from.mark] if made_from.mark else "",
        mark_told=_mark_told(made_from, settings.zone),
        **_origins_shown(made_from, places),
        warnings=findings_shown(warnings_of(answer, made_from), places),
        result=search_result(told, settings.name),
        card=share_card(told, address, settings.base_url),
        data=data_shown(told),
        weights=weights(answer.content, references(html), load),
    )


def _origins_shown(made_from: Origins, places: Places) -> dict[str, object]:
    name, file = made_from.template
    others = made_from.sources
    return {
        "template": (name, places.file(file) if file else Spot("")),
        "templates": tuple((name, places.file(file)) for name, file in made_from.templates),
        "source": places.file(made_from.source),
        "sources": tuple(map(places.file, others[:SOURCES_NAMED])),
        "more_sources": max(0, len(others) - SOURCES_NAMED),
    }


def _mark_told(made_from: Origins, zone: ZoneInfo) -> str:
    if made_from.mark is None:
        return ""
    when = f"{made_from.moment.astimezone(zone):%Y-%m-%d %H:%M}" if made_from.moment else ""
    return _TELLS[made_from.mark].format(when)
