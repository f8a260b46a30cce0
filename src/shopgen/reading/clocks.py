"""The zones of moments, which msgpack does not keep: it gives all moments back in UTC."""

from datetime import datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from msgspec import Struct
from msgspec.structs import force_setattr

from shopgen.formats.schema import Decoded, Moment
from shopgen.model.brief import Brief
from shopgen.reading.products import Made
from shopgen.reading.texts import Text

Zone = str | int
"""An IANA name, or the seconds of an offset."""


def zones_in(value: object) -> tuple[Zone, ...]:
    """The zone of each moment in a value of the reading memory, in an order that only the value's shape decides.

    Nothing when all are in UTC, as msgpack gives them back.
    """
    zones = tuple([_zone(moment.tzinfo) for _, _, moment in _moments(value) if moment.tzinfo is not None])
    return zones if any(zones) else ()


def put_into_zones(value: object, zones: tuple[Zone, ...]) -> None:
    """Gives the moments in a fresh `value`, which nobody else has seen, the zones that `zones_in` told of it.

    Raises ValueError, LookupError or OSError when these are not its zones.
    """
    if not zones:
        return
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


_Found = tuple[Struct, str, datetime]
"""A moment with the struct and the field that hold it."""


def _moments(value: object) -> list[_Found]:
    if isinstance(value, Made):
        return [] if value.brief is None else _of_product(value.brief)
    if isinstance(value, Decoded) and isinstance(value.value, Text):
        return _of_text(value.value)
    return []


def _of_product(product: Brief) -> list[_Found]:
    """One flat list on purpose: there are as many products as files."""
    found: list[_Found] = []
    if product.modified is not None:
        found.append((product, "modified", product.modified))
    windows = [product.window]
    for offer in [product.offer, *[variant.offer for variant in product.variants]]:
        if offer.sale is not None:
            windows.append(offer.sale.window)
    for window in windows:
        if window.opens is not None:
            found.append((window, "opens", window.opens))
        if window.closes is not None:
            found.append((window, "closes", window.closes))
    return found


def _of_text(text: Text) -> list[_Found]:
    typed = [getattr(text.document, name) for name in text.document.__struct_fields__]
    return [(moment, "value", moment.value) for moment in typed if isinstance(moment, Moment)]
