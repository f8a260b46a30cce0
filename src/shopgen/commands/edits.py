"""What changed in a shop, one line a thing: `MUG-01: price 24.00 -> 22.00; 3 pages`."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from shopgen.engine.comparing import UNSHOWN
from shopgen.engine.manifest import Change
from shopgen.outcome import Edit, Kind
from shopgen.report.form import count

EDITS_NAMED = 6
FIELDS_NAMED = 3

_KINDS = {
    Kind.MOVED: "lists, menus and links that go with it",
    Kind.TOOLCHAIN: "another version of shopgen or of a library",
    Kind.LOST: "missing from the cache",
}

_WORDS = {
    "title": "title",
    "head.title": "title for search engines",
    "head.description": "description for search engines",
    "offer.price.amount": "price",
    "offer.compare_at.amount": "price before",
    "offer.compare_at": "price before",
    "offer.lowest_30d.amount": "lowest price of 30 days",
    "offer.lowest_30d": "lowest price of 30 days",
    "offer.availability": "availability",
    "offer.stock": "stock",
    "offer.sale_ends": "end of the sale",
    "offer.available_from": "available from",
    "offer.unit_price.amount": "unit price",
    "offer.unit_price": "unit price",
    "offer.weight": "weight",
    "offer.gtin": "gtin",
    "offer.mpn": "mpn",
    "offer.buy": "how it is bought",
    "sku": "sku",
    "url": "address",
    "summary": "summary",
    "description": "description",
    "body": "text",
    "date": "date",
    "authors": "authors",
    "brand": "brand",
    "condition": "condition",
    "pictures": "pictures",
    "picture": "picture",
    "attributes": "attributes",
    "tags": "tags",
    "options": "options",
    "variants": "variants",
    "warnings": "warnings",
    "manufacturer": "manufacturer",
    "responsible_person": "responsible person",
    "energy": "energy",
    "name": "name",
    "tagline": "tagline",
    "menus": "menus",
    "organisation": "organisation",
    "shipping": "shipping",
    "returns": "returns",
    "social": "social",
}
"""What people call the fields of views, by where they begin; the longest beginning counts."""

_TOLD_BY_OTHERS = re.compile(
    r"offer\.(price|compare_at|lowest_30d|unit_price)\.(text|currency)|.*_iso|offer\.(discount|can_be_bought)"
    r"|has_price_range|absolute_url"
)
"""Fields that say what another one says."""

_SIDE_EFFECTS = re.compile(r"(variants\[\d+\]\.)?offer\.buy\b.*|.*\.alt|(thumbnails|options)\b.*|selected\b.*|choice")
"""Fields that often change with others: the link to buy a thing names it and its price, a picture has its title."""

_VARIANT = re.compile(r"variants\[(\d+)\]\.(?=offer\.)")


def lines(edits: Sequence[Edit], limit: int | None = EDITS_NAMED) -> Iterator[str]:
    """A line a thing, those with pages first; how many more there are when they are more than `limit`."""
    told = [edit for edit in edits if edit.pages or edit.kind is not Kind.MOVED] or list(edits)
    shown = told if limit is None or len(told) <= limit else [edit for edit in told if edit.pages] or told
    yield from map(line, shown[:limit])
    rest = len(told) - len(shown[:limit])
    if rest:
        yield f"and {rest:,} more (all with -v)"


def line(edit: Edit) -> str:
    size = count(edit.pages, "page") if edit.pages else count(edit.files, "file")
    if edit.kind in _KINDS:
        return f"{_KINDS[edit.kind]}; {size}"
    if edit.kind is Kind.CHANGED:
        return f"{edit.thing}: {fields_text(edit.changes)}; {size}"
    return f"{edit.kind}: {edit.thing}; {size}"


def plain(edits: Iterable[Edit]) -> list[dict[str, Any]]:
    """The edits as data."""
    return [
        {
            "kind": str(edit.kind),
            "thing": edit.thing,
            "changes": [change_data(change) for change in edit.changes],
            "pages": edit.pages,
            "files": edit.files,
        }
        for edit in edits
    ]


def change_data(change: Change) -> dict[str, Any]:
    return {"of": change.name, "field": change.field, "before": change.before, "after": change.after}


def fields_text(changes: Sequence[Change]) -> str:
    """`price 24.00 -> 22.00, description changed`."""
    told = list(dict.fromkeys(filter(None, map(_field_text, _strong(changes)))))
    if not told:
        return "changed"
    more = len(told) - FIELDS_NAMED
    return ", ".join(told[:FIELDS_NAMED]) + (f" and {more} more" if more > 0 else "")


def _strong(changes: Sequence[Change]) -> Sequence[Change]:
    """Without what changed only with something else; the summary of a text that has none of its own begins it."""
    strong = [change for change in changes if not _SIDE_EFFECTS.fullmatch(change.field)]
    if any(change.field.startswith("body") for change in strong):
        strong = [change for change in strong if change.field != "summary"]
    return strong or changes


def _field_text(change: Change) -> str:
    variant = _VARIANT.match(change.field)
    field = change.field[variant.end() :] if variant else change.field
    if _TOLD_BY_OTHERS.fullmatch(field):
        return ""
    begins = _beginning(field)
    word = _WORDS.get(begins, field) + (f" of variant {int(variant[1]) + 1}" if variant else "")
    if begins != field:
        return f"{word} changed"
    if UNSHOWN in (change.before, change.after) and None not in (change.before, change.after):
        return f"{word} changed"
    return f"{word} {_way_of(change)}".rstrip()


def _way_of(change: Change) -> str:
    """From what to what; only where it ends when there was nothing before."""
    if not change.after:
        return "removed"
    if not change.before:
        return "added" if change.after == UNSHOWN else f"is now {change.after}"
    return f"{change.before} -> {change.after}"


def _beginning(field: str) -> str:
    """The longest beginning of `field` that has a word; `field` itself when none has."""
    steps = re.split(r"(?=[.\[])", field)
    beginnings = ("".join(steps[:length]) for length in range(len(steps), 0, -1))
    return next((beginning for beginning in beginnings if beginning in _WORDS), field)
