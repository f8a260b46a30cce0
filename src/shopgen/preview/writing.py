"""What preview writes itself: HTML from its own templates, in which everything is escaped."""

from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined


def write(template: str, /, **values: Any) -> str:
    """What one of the templates beside this module makes of `values`."""
    return _environment().get_template(template).render(values)


@cache
def _environment() -> Environment:
    folder = files("shopgen.preview") / "templates"
    return Environment(
        loader=FunctionLoader(lambda name: (folder / name).read_text("utf-8")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
