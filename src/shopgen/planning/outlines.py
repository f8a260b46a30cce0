"""The outline of the last plan between two processes."""

from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import msgspec

from shopgen.core.digests import Digest
from shopgen.core.disk import Disk
from shopgen.engine.tables import Opened, Packed, Tables
from shopgen.model.category import Category
from shopgen.model.picture import Picture
from shopgen.planning.addresses import Entity, KnownAddresses
from shopgen.planning.outline import KnownProduct, Outline
from shopgen.planning.targets import KnownTargets, Target

_PRODUCTS = "products"
_TYPES: Mapping[str, Any] = {
    "paths": str,
    "entities": tuple[Entity, str],
    "languages": frozenset[str],
    "files": str,
    "by_sku": Entity,
    "by_source": Target,
    "categories": Category,
    "pictures": Picture,
    _PRODUCTS: KnownProduct,
}
_encode = msgspec.msgpack.Encoder(order="deterministic").encode


class Outlines:
    """Keeps the outline of the last plan in the file at `path`. One that cannot be used is none."""

    def __init__(self, disk: Disk, path: Path) -> None:
        self._tables = Tables(disk, path)

    def save(self, plan: Digest, outline: Outline) -> None:
        """Keeps the outline of the plan with this name, when it is not there already."""
        head = _encode((plan, outline.is_amendable))
        whole = {name: partial(Packed[Any], values, _encode) for name, values in _tables_of(outline).items()}
        if head != self._tables.head or any(self._tables.all(name) != pack() for name, pack in whole.items()):
            self._tables.replace(head, whole)

    def amend(self, plan: Digest, outline: Outline, products: Mapping[str, KnownProduct]) -> None:
        """The outline that was opened, for a plan in which some products are other ones."""
        head = _encode((plan, outline.is_amendable))
        if not self._tables.add(head, {_PRODUCTS: Packed(products, _encode)}):
            self.save(plan, msgspec.structs.replace(outline, products={**outline.products, **products}))

    def open(self, plan: Digest) -> Outline | None:
        try:
            known, is_amendable = msgspec.msgpack.decode(self._tables.head, type=tuple[Digest, bool])
        except msgspec.DecodeError:
            return None
        if known != plan:
            return None
        found = {name: Opened[Any](self._tables, name, type_) for name, type_ in _TYPES.items()}
        return Outline(
            KnownAddresses(found["paths"], found["entities"], found["languages"]),
            KnownTargets(found["files"], found["by_sku"], found["by_source"]),
            found["categories"],
            found["pictures"],
            found[_PRODUCTS],
            is_amendable,
        )

    def products_with(self, text: str) -> Iterator[str]:
        """The sources of all products whose key or SKUs have `text` in them, and maybe of some others."""
        return self._tables.holding(_PRODUCTS, text.encode())


def _tables_of(outline: Outline) -> dict[str, Mapping[str, Any]]:
    addresses, targets = outline.addresses, outline.targets
    return {
        "paths": addresses.paths,
        "entities": addresses.entities,
        "languages": addresses.languages,
        "files": targets.files,
        "by_sku": targets.by_sku,
        "by_source": targets.by_source,
        "categories": outline.categories,
        "pictures": outline.pictures,
        _PRODUCTS: outline.products,
    }
