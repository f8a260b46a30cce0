"""Markdown to HTML that is safe to publish: ordinary texts at once, others by an engine and through the last gate."""

from collections.abc import Mapping

from shopgen.formats.markdown import ordinary
from shopgen.formats.markdown.engines import Engine
from shopgen.formats.markdown.image import Image
from shopgen.formats.markdown.preparing import Prepared, prepare
from shopgen.formats.markdown.standins import restored
from shopgen.formats.markdown.typed import as_typed


def render(
    source: str,
    links: Mapping[str, str],
    images: Mapping[str, Image],
    top_heading: int = 2,
    engine: Engine = "markdown",
) -> str:
    """The HTML of `source`, its highest headings at the level `top_heading`, and no level left out. Never raises.

    `links` and `images` map targets, as `references` gives them, to what is published. A link without an entry keeps
    its address if `is_allowed`, else becomes its text; a picture without one becomes its alternative text.
    """
    prepared = prepare(source)
    if not prepared.fences and not prepared.remarks:
        html = ordinary.html_of(prepared.text, links, top_heading)
        if html is not None:
            return html
    return by_engine(engine, prepared, links, images, top_heading)


def by_engine(
    engine: Engine, prepared: Prepared, links: Mapping[str, str], images: Mapping[str, Image], top_heading: int
) -> str:
    """As `render`, for any text. What it needs is imported when the first text needs it: that takes 25 ms."""
    from shopgen.formats.markdown import gate

    if engine == "gfm":
        from shopgen.formats.markdown import engine_gfm

        html = engine_gfm.html_of(prepared, links, images, top_heading)
    else:
        from shopgen.formats.markdown import engine_markdown

        html = engine_markdown.html_of(prepared, links, images, top_heading)
    cleaned = gate.cleaned(html)
    return restored(as_typed(prepared.text) if cleaned is None else cleaned)
