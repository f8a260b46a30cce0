"""Dates and times as typed to moments on the world's clock."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from shopgen.core.diagnostics import Field, Findings, Span
from shopgen.formats.schema import Moment
from shopgen.model.text import Window


def moment(typed: Moment | None, zone: ZoneInfo, place: Field | Span, findings: Findings) -> datetime | None:
    """The aware moment; times without an offset, and days without a time, are those of `zone`.

    A local time that does not exist moves forward by the length of the gap, one that exists twice is the first; both
    with a warning, unless only a day was typed.
    """
    if typed is None:
        return None
    if typed.value.tzinfo is not None:
        return typed.value
    local = typed.value.replace(tzinfo=zone, fold=0)
    try:
        real = local.astimezone(UTC).astimezone(zone)
        other = local.replace(fold=1)
        if local.utcoffset() == other.utcoffset():
            return local
    except OverflowError:
        findings.error("bad-date", f"`{typed.value:%Y-%m-%d}` is too near the end of time", place, "write another year")
        return None
    if typed.has_time:
        _warn(local, real, zone, place, findings)
    return real


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
    start = moment(opens, zone, place.at(keys[0]), findings)
    end = moment(closes, zone, place.at(keys[1]), findings)
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
