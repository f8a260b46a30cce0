"""Pictures that are named by themselves: the shop's icon and logo, energy labels."""

from collections.abc import Iterable

from shopgen.core.diagnostics import Field, Findings
from shopgen.model.brief import Brief
from shopgen.model.picture import Picture, candidates
from shopgen.model.settings import Settings
from shopgen.reading.pictures import Pictures
from shopgen.reading.sources import Sources
from shopgen.reading.statics import STATIC

ICON = 512
"""The largest icon that home screens ask for, in pixels."""


def marks(
    settings: Settings, products: Iterable[Brief], sources: Sources, pictures: Pictures, findings: Findings
) -> dict[str, Picture]:
    """The pictures by path. Files in `static/`, which may be drawings, are published as they are and left out."""
    logo = settings.organisation.logo
    typed = [(logo, Field(settings.source, ("organisation", "logo")))] if logo else []
    for product in products:
        if product.label:
            typed.append((product.label, Field(product.source, ("energy", "label"))))
    found = {}
    if settings.icon:
        place = Field(settings.source, ("icon",))
        picture = pictures.typed(settings.icon, place, findings)
        if picture is not None:
            found[picture.path] = picture
            _check_icon(picture, place, findings)
    for text, place in typed:
        if not _is_published(text, place.path, sources):
            picture = pictures.typed(text, place, findings)
            if picture is not None:
                found[picture.path] = picture
    return found


def _check_icon(picture: Picture, place: Field, findings: Findings) -> None:
    if picture.width != picture.height:
        message = f"the icon is {picture.width} x {picture.height}; only a square in its middle is shown"
        findings.warning("icon-shape", message, place, "use a square picture")
    elif not picture.is_drawing and picture.width < ICON:
        message = f"the icon is smaller than {ICON} x {ICON}"
        hint = "home screens that want a larger one get none; use a larger picture, or a drawing (SVG)"
        findings.warning("picture-small", message, place, hint)


def _is_published(text: str, source: str, sources: Sources) -> bool:
    """Whether `text` is an address elsewhere or that of a file in `static/`."""
    if text.startswith(("https://", "http://")):
        return True
    return any(path in sources and path.startswith(f"{STATIC}/") for path in candidates(text, source))
