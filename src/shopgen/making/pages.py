"""Pages: a view built from the ingredients, and the template that turns it into HTML."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, get_args, get_origin, get_type_hints

from jinja2 import TemplateError, TemplateNotFound, TemplateSyntaxError
from msgspec import Struct

from shopgen.core.diagnostics import Diagnostic, Related, Severity, Span
from shopgen.engine.jobs import Ingredient, Job, Plan
from shopgen.engine.kitchen import Making
from shopgen.engine.refusal import Refused
from shopgen.engine.values import Opener
from shopgen.formats.text import shown
from shopgen.making.functions import page_functions
from shopgen.making.sources import TemplateSource, frames_of, template_name
from shopgen.making.templates import LimitReached, ThemeEnvironment
from shopgen.views import pages as views
from shopgen.views.site import Link

LINES_TOLD = 4
"""So many of the lines that led to a template's error are told with it."""


class PageKind(Struct, frozen=True):
    view: type[Any]
    template: str


KINDS: Mapping[str, PageKind] = {
    "home": PageKind(views.HomePage, "home.html"),
    "product": PageKind(views.ProductPage, "product.html"),
    "listing": PageKind(views.ListingPage, "listing.html"),
    "news": PageKind(views.NewsPage, "news.html"),
    "article": PageKind(views.ArticlePage, "article.html"),
    "page": PageKind(views.PlainPage, "page.html"),
    "not-found": PageKind(views.NotFoundPage, "404.html"),
    "redirect": PageKind(views.RedirectPage, "redirect.html"),
}


OWN = frozenset(("head", "product", "listing", "breadcrumbs"))
"""Roles in which each page has a value of its own, or shares it only with its next neighbours."""


def page_recipe(name: str, environment: Callable[[], ThemeEnvironment]) -> Callable[[Making], bytes]:
    """The recipe of a page kind. `environment` gives the one that belongs to the kitchen."""
    kind = KINDS[name]
    several = frozenset(
        field for field, hint in get_type_hints(kind.view).items() if _is_tuple(hint) and not _is_trail(hint)
    )

    def make(making: Making) -> bytes:
        roles = making.roles()
        template = next(iter(roles.pop("layout", ())), kind.template)
        values = {role: tuple(found) if role in several else found[0] for role, found in roles.items()}
        view = kind.view(**values)
        return _write(environment(), template, view, making)

    return make


def roles(name: str) -> Mapping[str, Any]:
    """What the ingredients in each role of a page kind are: one for each element of a tuple, but links all together."""
    hints = get_type_hints(KINDS[name].view)
    found = {
        field: get_args(hint)[0] if _is_tuple(hint) and not _is_trail(hint) else hint for field, hint in hints.items()
    }
    return {**found, "layout": str}


def maker(job: Job, value: Callable[[Ingredient], bytes]) -> str:
    """The template that makes a page, the recipe of any other output. `value` gives what an ingredient is, packed."""
    layout = next((value(item) for item in job.ingredients if item.role == "layout"), None)
    if layout is not None:
        return str(Opener(str).open(layout))
    return KINDS[job.recipe].template if job.recipe in KINDS else job.recipe


def opened(plan: Plan, job: Job) -> Iterator[Any]:
    """The values that a page is made of; none for other outputs."""
    types = roles(job.recipe) if job.recipe in KINDS else {}
    return (Opener(types[item.role]).open(plan.values[item.name]) for item in job.ingredients if item.role in types)


def _is_tuple(hint: Any) -> bool:
    return get_origin(hint) is tuple


def _is_trail(hint: Any) -> bool:
    return _is_tuple(hint) and get_args(hint)[0] is Link


def _write(environment: ThemeEnvironment, template: str, view: Any, making: Making) -> bytes:
    fields = {name: getattr(view, name) for name in view.__struct_fields__}
    context = {**fields, **page_functions(view, environment, making)}
    try:
        return _encoded(environment.write(template, context, making))
    except Refused:
        raise
    except TemplateNotFound as missing:
        hint = "add it to the theme's or the shop's `templates/`"
        message = f"there is no template `{missing.name}`"
        raise _refused("template-missing", message, template, making, missing, hint) from None
    except TemplateSyntaxError as wrong:
        raise _syntax(wrong, making) from None
    except (LimitReached, RecursionError) as limit:
        hint = "look for a loop in a loop, or a template that uses itself"
        endless = "the templates of the page are nested too deep, or use each other without an end"
        message = str(limit) if isinstance(limit, LimitReached) else endless
        raise _refused("template-limit", message, template, making, limit, hint) from None
    except Exception as wrong:  # a template can make anything fail; what fails elsewhere is our own bug
        if not (isinstance(wrong, TemplateError | _NotWritable) or any(frames_of(wrong))):
            raise
        message = str(wrong) or type(wrong).__name__
        hint = "the theme reference lists the names that each template may use"
        raise _refused("template-failed", message, template, making, wrong, hint) from None


class _NotWritable(ValueError):
    """The page holds what no file in UTF-8 can hold."""


def _encoded(texts: list[str]) -> bytes:
    """The page in UTF-8. Each text alone, because those without a foreign letter take no time."""
    try:
        return b"".join([text.encode() for text in texts])
    except UnicodeEncodeError as wrong:
        half = wrong.object[wrong.start].encode("unicode_escape").decode()
        raise _NotWritable(f"the page holds half of a character, `{half}`") from None


def _refused(code: str, message: str, template: str, making: Making, problem: BaseException, hint: str) -> Refused:
    """The finding at the innermost line of a template; at the beginning of `template` when no line is known.

    The lines that led there are told too: the mistake may be in what they hand over.
    """
    *outer, innermost = [Span(_origin(making, name), line) for name, line in frames_of(problem)] or [
        Span(_origin(making, template))
    ]
    way = [place for place in dict.fromkeys(reversed(outer)) if place != innermost]
    related = tuple(Related("used here", place) for place in way[:LINES_TOLD])
    return _finding(code, message, innermost, hint, making, related)


def _syntax(wrong: TemplateSyntaxError, making: Making) -> Refused:
    name = (wrong.filename or wrong.name or "").removeprefix(template_name(""))
    hint = "compare the line with the Jinja documentation; shopgen adds no tags of its own"
    message = wrong.message or "the template is not valid"
    return _finding("template-syntax", message, Span(_origin(making, name), wrong.lineno), hint, making)


def _finding(
    code: str, message: str, place: Span, hint: str, making: Making, related: tuple[Related, ...] = ()
) -> Refused:
    """The finding, which also leads to what the page was to show."""
    job = making.job
    about = f"{shown(' '.join(message.split()), 300)} (while making `{job.path}`)"
    source = (Related("the page is made from this", Span(job.origin)),) if job.origin else ()
    return Refused(Diagnostic(Severity.ERROR, code, about, place, hint, (*related, *source)))


def _origin(making: Making, name: str) -> str:
    source = making.look_up(template_name(name))
    return source.origin if isinstance(source, TemplateSource) else name
