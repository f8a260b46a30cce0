"""The definition of the whole of `shop.yaml`, with the ways to pay that there are."""

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

import msgspec
from msgspec import Struct

from shopgen.reading.documents.common import Document
from shopgen.reading.documents.settings import SettingsDocument

_LANGUAGES = re.compile(r"^languages:\s*(\[[^\]]*\]|(?:\n?[ \t]*-[ \t]*\S+[ \t]*)+|\S+)", re.MULTILINE)
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_WORD = r"^{key}:[ \t]*[\"']?([\w/+-]+)"


def settings_definition(checkout_options: Mapping[str, type[Struct]]) -> type[SettingsDocument]:
    """`SettingsDocument` with a mapping `checkout` that has a key for each member in `checkout_options`."""
    return _definition(tuple(checkout_options.items()))


@cache
def _definition(members: tuple[tuple[str, type[Struct]], ...]) -> type[Any]:
    fields = [(field_of(name), options | None, None) for name, options in members]
    rename = {field_of(name): name for name, _ in members}
    config: dict[str, Any] = {"frozen": True, "kw_only": True, "forbid_unknown_fields": True, "omit_defaults": True}
    checkout = msgspec.defstruct("CheckoutDocument", fields, bases=(Document,), rename=rename, **config)
    whole = [("checkout", checkout, checkout())]
    return msgspec.defstruct("SettingsDocument", whole, bases=(SettingsDocument,), module=__name__, **config)


def field_of(member: str) -> str:
    """The name of the field that holds the options of `member`."""
    return member.replace("-", "_")


def salvaged(text: str) -> SettingsDocument:
    """The few settings that other files need to be checked, from a `shop.yaml` that cannot be read as a whole."""
    found = _LANGUAGES.search(text)
    languages = tuple(dict.fromkeys(_LANGUAGE.findall(found[1]))) if found else ()
    return SettingsDocument(
        name="",
        base_url="https://shop.invalid",
        currency=_word(text, "currency") or "EUR",
        languages=languages or "en",
        time_zone=_word(text, "time_zone") or "UTC",
        theme=_word(text, "theme") or "default",
    )


def _word(text: str, key: str) -> str:
    found = re.search(_WORD.format(key=key), text, re.MULTILINE)
    return found[1] if found else ""
