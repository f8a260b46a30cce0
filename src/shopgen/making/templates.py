"""Jinja, closed: a theme can decide the HTML of the site and nothing else.

Templates are looked up through the `Making` of the page, so that a page remembers every template it used. They see
only what the render context holds; Jinja's own globals are taken away, because a module that `import` keeps for all
pages would hide from the second page what the first one read through them.
"""

from collections.abc import Callable, Generator, Iterable, Iterator
from difflib import get_close_matches
from types import BuiltinMethodType, FunctionType
from typing import Any, cast

from jinja2 import StrictUndefined, Template, TemplateSyntaxError, pass_context
from jinja2.runtime import Context, Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import missing
from markupsafe import Markup, escape
from msgspec import Struct

from shopgen.engine.kitchen import Bundle, Making
from shopgen.making import limits
from shopgen.making.access import READABLE, UNSAFE_OF_TEXTS, escaped
from shopgen.making.compiling import ThemeCodeGenerator
from shopgen.making.limits import Budget, LimitReached, check_growth, check_operation, watched
from shopgen.making.scripts import short_for_texts, tojson
from shopgen.making.sources import BundleLoader, template_name

__all__ = ["LimitReached", "ThemeEnvironment", "frames_of"]

CHARACTERS_BETWEEN_LOOKS = 65_536


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
    """One for each kitchen; makes one page at a time, and the parts of it."""

    intercepted_binops = frozenset({"*", "**", "+", "%"})
    code_generator_class = ThemeCodeGenerator

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
        self.globals["range"] = self._range
        del self.filters["format"]  # `%` in a text; messages have names instead
        for name in ("markdown", "number", "absolute"):
            self.filters[name] = _from_context(name)
        self.filters["tojson"] = tojson
        for name, filter_ in self.filters.items():
            self.filters[name] = watched(name, filter_, self._look)
        self.filters["tojson"] = short_for_texts(self.filters["tojson"])
        self._making: Making | None = None
        self._budget = Budget(limits.SECONDS)
        self._loaded: dict[str, Template] = {}

    def write(self, template: str, context: dict[str, Any], making: Making) -> str:
        """What `template` makes of `context`: a page, or a part of the page that is being made.

        Look-ups are those of `making`; a part draws on its page's budget. Raises LimitReached and whatever the template
        raises.
        """
        outer, self._making = self._making, making
        if outer is None:
            self._budget = Budget(limits.SECONDS)
        try:
            loaded = self.get_template(template)
            return self._read(loaded.root_render_func(loaded.new_context(context)))
        finally:
            self._making = outer

    def _read(self, stream: Iterator[str]) -> str:
        """All that a template writes, measured meanwhile."""
        chunks: list[str] = []
        unmeasured = 0
        try:
            for chunk in stream:
                chunks.append(chunk)
                unmeasured += len(chunk)
                if unmeasured > CHARACTERS_BETWEEN_LOOKS:
                    self._measure(unmeasured, cast(Generator[str, None, None], stream))
                    unmeasured = 0
        except Exception:
            self.handle_exception()
        self._budget.write(unmeasured)
        return "".join(chunks)

    def _measure(self, length: int, stream: Generator[str, None, None]) -> None:
        try:
            self._budget.write(length)
        except LimitReached as reached:
            stream.throw(reached)  # where the template is, so that the finding has its line

    def _load_template(self, name: str, globals: Any) -> Template:  # noqa: A002
        """All ways to a template lead here, also lists of names; Jinja has no public place like this."""
        if self._making is not None:
            self._making.look_up(template_name(name))
        self._step()
        if name not in self._loaded:
            self._loaded[name] = self._compiled(name, globals)
        return self._loaded[name]

    def _compiled(self, name: str, globals: Any) -> Template:  # noqa: A002
        try:
            return super()._load_template(name, globals)
        except (SyntaxError, ValueError) as wrong:
            # what Python itself refuses of the code that Jinja makes: blocks 20 deep, numbers of 5,000 digits
            reason = wrong.msg if isinstance(wrong, SyntaxError) else wrong
            raise TemplateSyntaxError(f"the template cannot be used: {reason}", 1, name) from None

    def _step(self) -> None:
        self._budget.step()

    def _look(self) -> None:
        self._budget.look()

    def make_globals(self, d: Any) -> Any:
        """Those of the environment themselves: nothing that a template does can change them."""
        return self.globals if d is None else super().make_globals(d)

    def counted(self, items: Iterable[Any]) -> Iterable[Any]:
        """What a `for` goes through; compiled into every template."""
        return self._budget.counted(items)

    def shown(self, value: Any) -> str:
        """What `{{ }}` writes, escaped; compiled into every template."""
        kind = type(value)
        if kind is str:
            text = escaped(value)
        elif kind is Markup:
            text = value
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
        if set(map(type, texts)) == {str}:
            self._budget.write(sum(map(len, texts)))
            return "".join(texts)
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

    def getitem(self, obj: Any, argument: Any) -> Any:
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

    def _range(self, *bounds: int) -> range:
        steps = range(*bounds)
        if len(steps) > limits.STEPS:
            raise LimitReached(f"the loops of the page take more than {limits.STEPS:,} steps")
        return steps


def _from_context(name: str) -> Callable[..., Any]:
    """A filter that is the function `name` of the page's own context."""

    @pass_context
    def filter_(context: Context, value: Any) -> Any:
        return context[name](value)

    return filter_


def frames_of(problem: BaseException) -> Iterator[tuple[str, int]]:
    """Templates and lines through which `problem` came, the innermost last."""
    trace = problem.__traceback__
    while trace is not None:
        file = trace.tb_frame.f_code.co_filename
        if file.startswith(template_name("")):
            yield file.removeprefix(template_name("")), trace.tb_lineno
        trace = trace.tb_next
