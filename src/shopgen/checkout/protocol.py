"""The shape of a checkout member.

A member is a module with `Options`, a msgspec struct that says what `shop.yaml` may hold under the member's name, and
`offer(options, items, site) -> Checkout`, a pure function. Secrets have no place in options: they come from the
environment, and only in commands that talk to a provider.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from msgspec import Struct

from shopgen.core.diagnostics import Diagnostic, Field
from shopgen.model.money import Money


class SiteFacts(Struct, frozen=True):
    """`base_url` is absolute without a closing slash."""

    name: str
    base_url: str
    language: str


class Item(Struct, frozen=True):
    """Something that can be put into an order. `url` is the absolute address of its page; `place` where it is typed."""

    sku: str
    title: str
    variant: str
    price: Money
    price_text: str
    url: str
    payment_link: str
    place: Field


class Control(Struct, frozen=True):
    """A link that buys one item."""

    kind: str
    url: str
    is_external: bool = False


class Checkout(Struct, frozen=True):
    """What a member gives: a control for each SKU that it can sell, files to publish, sources for the pages' CSP."""

    controls: Mapping[str, Control]
    documents: Mapping[str, bytes] = {}
    policy: Mapping[str, tuple[str, ...]] = {}
    findings: tuple[Diagnostic, ...] = ()


class Member(Protocol):
    Options: type[Struct]

    def offer(self, options: Any, items: Sequence[Item], site: SiteFacts) -> Checkout: ...
