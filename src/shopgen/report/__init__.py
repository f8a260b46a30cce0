"""Diagnostics to text: one function a format, all of one shape, chosen by name."""

from shopgen.report.form import Format, Look, SourceText
from shopgen.report.text import text

__all__ = ["Format", "Look", "SourceText", "format_of"]


def format_of(name: str) -> Format:
    """The format for people, `text`, or one of those for programs, which are loaded for the first of them."""
    if name == "text":
        return text
    from shopgen.report.machines import github, json, sarif

    return {"json": json, "sarif": sarif, "github": github}[name]
