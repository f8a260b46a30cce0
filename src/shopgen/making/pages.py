"""Pages: a view built from the ingredients, and the template that turns it into HTML."""

import json
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, get_origin, get_type_hints

from jinja2 import TemplateError, TemplateNotFound, TemplateSyntaxError
from markupsafe import Markup
from msgspec import Struct

from shopgen.core.diagnostics import Diagnostic, Severity, Span
from shopgen.engine.kitchen import Making, Refused
from shopgen.formats import locale
from shopgen.formats.text import shown
from shopgen.making.templates import LimitReached, TemplateSource, ThemeEnvironment, frames_of, template_name
from shopgen.making.words import Words
from shopgen.views import pages as views
from shopgen.views.prose import Prose
from shopgen.views.structured_data import structured_data

DEFAULT_LANGUAGE = "language:default"


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


def page_recipe(name: str, environment: Callable[[], ThemeEnvironment]) -> Callable[[Making], bytes]:
    """The recipe of a page kind. `environment` gives the one that belongs to the kitchen."""
    kind = KINDS[name]
    several = {field for field, hint in get_type_hints(kind.view).items() if get_origin(hint) is tuple}

    def make(making: Making) -> bytes:
        roles = making.roles()
        template = next(iter(roles.pop("layout", ())), kind.template)
        values = {role: tuple(found) if role in several else found[0] for role, found in roles.items()}
        view = kind.view(**values)
        return _write(environment(), template, view, making)

    return make


def _write(environment: ThemeEnvironment, template: str, view: Any, making: Making) -> bytes:
    context = {name: getattr(view, name) for name in view.__struct_fields__}
    context.update(_functions(view, making))
    try:
        return _encoded(environment.write(template, context, making))
    except Refused:
        raise
    except TemplateNotFound as missing:
        hint = "add it to the theme's or the shop's `templates/`"
        message = f"there is no template `{missing.name}`"
        raise _refused("template-missing", message, template, making, missing, hint) from None
    except TemplateSyntaxError as wrong:
        raise Refused(_syntax(wrong, making)) from None
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


def _encoded(page: str) -> bytes:
    try:
        return page.encode()
    except UnicodeEncodeError as wrong:
        half = page[wrong.start].encode("unicode_escape").decode()
        raise _NotWritable(f"the page holds half of a character, `{half}`") from None


def _refused(code: str, message: str, template: str, making: Making, problem: BaseException, hint: str) -> Refused:
    """The finding at the innermost line of a template; at the beginning of `template` when no line is known."""
    name, line = ([(template, 1), *frames_of(problem)])[-1]
    return Refused(Diagnostic(Severity.ERROR, code, _about(message, making), Span(_origin(making, name), line), hint))


def _about(message: str, making: Making) -> str:
    return f"{shown(' '.join(message.split()), 300)} (while making `{making.job.path}` from `{making.job.origin}`)"


def _syntax(wrong: TemplateSyntaxError, making: Making) -> Diagnostic:
    name = (wrong.filename or wrong.name or "").removeprefix(template_name(""))
    message = _about(wrong.message or "the template is not valid", making)
    hint = "compare the line with the Jinja documentation; shopgen adds no tags of its own"
    return Diagnostic(Severity.ERROR, "template-syntax", message, Span(_origin(making, name), wrong.lineno), hint)


def _origin(making: Making, name: str) -> str:
    source = making.look_up(template_name(name))
    return source.origin if isinstance(source, TemplateSource) else name


def _functions(view: Any, making: Making) -> dict[str, object]:
    """What a template may call besides reading its view."""
    site = getattr(view, "site", None)
    language = site.language if site else view.language
    default = making.look_up(DEFAULT_LANGUAGE) or language
    return {
        "t": Words(making, language, default),
        "asset": lambda name: _asset(making, name),
        "structured_data": lambda: _json_ld(view),
        "markdown": lambda prose: _markdown(making, prose),
        "number": lambda value: _number(value, language),
        "absolute": lambda url: f"{site.origin}{url}" if site else url,
    }


def _asset(making: Making, name: str) -> str:
    url = making.look_up(asset_name(name))
    if not isinstance(url, str):
        raise LookupError(f"the theme has no asset `{name}`")
    return url


def _markdown(making: Making, prose: object) -> Markup:
    if not isinstance(prose, Prose):
        kind = type(prose).__name__
        raise TypeError(f"`markdown` takes a text of a view, such as `product.description`, not `{kind}`")
    return Markup(making.part("text", prose) if prose else "")


def _number(value: object, language: str) -> str:
    if not isinstance(value, int | Decimal):
        raise TypeError(f"`{value}` is not a number")
    return locale.number(value, language)


def asset_name(name: str) -> str:
    """The name under which the address of an asset is looked up."""
    return f"asset:{name}"


_ESCAPES = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def _json_ld(view: views.PageView) -> Markup:
    """Script blocks whose content cannot end the block, whatever the texts are."""
    blocks = []
    for document in structured_data(view):
        text = json.dumps(document, ensure_ascii=False, separators=(",", ":"), default=_plain)
        for character, escaped in _ESCAPES.items():
            text = text.replace(character, escaped)
        blocks.append(f'<script type="application/ld+json">{text}</script>')
    return Markup("\n    ".join(blocks))


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no place in structured data")
