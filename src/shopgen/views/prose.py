"""Text and pictures as templates receive them."""

from collections.abc import Mapping

from msgspec import Struct

from shopgen.formats.markdown import Engine


class Source(Struct, frozen=True, array_like=True):
    """One `<source>` of a `<picture>`: a media type, a ready `srcset`, and the media query for which it is, if any."""

    media_type: str
    srcset: str
    media: str = ""


class PictureView(Struct, frozen=True, array_like=True):
    """A picture ready for `<picture>`: addresses below the site's root, upright pixels, and text for who cannot see it.

    `src` is the fallback every browser reads, `srcset` its sizes if there are several; `full` is the largest copy.
    `tone` names the colour to show until the picture is there (`sand`, `moss`, …); empty when nothing should be.
    """

    src: str
    alt: str
    width: int
    height: int
    sizes: str = ""
    srcset: str = ""
    sources: tuple[Source, ...] = ()
    full: str = ""
    tone: str = ""


class Prose(Struct, frozen=True, array_like=True):
    """Markdown with its links and pictures resolved; the filter `markdown` has `engine` turn it into HTML."""

    source: str
    links: Mapping[str, str] = {}
    pictures: Mapping[str, PictureView] = {}
    engine: Engine = "markdown"

    def __bool__(self) -> bool:
        return bool(self.source.strip())
