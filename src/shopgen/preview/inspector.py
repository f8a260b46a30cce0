"""The inspector: what there is to know about a page, for the bar that preview lays over it."""

from shopgen.formats.page import description, references
from shopgen.preview.addresses import local_address
from shopgen.preview.answers import Answers
from shopgen.preview.appearance import data_shown, search_result, share_card
from shopgen.preview.marks import sentence, state
from shopgen.preview.origins import Origins, origins, warnings_of
from shopgen.preview.places import Places, Spot
from shopgen.preview.problems import findings_shown
from shopgen.preview.weight import weights
from shopgen.preview.writing import write

SOURCES_NAMED = 60


def inspector(answers: Answers, address: str, places: Places) -> str:
    """The bar for the page at the decoded path `address`; empty when there is no page that was made for it."""
    answer = answers.answer(address)
    made_from = origins(answer) if answer.is_page and answer.content else None
    if made_from is None or answer.job is None or answer.planned is None or answer.planned.shop is None:
        return ""
    mark = answer.planned.unpublished.get(answer.job.path)
    settings = answer.planned.shop.settings
    html = answer.content.decode("utf-8", "replace")
    told = description(html)

    def load(reference: str) -> bytes:
        file = local_address(reference, address, settings.base_url)
        return answers.answer(file).content if file else b""

    return write(
        "inspector.html",
        status=answer.status,
        path=answer.job.path,
        language=told.language,
        mark=state(mark) if mark else "",
        mark_told=sentence(mark) if mark else "",
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
