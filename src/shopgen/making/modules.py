"""Templates, and what an import makes of them: a module for each set of values that it can see.

Jinja runs a template anew for each import with the context. What it makes depends on nothing but the values of the
names that are resolved in it, or in what it imports in turn, and those are mostly the functions and the site.
"""

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from jinja2 import Template, TemplateError
from jinja2.environment import TemplateModule
from jinja2.runtime import Context
from jinja2.utils import missing
from msgspec import Struct

from shopgen.core.diagnostics import Diagnostic
from shopgen.engine.bundle import Lookups
from shopgen.making.names import ThemeContext

MODULES_KEPT = 32
"""Of one template; those that see what is each page's own are made anew."""
OF_FILTERS = ("absolute", "markdown", "number")
"""Filters find these in the context, whatever names are written in a template."""


class _Kept(Struct, frozen=True):
    """A module with what making it saw. `values` are those that it saw, which must live as long as it does."""

    module: TemplateModule
    values: tuple[Any, ...]
    lookups: Lookups
    diagnostics: tuple[Diagnostic, ...]


class ThemeTemplate(Template):
    """Jinja's, with a context that is found sooner, and modules that are kept."""

    environment: Any
    _needs: tuple[tuple[str, ...], tuple[str, ...]] | None
    _kept: dict[tuple[int, ...], _Kept]

    @classmethod
    def _from_namespace(cls, environment: Any, namespace: Any, globals: Any) -> "ThemeTemplate":  # noqa: A002
        made: ThemeTemplate = super()._from_namespace(environment, namespace, globals)  # type: ignore[assignment]
        made._needs = namespace["needs"]
        made._kept = {}
        return made

    def new_context(self, vars: Any = None, shared: bool = False, locals: Any = None) -> Context:  # noqa: A002
        values: dict[str, Any] = (vars or {}) if shared else {**self.globals, **(vars or {})}
        if locals:
            values = {**values, **{name: value for name, value in locals.items() if value is not missing}}
        return ThemeContext(self.environment, values, self.name, self.blocks, self.globals)

    def make_module(self, vars: Any = None, shared: bool = False, locals: Any = None) -> TemplateModule:  # noqa: A002
        """The module for the values that it can see. Making it is looking up what it looked up, whoever made it."""
        if not shared or self._names is None:
            return super().make_module(vars, shared, locals)
        given = {name: value for name, value in locals.items() if value is not missing} if locals else {}
        return self._module_of({name: given.get(name, vars.get(name, missing)) for name in self._names})

    def _get_default_module(self, ctx: Context | None = None) -> TemplateModule:
        """The module without a context."""
        return self._module_of({})

    def _module_of(self, values: Mapping[str, Any]) -> TemplateModule:
        kept = self._kept.get(tuple(map(id, values.values()))) or self._keep(values)
        self.environment.making.take(kept.lookups, kept.diagnostics)
        return kept.module

    def _keep(self, values: Mapping[str, Any]) -> _Kept:
        asking = self.environment.making
        self.environment.making = making = asking.apart()
        try:
            seen = {name: value for name, value in values.items() if value is not missing}
            module = super().make_module({**self.globals, **seen}, shared=True)
        finally:
            self.environment.making = asking
        if len(self._kept) >= MODULES_KEPT:
            self._kept.clear()
        kept = _Kept(module, tuple(values.values()), making.lookups, tuple(making.diagnostics))
        self._kept[tuple(map(id, values.values()))] = kept
        return kept

    @cached_property
    def _names(self) -> tuple[str, ...] | None:
        """The names that are resolved here and in all that is imported; None when they cannot be known."""
        names, left, seen = set(OF_FILTERS), [self], {self.name}
        while left:
            needs = left.pop()._needs
            if needs is None:
                return None
            names |= set(needs[0])
            for other in set(needs[1]) - seen:
                seen.add(other)
                try:
                    left.append(self.environment.loaded(other))
                except TemplateError:  # told when it is imported, if it ever is
                    return None
        return tuple(sorted(names))
