"""What the buttons of a page sell, and what each of them would send: known from the page's own ingredients.

Nothing here knows a provider: a control is an address, and its parts are told as the standards for addresses have it
(RFC 3986, RFC 6068, and the form encoding of the URL Standard).
"""

import re
from collections.abc import Iterator, Mapping
from html import escape, unescape
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from msgspec import Struct

from shopgen.making.pages import opened
from shopgen.preview.addresses import asking
from shopgen.preview.answers import Answer
from shopgen.views.product import BuyControl, OfferView, ProductCard, ProductDetail

CHECKOUT = "/_shopgen/checkout"

_ADDRESS = re.compile(
    rb"""\b(?P<name>href|action|formaction)(?P<is>\s*=\s*)(?P<value>"[^"]*"|'[^']*'|[^\s"'>]+)""", re.IGNORECASE
)
_WEB = frozenset(("http", "https"))
_LEADS_ON = _WEB | {"mailto", "tel"}


class Sold(Struct, frozen=True):
    """Something that a button on a page sells, once."""

    title: str
    variant: str
    offer: OfferView
    control: BuyControl


class Sent(Struct, frozen=True):
    """What following a control's address sends. `target` is the host, or who gets the mail; `request` is what goes out
    as it goes out. `can_be_followed` tells whether the address is of a kind that is safe to follow from here.
    """

    scheme: str
    target: str
    request: str
    fields: tuple[tuple[str, str], ...]
    can_be_followed: bool

    @property
    def is_web(self) -> bool:
        return self.scheme in _WEB

    def tells(self, text: str) -> bool:
        """Whether `text` stands anywhere in what is sent."""
        return text in unquote(self.request) or any(text in value for _, value in self.fields)


def sold_on(answer: Answer) -> Mapping[str, Sold]:
    """What can be bought on a page, by the address of its control."""
    planned = answer.planned
    if planned is None or planned.plan is None or answer.job is None:
        return {}
    found = (sold for value in opened(planned.plan, answer.job) for sold in _sold(value))
    return {sold.control.url: sold for sold in found}


def with_trials(page: bytes, sold: Mapping[str, Sold], address: str) -> bytes:
    """`page` with its ways to buy leading to where they can be tried, instead of to a provider."""

    def tried(found: re.Match[bytes]) -> bytes:
        given = unescape(found["value"].strip(b"\"'").decode("utf-8", "replace"))
        if given not in sold:
            return found[0]
        return found["name"] + found["is"] + f'"{escape(trial_address(sold[given], address))}"'.encode()

    return _ADDRESS.sub(tried, page) if sold else page


def trial_address(sold: Sold, page: str) -> str:
    """Where the preview shows what buying `sold` on the page at `page` would send."""
    return asking(CHECKOUT, page, sku=sold.offer.sku)


def sent(url: str) -> Sent:
    parts = urlsplit(url)
    if parts.scheme in _WEB:
        target = parts.netloc
        way = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        request = f"GET {way} HTTP/1.1\nHost: {target}"
    else:
        target, request = unquote(parts.path), url
    return Sent(parts.scheme, target, request, tuple(_fields(parts)), parts.scheme in _LEADS_ON)


def _fields(parts: SplitResult) -> Iterator[tuple[str, str]]:
    """Names and values in an address. Only forms of the web write a blank as `+`."""
    if parts.scheme in _WEB:
        yield from parse_qsl(parts.query, keep_blank_values=True)
        return
    for field in filter(None, parts.query.split("&")):
        name, _, value = field.partition("=")
        yield unquote(name), unquote(value).replace("\r\n", "\n")


def _sold(value: Any) -> Iterator[Sold]:
    match value:
        case ProductCard(title=title, offer=OfferView(buy=BuyControl() as control) as offer):
            yield Sold(title, "", offer, control)
        case ProductDetail(title=title, variants=variants):
            for variant in variants:
                if variant.offer.buy:
                    yield Sold(title, variant.title, variant.offer, variant.offer.buy)
            if value.offer.buy:
                yield Sold(title, value.choice, value.offer, value.offer.buy)
