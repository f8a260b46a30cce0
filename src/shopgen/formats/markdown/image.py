"""A picture as a text shows it."""

from collections.abc import Iterator

from msgspec import Struct


class Image(Struct, frozen=True):
    """A published picture: addresses as they go into the page, width and height in pixels.

    `sources` are media types with a `srcset` and a media query each, the best first, for browsers that know them.
    `tone` names the colour to show until the picture is there.
    """

    src: str
    width: int
    height: int
    srcset: str = ""
    sizes: str = ""
    sources: tuple[tuple[str, str, str], ...] = ()
    tone: str = ""

    @property
    def attributes(self) -> dict[str, str]:
        """Those of its `<img>` beside address, alternative text and title, without the empty ones."""
        told = {
            "width": str(self.width),
            "height": str(self.height),
            "srcset": self.srcset,
            "sizes": self.sizes if self.srcset else "",
            "loading": "lazy",
            "class": f"tone-{self.tone}" if self.tone else "",
        }
        return {name: value for name, value in told.items() if value}

    def source_attributes(self) -> Iterator[dict[str, str]]:
        """Those of each `<source>` of its `<picture>`; without any it needs none."""
        for media_type, srcset, media in self.sources:
            told = {"media": media, "type": media_type, "srcset": srcset, "sizes": self.sizes}
            yield {name: value for name, value in told.items() if value}
