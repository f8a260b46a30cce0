"""The ways to buy that shopgen knows, and how several of them go together."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import unquote

from msgspec import Struct

from shopgen.checkout.protocol import Checkout, Control, Item, Member, SiteFacts
from shopgen.core.diagnostics import Diagnostic, Field, Place, Severity
from shopgen.core.kinds import Kind
from shopgen.core.layout import SETTINGS
from shopgen.core.paths import output_path
from shopgen.core.secrets import has_secret

CHECKOUTS = Kind(
    "checkout",
    {"payment-links": "shopgen.checkout.payment_links", "enquiry": "shopgen.checkout.enquiry"},
)
_SETTINGS = Field(SETTINGS, ("checkout",))


def options_definitions(names: Sequence[str] = tuple(CHECKOUTS.members)) -> Mapping[str, type[Struct]]:
    """What `shop.yaml` may hold for each member. Raises UsageFailure for a member that nobody provides."""
    return {name: CHECKOUTS.load(name).Options for name in names}


def offer(chosen: Mapping[str, Any], items: Sequence[Item], site: SiteFacts) -> Checkout:
    """What the chosen members give together: for each SKU the control of the first that has one."""
    return combine([offer_of(CHECKOUTS.load(name), options, items, site) for name, options in chosen.items()])


def offer_of(member: Member, options: Any, items: Sequence[Item], site: SiteFacts) -> Checkout:
    """What one member gives. Without controls and documents, and with errors, when there is a secret in them.

    Raises PathRefused when a document has a path that it cannot have.
    """
    given = member.offer(options, items, site)
    for path in given.documents:
        output_path(path)
    secrets = tuple(_secrets(given, items))
    return Checkout({}, findings=(*given.findings, *secrets)) if secrets else given


def _secrets(given: Checkout, items: Sequence[Item]) -> Iterator[Diagnostic]:
    places = {item.sku: item.place for item in items}
    for sku, control in given.controls.items():
        if has_secret(control.url) or has_secret(unquote(control.url)):
            yield _secret(f"the payment address of `{sku}`", places.get(sku, _SETTINGS))
    for path, content in given.documents.items():
        if has_secret(content.decode(errors="replace")):
            yield _secret(f"`{path}`, which the checkout publishes,", _SETTINGS)


def _secret(what: str, place: Place) -> Diagnostic:
    hint = "remove it, make a new key at the provider, and give secrets in environment variables only"
    return Diagnostic(Severity.ERROR, "secret", f"{what} holds what looks like a secret key", place, hint)


def combine(given: Sequence[Checkout]) -> Checkout:
    """All of them as one; where two give the same, the first one's holds."""
    controls: dict[str, Control] = {}
    policy: dict[str, tuple[str, ...]] = {}
    documents: dict[str, bytes] = {}
    for checkout in reversed(given):
        controls.update(checkout.controls)
        documents.update(checkout.documents)
    for checkout in given:
        for directive, sources in checkout.policy.items():
            policy[directive] = tuple(dict.fromkeys((*policy.get(directive, ()), *sources)))
    findings = tuple(finding for checkout in given for finding in checkout.findings)
    return Checkout(controls, documents, policy, findings)
