"""Diagnostics to text: one function a format, all of one shape, chosen by name."""

from collections.abc import Mapping

from shopgen.report.form import Format, Look, SourceText
from shopgen.report.machines import github, json, sarif
from shopgen.report.text import text

FORMATS: Mapping[str, Format] = {"text": text, "json": json, "sarif": sarif, "github": github}

__all__ = ["FORMATS", "Format", "Look", "SourceText"]
