"""All recipes by name, and the kitchen that cooks with them."""

from collections.abc import Callable, Mapping
from functools import cache, partial

from shopgen.engine.bundle import Bundle
from shopgen.engine.kitchen import Kitchen, Recipe
from shopgen.formats import picture, svg
from shopgen.making import documents, files
from shopgen.making.functions import fragment_recipe
from shopgen.making.pages import KINDS, OWN, page_recipe, roles
from shopgen.making.templates import ThemeEnvironment
from shopgen.making.texts import TEXT
from shopgen.making.toolchain import toolchain


def _recipes(environment: Callable[[], ThemeEnvironment], ours: str) -> Mapping[str, Recipe]:
    pages = {name: Recipe(name, ours, page_recipe(name, environment), roles(name), own=OWN) for name in KINDS}
    others = (
        Recipe("copy", "copy 1", files.copy, files.COPY, batch=16, travels=False),
        Recipe(
            "picture",
            "",
            files.Darkroom().copy,
            files.PICTURE,
            batch=16,
            shared="source",
            portable=True,
            libraries=_encoder,
        ),
        Recipe("icon", "icon 1 ", files.icon, files.ICON, batch=4, libraries=_encoder),
        Recipe("favicon", "favicon 1 ", files.favicon, files.ICON, batch=1, libraries=_encoder),
        Recipe("drawing", "drawing 1 ", files.clean, files.DRAWING, batch=16, libraries=_cleaner),
        Recipe("verbatim", "verbatim 1", files.verbatim, files.TEXT, travels=False),
        Recipe("rss", ours, documents.rss, documents.NEWS, batch=1),
        Recipe("atom", ours, documents.atom, documents.NEWS, batch=1),
        Recipe("sitemap", ours, documents.sitemap, documents.SITEMAP, batch=1),
        Recipe("sitemap-index", ours, documents.sitemap_index, documents.SITEMAP_INDEX),
    )
    return {**pages, **{recipe.name: recipe for recipe in others}}


def _encoder() -> str:
    return picture.encoder_version()


def _cleaner() -> str:
    return svg.cleaner_version()


def kitchen(bundle: Bundle, ours: str = "") -> Kitchen:
    """A kitchen with all recipes, in which templates are compiled when they are first used.

    `ours` is the `toolchain`, from somebody who knows it.
    """
    environment = cache(partial(ThemeEnvironment, bundle))
    parts = (TEXT, fragment_recipe(environment))
    return Kitchen(_recipes(environment, ours or toolchain()), {part.name: part for part in parts}, bundle)
