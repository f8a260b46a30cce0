"""What templates may call besides reading their view."""

from collections.abc import Callable, Hashable, Mapping
from decimal import Decimal
from typing import Any

from markupsafe import Markup
from msgspec import Struct

from shopgen.core.digests import Digest
from shopgen.engine.kitchen import Making, PartRecipe
from shopgen.formats import locale
from shopgen.making.access import marked
from shopgen.making.scripts import linked_data
from shopgen.making.templates import ThemeEnvironment
from shopgen.making.words import words
from shopgen.views.prose import Prose
from shopgen.views.site import Site
from shopgen.views.structured_data import structured_data

DEFAULT_LANGUAGE = "language:default"
FRAGMENT = "fragment"

_PLAIN = frozenset((bool, int, str, type(None)))


class Fragment(Struct, frozen=True):
    """A template with what it is given, besides the site: the same wherever it stands. `known` is the site's digest."""

    template: str
    site: Site
    known: Digest
    values: Mapping[str, Any]


def page_functions(view: Any, environment: ThemeEnvironment, making: Making) -> Mapping[str, object]:
    """For the template of a page."""
    site = getattr(view, "site", None)
    if site is None:
        functions = _of_language(view.language, "", environment, making)
    else:
        functions = _of_site(site, making.digest_of(site), environment, making)
    return {**functions, "structured_data": lambda: linked_data(structured_data(view))}


def fragment_recipe(environment: Callable[[], ThemeEnvironment]) -> PartRecipe:
    """The part of a page that a template makes of nothing but the site and the values it is given."""

    def make(making: Making, fragment: Fragment) -> str:
        functions = _of_site(fragment.site, fragment.known, environment(), making)
        context = {**functions, "site": fragment.site, **fragment.values}
        return marked("".join(environment().write(fragment.template, context, making)))

    return PartRecipe(FRAGMENT, make)


def _of_site(site: Site, known: Digest, environment: ThemeEnvironment, making: Making) -> Mapping[str, object]:
    """The functions for all that is written for a site. They ask on behalf of what is being written just then."""
    making.look_up(DEFAULT_LANGUAGE)
    functions = environment.functions.get(known)
    if functions is None:
        general = _of_language(site.language, site.origin, environment, making)
        functions = environment.functions[known] = {**general, "part": _part(environment, site, known)}
    return functions


def _part(environment: ThemeEnvironment, site: Site, name: Digest) -> Callable[..., str]:
    def part(template: str, **values: Any) -> str:
        making = environment.making
        known = making.known
        identities = [known.get(id(value)) or _identity(making, value) for value in values.values()]
        return making.part(FRAGMENT, Fragment(template, site, name, values), (template, name, *values, *identities))

    return part


def _identity(making: Making, value: Any) -> Hashable:
    """What stands for a value in a key: the same for equal values of one type only."""
    kind = type(value)
    return (kind, value) if kind in _PLAIN else making.digest_of(value)


def _of_language(language: str, origin: str, environment: ThemeEnvironment, making: Making) -> Mapping[str, object]:
    default = making.look_up(DEFAULT_LANGUAGE) or language
    return {
        "t": words(environment, language, default),
        "asset": lambda name: _asset(environment.making, name),
        "markdown": lambda prose: _markdown(environment.making, prose),
        "number": lambda value: _number(value, language),
        "absolute": lambda url: f"{origin}{url}",
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
    return marked(making.part("text", prose, making.digest_of(prose)) if prose else "")


def _number(value: object, language: str) -> str:
    if not isinstance(value, int | Decimal):
        raise TypeError(f"`{value}` is not a number")
    return locale.number(value, language)


def asset_name(name: str) -> str:
    """The name under which the address of an asset is looked up."""
    return f"asset:{name}"
