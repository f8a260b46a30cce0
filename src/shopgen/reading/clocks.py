"""The zones of moments, which msgpack does not keep: it gives all moments back in UTC."""

from collections.abc import Iterator
from datetime import datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from msgspec import Struct
from msgspec.structs import force_setattr

from shopgen.formats.schema import Decoded, Moment
from shopgen.model.product import Offer
from shopgen.model.text import Window
from shopgen.reading.products import Made
from shopgen.reading.texts import Text

Zone = str | int
"""An IANA name, or the seconds of an offset."""


def zones_in(value: object) -> tuple[Zone, ...]:
    """The zone of each moment in a value of the reading memory, in an order that only the value's shape decides."""
    return tuple([_zone(moment.tzinfo) for _, _, moment in _moments(value) if moment.tzinfo is not None])


def put_into_zones(value: object, zones: tuple[Zone, ...]) -> None:
    """Gives the moments in a fresh `value`, which nobody else has seen, the zones that `zones_in` told of it.

    Raises ValueError, LookupError or OSError when these are not its zones.
    """
    moments = [found for found in _moments(value) if found[2].tzinfo is not None]
    for (holder, name, moment), zone in zip(moments, zones, strict=True):
        force_setattr(holder, name, moment.astimezone(_tzinfo(zone)))


def _zone(zone: tzinfo) -> Zone:
    if isinstance(zone, ZoneInfo):
        return zone.key
    offset = zone.utcoffset(None)
    return 0 if offset is None else int(offset.total_seconds())


def _tzinfo(zone: Zone) -> tzinfo:
    return ZoneInfo(zone) if isinstance(zone, str) else timezone(timedelta(seconds=zone))


def _moments(value: object) -> Iterator[tuple[Struct, str, datetime]]:
    """Each moment with the struct and the field that hold it."""
    holders: Iterator[tuple[Struct, tuple[str, ...]]] = iter(())
    if isinstance(value, Made):
        holders = _of_product(value)
    elif isinstance(value, Decoded) and isinstance(value.value, Text):
        holders = _of_text(value.value)
    for holder, names in holders:
        for name in names:
            moment = getattr(holder, name)
            if moment is not None:
                yield holder, name, moment


def _of_product(made: Made) -> Iterator[tuple[Struct, tuple[str, ...]]]:
    product = made.product
    if product is None:
        return
    yield product, ("modified",)
    yield from _of_window(product.window)
    for offer in (product.offer, *(variant.offer for variant in product.variants)):
        yield from _of_offer(offer)


def _of_offer(offer: Offer) -> Iterator[tuple[Struct, tuple[str, ...]]]:
    yield offer, ("available_from",)
    if offer.sale is not None:
        yield from _of_window(offer.sale.window)


def _of_window(window: Window) -> Iterator[tuple[Struct, tuple[str, ...]]]:
    yield window, ("opens", "closes")


def _of_text(text: Text) -> Iterator[tuple[Struct, tuple[str, ...]]]:
    for name in text.document.__struct_fields__:
        moment = getattr(text.document, name)
        if isinstance(moment, Moment):
            yield moment, ("value",)
