"""Jinja, closed: a theme can decide the HTML of the site and nothing else.

Templates are looked up through the `Making` of the page, so that a page remembers every template it used. They see
only what the render context holds; Jinja's own globals are taken away, because a module that `import` keeps for all
pages would hide from the second page what the first one read through them.
"""

from collections.abc import Generator, Iterable, Iterator, Mapping
from itertools import islice
from types import BuiltinMethodType, FunctionType
from typing import Any, cast

from jinja2 import Template, TemplateSyntaxError
from jinja2.runtime import Context, Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape
from msgspec import Struct

from shopgen.core.digests import Digest
from shopgen.engine.bundle import Bundle
from shopgen.engine.jobs import Job
from shopgen.engine.kitchen import Kitchen, Making
from shopgen.making import limits
from shopgen.making.access import READABLE, UNSAFE_OF_TEXTS, Way, escaped
from shopgen.making.compiling import ThemeCodeGenerator
from shopgen.making.limits import GROWING, Budget, LimitReached, check_growth, check_operation, short_range, watched
from shopgen.making.modules import ThemeTemplate
from shopgen.making.names import Unknown, from_context
from shopgen.making.scripts import short_for_texts, text_in_script, tojson
from shopgen.making.sources import BundleLoader, template_name

__all__ = ["LimitReached", "ThemeEnvironment"]

_OPEN = frozenset((tuple, list, dict))

CHUNKS_BETWEEN_LOOKS = 16
"""So much of what a template writes is in memory before it is measured; long values in it are measured alone."""


class ThemeEnvironment(ImmutableSandboxedEnvironment):
    """One for each kitchen; makes one page at a time, and the parts of it."""

    intercepted_binops = frozenset({"*", "**", "+", "%"})
    code_generator_class = ThemeCodeGenerator
    template_class = ThemeTemplate

    def __init__(self, bundle: Bundle) -> None:
        super().__init__(
            loader=BundleLoader(bundle),
            autoescape=True,
            undefined=Unknown,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
            optimized=False,  # what is constant in a template is text, which is joined all the same
            cache_size=0,
        )
        self.globals.clear()
        self.globals["range"] = short_range
        del self.filters["format"]  # `%` in a text; messages have names instead
        for name in ("markdown", "number", "absolute"):
            self.filters[name] = from_context(name)
        self.filters["tojson"] = tojson
        for name, filter_ in self.filters.items():
            self.filters[name] = watched(name, filter_, self._look)
        self.filters["tojson"] = short_for_texts(self.filters["tojson"])
        self.functions: dict[Digest, Mapping[str, object]] = {}  # those that the templates of a site may call
        self._nobody = Making(Kitchen({}, {}, bundle), Job("", "", ()), {})
        self.making = self._nobody  # that of what is being written
        self._budget = Budget()
        self._step = self._budget.step
        self.counted = self._budget.counted
        self.escaped = escaped
        self.text_in_script = text_in_script
        self._loaded: dict[str, Template] = {}
        self._ways: dict[tuple[str, ...], Way] = {}

    def write(self, template: str, context: Mapping[str, Any], making: Making) -> list[str]:
        """What `template` makes of `context`, in a few texts: a page, or a part of the page that is being made.

        Look-ups are those of `making`; a part draws on its page's budget. Raises LimitReached and whatever the template
        raises.
        """
        outer, self.making = self.making, making
        if outer is self._nobody:
            self._budget.begin(limits.SECONDS)
        try:
            loaded = self.get_template(template)
            return self._read(loaded.root_render_func(loaded.new_context({**self.globals, **context}, shared=True)))
        finally:
            self.making = outer

    def _read(self, stream: Iterator[str]) -> list[str]:
        """All that a template writes, measured meanwhile."""
        texts: list[str] = []
        try:
            while chunks := list(islice(stream, CHUNKS_BETWEEN_LOOKS)):
                text = "".join(chunks)
                self._measure(len(text), cast("Generator[str, None, None]", stream))
                texts += [text] if text.isascii() else chunks  # one foreign letter makes all beside it slow to encode
        except Exception:
            self.handle_exception()
        return texts

    def _measure(self, length: int, stream: Generator[str, None, None]) -> None:
        try:
            self._budget.write(length)
        except LimitReached as reached:
            stream.throw(reached)  # where the template is, so that the finding has its line

    def get_template(self, name: Any, parent: str | None = None, globals: Any = None) -> Template:  # noqa: A002
        """As Jinja's, which does nothing else for a name."""
        return self._load_template(name, globals) if type(name) is str else super().get_template(name, parent, globals)

    def _load_template(self, name: str, globals: Any) -> Template:  # noqa: A002
        """All ways to a template lead here, also lists of names; Jinja has no public place like this."""
        self.making.look_up(template_name(name))
        self._step()
        return self.loaded(name)

    def loaded(self, name: str) -> Template:
        """The template, compiled, without a look-up."""
        found = self._loaded.get(name)
        if found is None:
            found = self._loaded[name] = self._compiled(name)
        return found

    def _compiled(self, name: str) -> Template:
        try:
            return super()._load_template(name, None)
        except (SyntaxError, ValueError) as wrong:
            # what Python itself refuses of the code that Jinja makes: blocks 20 deep, numbers of 5,000 digits
            reason = wrong.msg if isinstance(wrong, SyntaxError) else wrong
            raise TemplateSyntaxError(f"the template cannot be used: {reason}", 1, name) from None

    def _look(self) -> None:
        self._budget.look()

    def make_globals(self, d: Any) -> Any:
        """Those of the environment themselves: nothing that a template does can change them."""
        return self.globals if d is None else super().make_globals(d)

    def shown(self, value: Any) -> str:
        """What `{{ }}` writes, escaped; compiled into every template."""
        kind = type(value)
        if kind is str:
            text = escaped(value)
        elif kind is Markup:
            text = value
        elif kind is int:
            text = str(value)
        else:
            text = escape(value)
        if len(text) > limits.LONG_TEXT:
            self._budget.wait(len(text))
        return text

    def kept(self, value: Any) -> str:
        """What `{{ }}` writes, escaped, where it stays in memory: in a macro or a block that is kept in a name."""
        text = self.shown(value)
        if len(text) <= limits.LONG_TEXT:
            self._budget.wait(len(text))
        return text

    def plain(self, value: Any) -> str:
        """What `{{ }}` writes where nothing is to be escaped."""
        text = str(value)
        self._budget.wait(len(text))
        return text

    def joined(self, *texts: Any) -> str:
        """What `~` gives; compiled into every template."""
        self._step()
        for text in texts:
            if type(text) is not str:
                return self._joined_values(texts)
        self._budget.write(sum(map(len, texts)))
        return "".join(texts)

    def _joined_values(self, texts: tuple[Any, ...]) -> str:
        is_markup = any(hasattr(text, "__html__") for text in texts)
        plain = [str(escape(text) if is_markup else text) for text in texts]
        self._budget.write(sum(map(len, plain)))
        return (Markup if is_markup else str)("".join(plain))

    def concat(self, parts: Iterable[str]) -> str:
        """What macros and blocks that are kept in a name end with; Jinja's own without a limit."""
        texts = parts if type(parts) is list else list(parts)
        self._budget.write(sum(map(len, texts)))
        return "".join(texts)

    def call(self, context: Context, called: Any, /, *arguments: Any, **options: Any) -> Any:
        """The short way for functions that bear no mark, macros and methods of texts; else the sandbox's."""
        self._step()
        kind = type(called)
        if kind is FunctionType and not called.__dict__:
            return called(*arguments, **options)
        if kind is Macro:
            return called(context.eval_ctx, *arguments, **options)
        if isinstance(getattr(called, "__self__", None), str):
            if called.__name__ in GROWING:
                check_growth(called.__name__, (called.__self__, *arguments, *options.values()))
            if kind is BuiltinMethodType:
                return called(*arguments, **options)
        return super().call(context, called, *arguments, **options)

    def getattr(self, obj: Any, attribute: str) -> Any:
        """The short way for what is known to be safe, the sandbox's for everything else."""
        if attribute in READABLE[type(obj)]:
            return getattr(obj, attribute)
        if isinstance(obj, str) and attribute in UNSAFE_OF_TEXTS:
            return self.unsafe_undefined(obj, attribute)
        return super().getattr(obj, attribute)

    def way(self, *names: str) -> Way:
        """Which values attributes may be read of one after the other; compiled into every template."""
        return self._ways.setdefault(names, Way(names))

    def read(self, obj: Any, names: Iterable[str]) -> Any:
        """What attributes give one after the other; compiled into every template."""
        for name in names:
            obj = getattr(obj, name) if name in READABLE[type(obj)] else self.getattr(obj, name)
        return obj

    def getitem(self, obj: Any, argument: Any) -> Any:
        """As `getattr`; of what is in a list, a tuple or a dictionary, nothing is hidden."""
        if type(obj) in _OPEN:
            try:
                return obj[argument]
            except (TypeError, LookupError):
                pass  # it may be an attribute
        if isinstance(obj, Struct) and isinstance(argument, str) and argument in READABLE[type(obj)]:
            return getattr(obj, argument)
        if isinstance(obj, str) and argument in UNSAFE_OF_TEXTS:
            return self.unsafe_undefined(obj, argument)
        return super().getitem(obj, argument)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Of our own values only fields are safe, and numbers have nothing of use."""
        if isinstance(obj, Struct | int | float):
            return False
        return super().is_safe_attribute(obj, attr, value)

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        check_operation(operator, left, right)
        return super().call_binop(context, operator, left, right)
