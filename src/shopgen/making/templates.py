"""Jinja, closed: a theme can decide the HTML of the site and nothing else.

Templates are looked up through the `Making` of the page, so that a page remembers every template it used. They see
only what the render context holds; Jinja's own globals are taken away, because a module that `import` keeps for all
pages would hide from the second page what the first one read through them.
"""

import time
from collections.abc import Callable, Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from jinja2 import StrictUndefined, Template, TemplateNotFound, pass_context
from jinja2.loaders import BaseLoader
from jinja2.runtime import Context
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import missing
from msgspec import Struct

from shopgen.engine.kitchen import Bundle, Making

SECONDS = 5.0
OUTPUT_BYTES = 20_000_000
STEPS = 1_000_000
TEXT_LENGTH = 1_000_000


class TemplateSource(Struct, frozen=True):
    """A template's text, and the file that it was found in."""

    text: str
    origin: str


class LimitReached(Exception):
    """A template ran too long, looped too often or wrote too much."""


def template_name(name: str) -> str:
    """The name under which a template is looked up."""
    return f"template:{name}"


class _BundleLoader(BaseLoader):
    def __init__(self, bundle: Bundle) -> None:
        self._bundle = bundle

    def get_source(self, environment: Any, template: str) -> tuple[str, str, Callable[[], bool]]:
        found = self._bundle.get(template_name(template))
        if not isinstance(found, TemplateSource):
            raise TemplateNotFound(template)
        return found.text, template_name(template), lambda: True


class Unknown(StrictUndefined):
    """A name that the template may not use; any use of it is an error that says which names there are."""

    @property
    def _undefined_message(self) -> str:
        name = str(self._undefined_name)
        if not isinstance(self._undefined_obj, Struct):
            return f"there is no `{name}` here" if self._undefined_obj is missing else super()._undefined_message
        known = self._undefined_obj.__struct_fields__
        close = get_close_matches(name, known, 1)
        meant = f"; did you mean `{close[0]}`?" if close else f"; it has {', '.join(known)}"
        return f"{type(self._undefined_obj).__name__} has no `{name}`{meant}"


class ThemeEnvironment(ImmutableSandboxedEnvironment):
    """One for each kitchen; makes one page at a time."""

    intercepted_binops = frozenset({"*", "**"})

    def __init__(self, bundle: Bundle) -> None:
        super().__init__(
            loader=_BundleLoader(bundle),
            autoescape=True,
            undefined=Unknown,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
            cache_size=-1,
        )
        self.globals.clear()
        self.globals["range"] = self._range
        for name in ("center", "indent", "wordwrap", "format", "batch", "slice"):
            self.filters[name] = _bounded(self.filters[name])
        for name in ("markdown", "number", "absolute"):
            self.filters[name] = _from_context(name)
        self._making: Making | None = None
        self._steps = 0

    def write(self, template: str, context: Mapping[str, object], making: Making) -> str:
        """The page that `template` makes of `context`. Raises LimitReached and whatever the template raises."""
        self._making, self._steps = making, 0
        deadline = time.monotonic() + SECONDS
        chunks: list[str] = []
        length = 0
        try:
            for chunk in self.get_template(template).generate(context):
                chunks.append(chunk)
                length += len(chunk)
                if length > OUTPUT_BYTES:
                    raise LimitReached(f"the page is longer than {OUTPUT_BYTES:,} characters")
                if time.monotonic() > deadline:
                    raise LimitReached(f"the page took longer than {SECONDS:.0f} seconds")
        finally:
            self._making = None
        return "".join(chunks)

    def _load_template(self, name: str, globals: Any) -> Template:  # noqa: A002
        """All ways to a template lead here, also lists of names; Jinja has no public place like this."""
        if self._making is not None:
            self._making.look_up(template_name(name))
        return super()._load_template(name, globals)

    def getattr(self, obj: Any, attribute: str) -> Any:
        """The short way for our own values, whose fields are all safe; the sandbox's for everything else."""
        if isinstance(obj, Struct) and attribute in obj.__struct_fields__:
            return getattr(obj, attribute)
        return super().getattr(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        if isinstance(obj, Struct) and argument in obj.__struct_fields__:
            return getattr(obj, argument)
        return super().getitem(obj, argument)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """`format` and `format_map` of texts reach attributes that the sandbox hides; messages need neither."""
        if isinstance(obj, Struct) or (isinstance(obj, str) and attr in {"format", "format_map"}):
            return False
        return super().is_safe_attribute(obj, attr, value)

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        if operator == "**" and isinstance(right, int) and abs(right) > 64:
            raise SecurityError("a power this high is not allowed")
        texts = [side for side in (left, right) if isinstance(side, str | list | tuple)]
        counts = [side for side in (left, right) if isinstance(side, int)]
        if texts and counts and len(texts[0]) * counts[0] > TEXT_LENGTH:
            raise LimitReached("a repeated text would be too long")
        return super().call_binop(context, operator, left, right)

    def _range(self, *bounds: int) -> range:
        steps = range(*bounds)
        self._steps += len(steps) + 1
        if self._steps > STEPS:
            raise LimitReached(f"the loops of the page take more than {STEPS:,} steps")
        return steps


def _from_context(name: str) -> Callable[..., Any]:
    """A filter that is the function `name` of the page's own context."""

    @pass_context
    def filter_(context: Context, value: Any) -> Any:
        return context[name](value)

    return filter_


def _bounded(filter_: Callable[..., Any]) -> Callable[..., Any]:
    """The filter, refusing widths that would fill the memory."""

    def bounded(value: Any, *arguments: Any, **options: Any) -> Any:
        for number in (*arguments, *options.values()):
            if isinstance(number, int) and number > TEXT_LENGTH:
                raise LimitReached("a width this large is not allowed")
        if isinstance(value, str) and "%" in value and filter_.__name__ == "do_format":
            raise SecurityError("use messages instead of the filter `format`")
        return filter_(value, *arguments, **options)

    for mark in ("jinja_pass_arg", "jinja_async_variant"):
        if hasattr(filter_, mark):
            setattr(bounded, mark, getattr(filter_, mark))
    return bounded


def frames_of(problem: BaseException) -> Iterator[tuple[str, int]]:
    """Templates and lines through which `problem` came, the innermost last."""
    trace = problem.__traceback__
    while trace is not None:
        file = trace.tb_frame.f_code.co_filename
        if file.startswith(template_name("")):
            yield file.removeprefix(template_name("")), trace.tb_lineno
        trace = trace.tb_next
