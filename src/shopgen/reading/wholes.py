"""Whole products as they rest in a store: what comes of a file is opened again when its pages are planned.

JSON, because it keeps the offset of a moment, with everything in the order in which it was typed.
"""

import msgspec

from shopgen.core.digests import Digest
from shopgen.engine.borrowed import AnyStore
from shopgen.engine.store import Lost
from shopgen.model.brief import Brief
from shopgen.model.product import Product

_encode = msgspec.json.Encoder(decimal_format="string").encode
_decode = msgspec.json.Decoder(Product).decode


def put_away(product: Product, store: AnyStore) -> Digest:
    """The name under which the product is found in `store`."""
    return store.put(_encode(product))


class Wholes:
    """Opens whole products. All of them are equal: under one name lies the same product in every store."""

    def __init__(self, store: AnyStore) -> None:
        self._store = store

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Wholes)

    def __hash__(self) -> int:
        return hash(Wholes)

    def __repr__(self) -> str:
        return "Wholes()"

    def __call__(self, brief: Brief) -> Product:
        """Raises Lost when the product is not there any more."""
        return self.named(brief.whole)

    def named(self, name: Digest) -> Product:
        """The product that was put away under `name`; raises Lost."""
        content = self._store.get(name)
        try:
            return _decode(content or b"")
        except msgspec.DecodeError:
            raise Lost(name) from None
