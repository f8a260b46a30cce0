"""Templates as they lie in the bundle."""

from collections.abc import Callable, Iterator
from typing import Any

from jinja2 import BaseLoader, TemplateNotFound
from msgspec import Struct

from shopgen.engine.bundle import Bundle


class TemplateSource(Struct, frozen=True):
    """A template's text, and the file that it was found in."""

    text: str
    origin: str


def template_name(name: str) -> str:
    """The name under which a template is looked up."""
    return f"template:{name}"


class BundleLoader(BaseLoader):
    def __init__(self, bundle: Bundle) -> None:
        self._bundle = bundle

    def get_source(self, environment: Any, template: str) -> tuple[str, str, Callable[[], bool]]:
        found = self._bundle.get(template_name(template))
        if not isinstance(found, TemplateSource):
            raise TemplateNotFound(template)
        return found.text, template_name(template), lambda: True


def frames_of(problem: BaseException) -> Iterator[tuple[str, int]]:
    """Templates and lines through which `problem` came, the innermost last."""
    trace = problem.__traceback__
    while trace is not None:
        file = trace.tb_frame.f_code.co_filename
        if file.startswith(template_name("")):
            yield file.removeprefix(template_name("")), trace.tb_lineno
        trace = trace.tb_next
