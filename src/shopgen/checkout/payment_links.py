"""Hosted payment pages: each product or variant names the address of its own, and a plain link leads there."""

from collections.abc import Sequence
from typing import Annotated
from urllib.parse import urlsplit

from msgspec import Meta, Struct

from shopgen.checkout.protocol import Checkout, Control, Item, SiteFacts
from shopgen.core.diagnostics import Findings

KIND = "payment-links"


class Options(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    hosts: Annotated[
        tuple[str, ...],
        Meta(description="Hosts that payment links may lead to, such as buy.stripe.com; all without it."),
    ] = ()


def offer(options: Options, items: Sequence[Item], site: SiteFacts) -> Checkout:
    """A control for every item that has a payment link."""
    findings = Findings()
    controls: dict[str, Control] = {}
    for item in items:
        if not item.payment_link:
            continue
        problem = _problem(item.payment_link, options.hosts)
        if problem:
            place = item.place.at("payment_link")
            findings.error("checkout-address", f"the payment link of `{item.sku}` {problem}", place, _HINT)
        else:
            controls[item.sku] = Control(KIND, item.payment_link, is_external=True)
    return Checkout(controls, findings=tuple(findings))


_FORBIDDEN = " \"'<>\\^`{|}"
_HINT = "copy the address of the payment page as your provider shows it, beginning with https://"


def _problem(link: str, hosts: tuple[str, ...]) -> str:
    """What is wrong with a payment link, or nothing."""
    if not link.isprintable() or any(mark in link for mark in _FORBIDDEN):
        return "has a blank, a quotation mark, a backslash or another character that addresses cannot have"
    try:
        parts = urlsplit(link)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return "is not an address"
    if parts.scheme != "https" or not host:
        return "does not begin with https:// and a host"
    if "@" in parts.netloc:
        return "has a user name or password in it"
    if hosts and host not in {allowed.lower() for allowed in hosts}:
        return f"leads to `{host}`, which is not among the `hosts` of the checkout"
    return ""
