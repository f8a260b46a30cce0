"""Markdown to HTML: the part that pages and feeds share."""

from shopgen.engine.kitchen import Making, PartRecipe
from shopgen.formats import markdown
from shopgen.formats.markdown import Image
from shopgen.views.prose import PictureView, Prose


def _make(making: Making, prose: Prose) -> str:
    images = {target: _image(view) for target, view in prose.pictures.items()}
    return markdown.render(prose.source, prose.links, images, engine=prose.engine)


def _image(view: PictureView) -> Image:
    sources = tuple((source.media_type, source.srcset, source.media) for source in view.sources)
    return Image(view.src, view.width, view.height, view.srcset, view.sizes, sources, view.tone)


TEXT = PartRecipe("text", _make)
