"""Rules about the pictures of products, categories and texts."""

from collections.abc import Mapping
from posixpath import basename

from shopgen.core.diagnostics import Field, Findings
from shopgen.formats.text import shown
from shopgen.model.article import Article
from shopgen.model.category import Category
from shopgen.model.page import Page
from shopgen.model.picture import Picture
from shopgen.model.product import Product
from shopgen.model.settings import Settings
from shopgen.model.shop import PicturePreset

MERCHANT_LISTING = 500
"""Pixels that a side of a product's picture has at least, for Google to show it in its listings of goods."""

Presets = Mapping[str, PicturePreset]


def pictures_have_alternative_texts(product: Product, settings: Settings, findings: Findings) -> None:
    """WCAG 2.2, 1.1.1. Texts in other languages fall back to the default one's, so only that is asked for."""
    alts = product.texts[settings.default_language].alts
    for number, (picture, alt) in enumerate(zip(product.pictures, alts, strict=True)):
        if not alt.strip() and not picture.is_missing:
            _lacks_text(picture, Field(product.source, ("images", number)), findings)


def pictures_are_large_enough(product: Product, presets: Presets, findings: Findings) -> None:
    """What search engines ask for, else what the theme shows on a product's page."""
    for number, picture in enumerate(product.pictures):
        place = Field(product.source, ("images", number, "src"))
        if picture.is_drawing:
            continue
        if min(picture.width, picture.height) < MERCHANT_LISTING:
            message = f"the picture is smaller than {MERCHANT_LISTING} x {MERCHANT_LISTING}"
            hint = "search engines want more pixels for what they list; use the photograph as the camera made it"
            findings.warning("picture-small", message, place, hint)
        else:
            _is_large_enough(picture, "gallery", presets, place, findings)


def picture_of_category(category: Category, settings: Settings, presets: Presets, findings: Findings) -> None:
    """The rules for a category's picture."""
    if category.picture is not None and not category.picture.is_missing:
        place = Field(category.source, ("image",))
        _is_large_enough(category.picture, "card", presets, place, findings)
        if not category.texts[settings.default_language].alt.strip():
            _lacks_text(category.picture, place, findings)


def picture_of_text(text: Article | Page, presets: Presets, findings: Findings) -> None:
    """The rules for the picture of a post or page."""
    if text.picture is not None and not text.picture.is_missing and not text.is_draft:
        words = next(iter(text.texts.values()))
        place = words.place.at("image")
        _is_large_enough(text.picture, "hero", presets, place, findings)
        if not words.alt.strip():
            _lacks_text(text.picture, place, findings)


def _lacks_text(picture: Picture, place: Field, findings: Findings) -> None:
    message = f"the picture `{shown(basename(picture.path))}` has no alternative text"
    hint = "write under `alt` what it shows, for people who cannot see it"
    findings.warning("missing-alt", message, place, hint)


def _is_large_enough(picture: Picture, preset: str, presets: Presets, place: Field, findings: Findings) -> None:
    """Once for a picture, however many widths it cannot have.

    The largest width of a preset is for screens with two pixels for one: with less than half of it a picture looks soft
    on every screen.
    """
    if preset not in presets or picture.is_drawing:
        return
    wide, high = presets[preset].largest(picture.width, picture.height)
    if 2 * picture.width < wide or 2 * picture.height < high:
        message = f"the picture has less than half of the {wide} x {high} pixels in which the theme shows it"
        hint = "it will look soft; use the photograph as the camera made it"
        findings.warning("picture-small", message, place, hint)
