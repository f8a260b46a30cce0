"""Pictures that lie among the sources and that nothing shows."""

from collections.abc import Collection

from shopgen.core.diagnostics import Findings, Span
from shopgen.reading.sources import Sources

_FOLDERS = ("catalog", "content")
_PICTURES = (
    ".avif",
    ".bmp",
    ".gif",
    ".jfif",
    ".jpe",
    ".jpeg",
    ".jpg",
    ".png",
    ".svg",
    ".svgz",
    ".tif",
    ".tiff",
    ".webp",
)


def report_unused(named: Collection[str], sources: Sources, findings: Findings) -> None:
    """A warning for each picture that is not among the `named`; none while something is wrong that may name it."""
    if findings.has_errors:
        return
    for folder in _FOLDERS:
        for entry in sources.below(folder):
            if entry.path.lower().endswith(_PICTURES) and not entry.odd and entry.path not in named:
                hint = "name it in a product or a text, or remove it"
                findings.warning("picture-unused", "the picture is used by nothing", Span(entry.path), hint)
