"""What a template finds under a name, and what it finds where there is nothing."""

from collections.abc import Callable
from difflib import get_close_matches
from typing import Any

from jinja2 import StrictUndefined, pass_context
from jinja2.nodes import EvalContext
from jinja2.runtime import Context
from jinja2.utils import missing
from msgspec import Struct


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


class _EvalContext:
    """Made when it is first asked for, and an attribute of the context itself from then on."""

    def __get__(self, context: Any, kind: type | None = None) -> EvalContext:
        context.eval_ctx = made = EvalContext(context.environment, context.name)
        return made


class ThemeContext(Context):
    """Jinja's, but what few templates ask for is made when they do."""

    eval_ctx = _EvalContext()

    def __init__(self, environment: Any, parent: Any, name: Any, blocks: Any, globals: Any = None) -> None:  # noqa: A002
        self.environment = environment
        self.parent = parent
        self.name = name
        self.vars = {}
        self.exported_vars = set()
        self.blocks = {block: [write] for block, write in blocks.items()}
        self.globals_keys = set() if globals is None else globals.keys()


def from_context(name: str) -> Callable[..., Any]:
    """A filter that is the function `name` of the page's own context."""

    @pass_context
    def filter_(context: Context, value: Any) -> Any:
        return context[name](value)

    return filter_
