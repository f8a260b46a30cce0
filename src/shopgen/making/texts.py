"""Markdown to HTML: the part that pages and feeds share."""

from shopgen.engine.kitchen import Making, PartRecipe
from shopgen.formats import markdown
from shopgen.formats.markdown import Image
from shopgen.views.prose import PictureView, Prose


def _make(making: Making, prose: Prose) -> str:
    images = {target: _image(view) for target, view in prose.pictures.items()}
    return markdown.render(prose.source, prose.links, images, engine=prose.engine)


def _image(view: PictureView) -> Image:
    srcset = view.sources[0].srcset if view.sources else view.srcset
    return Image(view.src, view.width, view.height, srcset, view.sizes)


TEXT = PartRecipe("text", _make)
