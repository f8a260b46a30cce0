"""From definitions to shapes."""

from collections.abc import Hashable, Mapping
from functools import cache
from typing import Any

from msgspec import inspect

from shopgen.formats.schema.scalars import Refused, Scalar, read_number
from shopgen.formats.schema.shapes import (
    AnyShape,
    BoolShape,
    DictShape,
    ListShape,
    OptionalShape,
    ScalarShape,
    Shape,
    TextShape,
    UnionShape,
)
from shopgen.formats.schema.structs import Field, StructShape
from shopgen.formats.text import shown

_CONTAINERS = (inspect.VarTupleType, inspect.DictType, inspect.StructType)


@cache
def shape_of(definition: Hashable) -> Shape:
    """The shape of a definition. Raises TypeError for types that text cannot be read into."""
    return _Compiler().shape(inspect.type_info(definition), None)


class _Compiler:
    """Remembers the structs on the way, because a definition may contain itself."""

    def __init__(self) -> None:
        self._structs: dict[type, StructShape] = {}

    def shape(self, kind: inspect.Type, longest: int | None) -> Shape:
        own = scalar_of(kind)
        if own is not None:
            return ScalarShape(own)
        match kind:
            case inspect.Metadata():
                return self.shape(kind.type, longest)
            case inspect.UnionType():
                return self._union(kind, longest)
            case inspect.VarTupleType():
                return ListShape(self.shape(kind.item_type, longest))
            case inspect.DictType():
                return DictShape(self.shape(kind.key_type, None), self.shape(kind.value_type, longest))
            case inspect.StructType():
                return self._struct(kind)
            case inspect.StrType():
                return TextShape(_least(longest, kind.max_length), kind.min_length or 0, kind.pattern)
            case inspect.BoolType():
                return BoolShape()
            case inspect.AnyType():
                return AnyShape()
        raise TypeError(f"text cannot be read into {kind}")

    def _union(self, union: inspect.UnionType, longest: int | None) -> Shape:
        kinds = [kind for kind in union.types if not isinstance(kind, inspect.NoneType)]
        shapes = [self.shape(kind, longest) for kind in kinds]
        shape = shapes[0]
        if len(shapes) > 1:
            # a text takes everything, so it has the last word
            scalars = sorted(
                (shape for shape in shapes if not isinstance(shape, (ListShape, DictShape, StructShape))),
                key=lambda shape: isinstance(shape, TextShape),
            )
            lists = [shape for shape in shapes if isinstance(shape, ListShape)]
            mappings = [shape for shape in shapes if isinstance(shape, (DictShape, StructShape))]
            shape = UnionShape(scalars, lists[0] if lists else None, mappings[0] if mappings else None)
        return OptionalShape(shape) if len(kinds) < len(union.types) else shape

    def _struct(self, kind: inspect.StructType) -> StructShape:
        known = self._structs.get(kind.cls)
        if known is not None:
            return known
        shape = self._structs[kind.cls] = StructShape(kind.cls)
        limits: Mapping[str, int] = getattr(kind.cls, "limits", {})
        fields = tuple(self._field(field, limits.get(field.name)) for field in kind.fields)
        shape.define(fields, getattr(kind.cls, "aliases", {}))
        return shape

    def _field(self, field: inspect.Field, longest: int | None) -> Field:
        shape = self.shape(field.type, longest)
        return Field(field.name, field.encode_name, shape, field.required, is_lenient(field))


def is_lenient(field: inspect.Field) -> bool:
    """Whether a key without a value keeps its default: lists, mappings and structs, unless the key is required."""
    return not field.required and isinstance(_bare(field.type), _CONTAINERS)


def scalar_of(kind: inspect.Type) -> Scalar | None:
    """What reads a type that is a text with a meaning."""
    match kind:
        case inspect.Metadata():
            own = (kind.extra or {}).get("scalar")
            return own if isinstance(own, Scalar) else None
        case inspect.StructType() | inspect.CustomType():
            own = getattr(kind.cls, "scalar", None)
            return own if isinstance(own, Scalar) else None
        case inspect.IntType():
            return _whole_number(kind)
        case inspect.DecimalType():
            return Scalar("a number", read_number, "1.5", {"type": ["string", "number"]})
        case inspect.EnumType():
            return _choice({str(member.value): member for member in kind.cls})
        case inspect.LiteralType():
            return _choice({str(value): value for value in kind.values})
    return None


def _bare(kind: inspect.Type) -> inspect.Type:
    return _bare(kind.type) if isinstance(kind, inspect.Metadata) else kind


def _least(*lengths: int | None) -> int | None:
    return min((length for length in lengths if length is not None), default=None)


def _choice(members: Mapping[str, Any]) -> Scalar:
    allowed = ", ".join(f"`{word}`" for word in members)

    def read(text: str) -> Any:
        if text in members:
            return members[text]
        raise Refused(f"`{shown(text)}` is not one of the words allowed here", f"write one of {allowed}")

    return Scalar(f"one of {allowed}", read, next(iter(members)), {"enum": list(members)})


def _whole_number(kind: inspect.IntType) -> Scalar:
    least = kind.ge if kind.ge is not None else None if kind.gt is None else kind.gt + 1
    most = kind.le if kind.le is not None else None if kind.lt is None else kind.lt - 1

    def read(text: str) -> int:
        digits = text.removeprefix("+").removeprefix("-")
        if not (digits.isascii() and digits.isdigit() and len(text) - len(digits) <= 1 and len(digits) <= 18):
            raise Refused(f"`{shown(text)}` is not a whole number", "write digits only, such as `12`")
        number = int(text)
        if least is not None and number < least:
            raise Refused(f"`{shown(text)}` is too small", f"write {least} or more")
        if most is not None and number > most:
            raise Refused(f"`{shown(text)}` is too large", f"write {most} or less")
        return number

    limits = {"minimum": least, "maximum": most}
    schema: dict[str, Any] = {"type": ["integer", "string"], "pattern": "^[+-]?[0-9]+$"}
    schema |= {key: value for key, value in limits.items() if value is not None}
    return Scalar("a whole number", read, "1", schema)
