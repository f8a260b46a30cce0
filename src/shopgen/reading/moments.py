"""Dates and times as typed to moments on the world's clock."""

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from shopgen.core.diagnostics import Field, Findings, Span
from shopgen.formats.schema import Moment
from shopgen.model.text import Window

_ALWAYS = Window()


def moment(typed: Moment | None, zone: ZoneInfo, place: Field | Span, findings: Findings) -> datetime | None:
    """The aware moment; times without an offset, and days without a time, are those of `zone`.

    A local time that does not exist moves forward by the length of the gap, one that exists twice is the first; both
    with a warning, unless only a day was typed.
    """
    if typed is None:
        return None
    if typed.value.tzinfo is not None:
        return typed.value
    try:
        local, real = _in_zone(typed.value, zone)
    except OverflowError:
        findings.error("bad-date", f"`{typed.value:%Y-%m-%d}` is too near the end of time", place, "write another year")
        return None
    if local is not real and typed.has_time:
        _warn(local, real, zone, place, findings)
    return real


@lru_cache(4096)
def _in_zone(value: datetime, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """The time on the clocks of `zone`, and the moment that is meant: the same object unless clocks change then.

    Remembered, because many things are published on one day. Raises OverflowError at the ends of time.
    """
    local = value.replace(tzinfo=zone, fold=0)
    real = local.astimezone(UTC).astimezone(zone)
    return local, local if local.utcoffset() == local.replace(fold=1).utcoffset() else real


def _warn(local: datetime, real: datetime, zone: ZoneInfo, place: Field | Span, findings: Findings) -> None:
    time = f"{local:%Y-%m-%d %H:%M}"
    if real.replace(tzinfo=None) != local.replace(tzinfo=None):
        message = f"`{time}` does not exist in {zone.key}: clocks go forward; `{real:%H:%M}` is used"
    else:
        message = f"`{time}` exists twice in {zone.key}: clocks go back; the first is used"
    offset = f"{real:%z}"
    hint = f"write the time with its offset, such as `{real:%Y-%m-%d %H:%M}{offset[:3]}:{offset[3:]}`"
    findings.warning("local-time", message, place, hint)


def window(
    opens: Moment | None,
    closes: Moment | None,
    keys: tuple[str, str],
    zone: ZoneInfo,
    place: Field,
    findings: Findings,
) -> Window:
    """The time between two moments typed under `keys`; an error when the end is not after the beginning."""
    if opens is None and closes is None:
        return _ALWAYS
    start = None if opens is None else moment(opens, zone, place.at(keys[0]), findings)
    end = None if closes is None else moment(closes, zone, place.at(keys[1]), findings)
    if start is not None and end is not None and end <= start:
        message = f"`{keys[1]}` is not after `{keys[0]}`"
        findings.error("bad-date", message, place.at(keys[1]), "write a later date, or leave it out")
        return Window()
    return Window(start, end)


def end_of_day(typed: Moment | None) -> Moment | None:
    """A day without a time as the moment at which it is over; anything else as it is."""
    if typed is None or typed.has_time:
        return typed
    try:
        return Moment(typed.value + timedelta(days=1), False, typed.has_offset)
    except OverflowError:
        return typed
