"""Orders by mail: a `mailto:` link (RFC 6068) with the item already written in it."""

import re
from collections.abc import Mapping, Sequence
from typing import Annotated
from urllib.parse import quote

from msgspec import Meta, Struct

from shopgen.checkout.protocol import Checkout, Control, Item, SiteFacts
from shopgen.core.diagnostics import Field, Findings
from shopgen.core.layout import SETTINGS

KIND = "enquiry"
_MAIL = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
_NAME = re.compile(r"\{(\w+)\}")
_NAMES = ("title", "sku", "price", "url")
_KNOWN = ", ".join(f"`{{{name}}}`" for name in _NAMES)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")

SUBJECTS: Mapping[str, str] = {
    "en": "Order: {title}",
    "pl": "Zamówienie: {title}",
    "fil": "Order: {title}",
    "bn": "অর্ডার: {title}",
    "ha": "Oda: {title}",
}
BODIES: Mapping[str, str] = {
    "en": "Hello,\n\nI would like to order:\n\n1 × {title}\n{sku} · {price}\n{url}\n\nMy name and address:\n",
    "pl": "Dzień dobry,\n\nchcę zamówić:\n\n1 × {title}\n{sku} · {price}\n{url}\n\nImię, nazwisko i adres:\n",
    "fil": "Magandang araw,\n\nNais kong umorder ng:\n\n1 × {title}\n{sku} · {price}\n{url}\n\nPangalan at tirahan:\n",
    "bn": "নমস্কার,\n\nআমি অর্ডার করতে চাই:\n\n1 × {title}\n{sku} · {price}\n{url}\n\nআমার নাম ও ঠিকানা:\n",
    "ha": "Sannu,\n\nIna so in yi odar:\n\n1 × {title}\n{sku} · {price}\n{url}\n\nSunana da adireshina:\n",
}


class Options(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    email: Annotated[str, Meta(description="The address that orders are sent to.")]
    subjects: Annotated[
        dict[str, str], Meta(description="Subjects by language, with {title}, {sku}, {price}, {url}.")
    ] = {}
    texts: Annotated[dict[str, str], Meta(description="Texts by language, with {title}, {sku}, {price}, {url}.")] = {}


def offer(options: Options, items: Sequence[Item], site: SiteFacts) -> Checkout:
    """A control for every item; none when the options are wrong."""
    findings = Findings()
    _check(options, findings)
    if findings.has_errors:
        return Checkout({}, findings=tuple(findings))
    subject = {**SUBJECTS, **options.subjects}.get(site.language, SUBJECTS["en"])
    text = {**BODIES, **options.texts}.get(site.language, BODIES["en"])
    return Checkout({item.sku: Control(KIND, _mailto(options.email, subject, text, item)) for item in items})


def _check(options: Options, findings: Findings) -> None:
    place = Field(SETTINGS, ("checkout", KIND))
    if not _MAIL.fullmatch(options.email):
        message = f"`{options.email}` is not an e-mail address"
        findings.error("checkout-options", message, place.at("email"), "write it like orders@example.com")
    for key, texts in (("subjects", options.subjects), ("texts", options.texts)):
        for language, text in texts.items():
            for name in _NAME.findall(text):
                if name not in _NAMES:
                    message = f"`{{{name}}}` is not known here"
                    findings.error("checkout-options", message, place.at(key, language), f"known are {_KNOWN}")


def _mailto(email: str, subject: str, text: str, item: Item) -> str:
    title = f"{item.title} ({item.variant})" if item.variant else item.title
    values = dict(zip(_NAMES, (title, item.sku, item.price_text, item.url), strict=True))
    headers = (("subject", _one_line(_filled(subject, values))), ("body", _filled(text, values).replace("\n", "\r\n")))
    return f"mailto:{quote(email, '@')}?" + "&".join(f"{name}={_quoted(value)}" for name, value in headers)


def _filled(text: str, values: Mapping[str, str]) -> str:
    """`text` with its names replaced by values, none of which can add a line."""
    return _NAME.sub(lambda match: _one_line(values[match[1]]), text)


def _one_line(text: str) -> str:
    """`text` with line breaks and runs of blanks as one blank, without control characters."""
    return _CONTROL.sub("", " ".join(text.split()))


def _quoted(text: str) -> str:
    return quote(text, "", errors="replace")
