"""Orders by mail: a `mailto:` link (RFC 6068) with the item already written in it."""

import re
from collections.abc import Mapping, Sequence
from typing import Annotated
from urllib.parse import quote

from msgspec import Meta, Struct

from shopgen.checkout.protocol import Checkout, Control, Item, SiteFacts
from shopgen.core.diagnostics import Diagnostic, Field, Severity

KIND = "enquiry"
_MAIL = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")

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
    "fil": "Magandang araw,\n\nNais kong umorder ng:\n\n1 × {title}\n{sku} · {price}\n{url}\n\nPangalan at tirahan ko:\n",
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
    """A control for every item."""
    if not _MAIL.fullmatch(options.email):
        place = Field("shop.yaml", ("checkout", KIND, "email"))
        message = f"`{options.email}` is not an e-mail address"
        finding = Diagnostic(Severity.ERROR, "checkout-options", message, place, "write it like orders@example.com")
        return Checkout({}, findings=(finding,))
    subject = {**SUBJECTS, **options.subjects}.get(site.language, SUBJECTS["en"])
    text = {**BODIES, **options.texts}.get(site.language, BODIES["en"])
    return Checkout({item.sku: Control(KIND, _mailto(options.email, subject, text, item)) for item in items})


def _mailto(email: str, subject: str, text: str, item: Item) -> str:
    title = f"{item.title} ({item.variant})" if item.variant else item.title
    values = {"title": title, "sku": item.sku, "price": item.price_text, "url": item.url}
    headers = (("subject", _filled(subject, values)), ("body", _filled(text, values).replace("\n", "\r\n")))
    return f"mailto:{quote(email, '@')}?" + "&".join(f"{name}={quote(value, '')}" for name, value in headers)


def _filled(text: str, values: Mapping[str, str]) -> str:
    """`text` with its names replaced; line breaks inside a value become blanks, so that none can add lines."""
    return re.sub(r"\{(\w+)\}", lambda match: " ".join(values.get(match[1], match[0]).split()), text)
