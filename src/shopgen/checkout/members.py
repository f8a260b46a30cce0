"""The ways to buy that shopgen knows, and how several of them go together."""

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct

from shopgen.checkout.protocol import Checkout, Control, Item, Member, SiteFacts
from shopgen.core.kinds import Kind

CHECKOUTS = Kind(
    "checkout",
    {"payment-links": "shopgen.checkout.payment_links", "enquiry": "shopgen.checkout.enquiry"},
)


def options_definitions(names: Sequence[str] = tuple(CHECKOUTS.members)) -> Mapping[str, type[Struct]]:
    """What `shop.yaml` may hold for each member. Raises UsageFailure for a member that nobody provides."""
    return {name: CHECKOUTS.load(name).Options for name in names}


def offer(chosen: Mapping[str, Any], items: Sequence[Item], site: SiteFacts) -> Checkout:
    """What the chosen members give together: for each SKU the control of the first that has one."""
    given = []
    for name, options in chosen.items():
        member: Member = CHECKOUTS.load(name)
        given.append(member.offer(options, items, site))
    return combine(given)


def combine(given: Sequence[Checkout]) -> Checkout:
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
