"""Texts that mean amounts, numbers and moments, and how others add kinds of their own."""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from typing import Annotated, Any, ClassVar
from unicodedata import decimal

from msgspec import Meta, Struct

from shopgen.formats.text import shown

_NUMBER = re.compile(r"[+-]?[0-9]{1,30}(?:\.[0-9]{1,30})?", re.ASCII)
_MOMENT = re.compile(
    r"(\d{4})-(\d{2})-(\d{2})"
    r"(?:[Tt ] *(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,6})\d*)?)?(?: *([Zz]|UTC|[+-]\d{2}(?::?\d{2})?))?)?",
    re.ASCII,
)


class Refused(Exception):
    """A text that does not mean what it should."""

    def __init__(self, message: str, hint: str = "", code: str = "bad-value") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.code = code


class Scalar(Struct, frozen=True):
    """A kind of text: its noun with article, what reads it (raises Refused), an example, its JSON Schema.

    A class carries one as its class variable `scalar`; other types carry one in `Annotated[..., scalar(...)]`.
    """

    noun: str
    read: Callable[[str], Any]
    example: str
    schema: Mapping[str, Any]


def scalar(noun: str, read: Callable[[str], Any], example: str, schema: Mapping[str, Any] | None = None) -> Meta:
    """The annotation that makes a type a scalar of its own."""
    return Meta(extra={"scalar": Scalar(noun, read, example, schema or {"type": "string"})})


def read_amount(text: str) -> Decimal:
    """The amount, exactly as typed. Raises Refused with code `bad-amount`."""
    return _decimal(text, "an amount", "bad-amount")


def read_number(text: str) -> Decimal:
    """The number, exactly as typed. Raises Refused."""
    return _decimal(text, "a number", "bad-value")


def _decimal(text: str, noun: str, code: str) -> Decimal:
    if _NUMBER.fullmatch(text):
        return Decimal(text)
    raise Refused(f"`{shown(text)}` is not {noun}", _number_hint(text, noun), code)


def _number_hint(text: str, noun: str) -> str:
    """How to write what was probably meant."""
    general = f"write {noun} in digits with a point, such as `19.99`"
    digits = "".join(str(decimal(character, character)) for character in text.strip()[:40])
    found = re.fullmatch(r"[^\d+\-.,]*([+-]?) ?(\d[\d.,'’_\s]*?)[.,]?(?:[^\d.,]*|,[-–])", digits)
    if not found or re.search(r"\d[eE][+-]?\d", text):
        return general
    sign, number = found[1], re.sub(r"['’_\s]", "", found[2])
    groups = re.split(r"[.,]", number)
    if len(groups) == 2 and len(groups[1]) == 3 and "," in number:
        return f"write `{sign}{groups[0]}{groups[1]}` or `{sign}{groups[0]}.{groups[1]}`, whichever is meant"
    if len(groups) == 1 or (len(groups[-1]) == 3 and len(set(re.findall(r"[.,]", number))) == 1 and len(groups) > 2):
        return f"write `{sign}{''.join(groups)}`"
    return f"write `{sign}{''.join(groups[:-1])}.{groups[-1]}`"


def read_moment(text: str) -> "Moment":
    """The date or date and time. Raises Refused with code `bad-date`."""
    found = _MOMENT.fullmatch(text)
    if not found:
        hint = "write year, month and day, such as `2026-11-22`, or with a time `2026-11-22 18:30`"
        raise Refused(f"`{shown(text)}` is not a date", hint, "bad-date")
    year, month, day, hour, minute, second, fraction, offset = found.groups()
    try:
        value = datetime(
            int(year), int(month), int(day), int(hour or 0), int(minute or 0), int(second or 0),
            int(fraction.ljust(6, "0")) if fraction else 0, _zone(offset),
        )  # fmt: skip
        if value.tzinfo is not None and value.tzinfo is not UTC:
            value.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        reason = "it lies outside the years 1 to 9999" if isinstance(error, OverflowError) else str(error)
        message = f"`{text}` is not in the calendar: {reason}"
        raise Refused(message, "write a day that exists, such as `2026-11-22`", "bad-date") from None
    return Moment(value, hour is not None, offset is not None)


def _zone(offset: str | None) -> timezone | None:
    if offset is None:
        return None
    if offset in ("Z", "z", "UTC"):
        return UTC
    hours, minutes = int(offset[1:3]), int(offset[3:].lstrip(":") or 0)
    if minutes > 59:
        raise ValueError("offset minutes must be in 0..59")
    sign = -1 if offset[0] == "-" else 1
    return timezone(sign * timedelta(hours=hours, minutes=minutes))


class Moment(Struct, frozen=True):
    """A day, or a day and a time; `value` is without a zone unless an offset was typed."""

    value: datetime
    has_time: bool = False
    has_offset: bool = False

    scalar: ClassVar[Scalar] = Scalar(
        "a date",
        read_moment,
        "2026-11-22",
        {"type": "string", "anyOf": [{"format": "date"}, {"format": "date-time"}, {"pattern": f"^{_MOMENT.pattern}$"}]},
    )


_DECIMAL_SCHEMA = {"type": ["string", "number"]}
Amount = Annotated[Decimal, scalar("an amount", read_amount, "19.99", _DECIMAL_SCHEMA)]
Number = Annotated[Decimal, scalar("a number", read_number, "1.5", _DECIMAL_SCHEMA)]
