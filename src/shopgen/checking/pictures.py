"""Rules about the pictures of products."""

from posixpath import basename

from shopgen.core.diagnostics import Field, Findings
from shopgen.formats.text import shown
from shopgen.model.product import Product
from shopgen.model.settings import Settings


def pictures_have_alternative_texts(product: Product, settings: Settings, findings: Findings) -> None:
    """WCAG 2.2, 1.1.1. Texts in other languages fall back to the default one's, so only that is asked for."""
    alts = product.texts[settings.default_language].alts
    for number, (picture, alt) in enumerate(zip(product.pictures, alts, strict=True)):
        if not alt.strip():
            message = f"the picture `{shown(basename(picture.path))}` has no alternative text"
            hint = "write under `alt` what it shows, for people who cannot see it"
            findings.warning("missing-alt", message, Field(product.source, ("images", number)), hint)
