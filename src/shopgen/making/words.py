"""Interface texts: the theme's messages in the page's language, with names and plural forms filled in."""

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Protocol

from jinja2.runtime import Undefined
from markupsafe import Markup, escape

from shopgen.core.diagnostics import Diagnostic, Severity
from shopgen.engine.kitchen import Making
from shopgen.formats import locale
from shopgen.making.access import escaped, marked

_NAME = re.compile(r"\{(\w+)\}")


def message_name(language: str, key: str) -> str:
    """The name under which a message is looked up."""
    return f"message:{language}:{key}"


class Asking(Protocol):
    """On whose behalf texts are looked up."""

    making: Making


def words(asking: Asking, language: str, default: str) -> Callable[..., Markup]:
    """The function `t` of templates. A message that no language has is shown as its key, with a warning."""
    languages = (language,) if language == default else (language, default)

    def t(key: str, **values: object) -> Markup:
        """The text, with `values` escaped unless they are markup already."""
        making = asking.making
        count = values.get("count") if values else None
        found = _find(making, languages, key, count if isinstance(count, int | Decimal) else None)
        if found is None:
            message = f"the theme has no text for `{key}` in `{language}`"
            warning = Diagnostic(Severity.WARNING, "message-missing", message, hint="add it to the theme's `locales/`")
            making.diagnostics.append(warning)
            return escape(key)
        spoken, text = found
        text = escaped(text)
        return marked(_NAME.sub(lambda match: _filled(match, values, spoken), text) if "{" in text else text)

    return t


def _find(making: Making, languages: tuple[str, ...], key: str, count: int | Decimal | None) -> tuple[str, str] | None:
    for language in languages:
        forms = [key] if count is None else [f"{key}.{locale.plural_category(count, language)}", f"{key}.other", key]
        for form in forms:
            text = making.look_up(message_name(language, form))
            if isinstance(text, str):
                return language, text
    return None


def _filled(match: "re.Match[str]", values: dict[str, object], language: str) -> str:
    if match[1] not in values:
        return match[0]
    value = values[match[1]]
    if isinstance(value, Undefined):
        str(value)  # raises the error that names what is undefined
    return str(escape(locale.number(value, language) if isinstance(value, int | Decimal) else value))
