"""Text typed by definitions: msgspec structs say which keys a file may have and what their texts mean.

Definitions are frozen structs with `forbid_unknown_fields=True, kw_only=True`, made of `str`, `int`, `bool`, enums of
texts, `Literal`, `tuple[X, ...]`, `dict[str, X]`, nested structs, `X | None`, unions of one scalar, one list and one
mapping, `Any` for plain values, and scalars of one's own (`Scalar`). Two class variables are read: `aliases` (another
key for a field) and `limits` (the greatest length of a field's texts).
"""

from shopgen.formats.schema.decode import Decoded, decode
from shopgen.formats.schema.json_schema import json_schema
from shopgen.formats.schema.scalars import Amount, Moment, Number, Refused, Scalar, scalar

__all__ = [
    "Amount",
    "Decoded",
    "Moment",
    "Number",
    "Refused",
    "Scalar",
    "decode",
    "json_schema",
    "scalar",
]
