"""JSON Schema of definitions, so that editors complete keys and underline mistakes."""

from collections.abc import Mapping
from typing import Any

from msgspec import inspect

from shopgen.formats.schema.compile import is_lenient, scalar_of

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def json_schema(definitions: Mapping[str, type]) -> dict[str, dict[str, Any]]:
    """For each name the schema (draft 2020-12) of its definition, with its structs under `$defs`."""
    return {name: _document(definition) for name, definition in definitions.items()}


def _document(definition: type) -> dict[str, Any]:
    writer = _Writer()
    root = writer.schema(inspect.type_info(definition))
    return {"$schema": _DIALECT, **root, "$defs": writer.structs}


class _Writer:
    def __init__(self) -> None:
        self.structs: dict[str, Any] = {}

    def schema(self, kind: inspect.Type) -> dict[str, Any]:
        if isinstance(kind, inspect.Metadata):
            own = scalar_of(kind)
            inner = dict(own.schema) if own is not None else self.schema(kind.type)
            return inner | (kind.extra_json_schema or {})
        own = scalar_of(kind)
        if own is not None:
            return dict(own.schema)
        match kind:
            case inspect.UnionType():
                return {"anyOf": [self.schema(each) for each in kind.types]}
            case inspect.NoneType():
                return {"type": "null"}
            case inspect.VarTupleType():
                return {"type": "array", "items": self.schema(kind.item_type)}
            case inspect.DictType():
                return {"type": "object", "additionalProperties": self.schema(kind.value_type)}
            case inspect.StructType():
                return self._struct(kind)
            case inspect.StrType():
                return _text(kind)
            case inspect.BoolType():
                return {"type": "boolean"}
        return {}

    def _struct(self, kind: inspect.StructType) -> dict[str, Any]:
        name = kind.cls.__name__
        if name not in self.structs:
            self.structs[name] = {}
            self.structs[name] = self._properties(kind)
        return {"$ref": f"#/$defs/{name}"}

    def _properties(self, kind: inspect.StructType) -> dict[str, Any]:
        limits: Mapping[str, int] = getattr(kind.cls, "limits", {})
        aliases: Mapping[str, str] = getattr(kind.cls, "aliases", {})
        properties: dict[str, Any] = {}
        needed: list[list[str]] = []
        for field in kind.fields:
            keys = [field.encode_name, *(alias for alias, name in aliases.items() if name == field.name)]
            properties |= dict.fromkeys(keys, self._field(field, limits.get(field.name)))
            if field.required:
                needed.append(keys)
        rules: dict[str, Any] = {
            "type": "object",
            "properties": properties,
            "patternProperties": {"^x-": {}},
            "additionalProperties": False,
            "required": [keys[0] for keys in needed if len(keys) == 1],
        }
        choices = [{"anyOf": [{"required": [key]} for key in keys]} for keys in needed if len(keys) > 1]
        return rules | {"allOf": choices} if choices else rules

    def _field(self, field: inspect.Field, longest: int | None) -> dict[str, Any]:
        schema = self.schema(field.type)
        if longest is not None:
            schema = _limited(schema, longest)
        if is_lenient(field):
            about: dict[str, Any] = {key: schema.pop(key) for key in ("description", "examples") if key in schema}
            schema = {"anyOf": [schema, {"type": "null"}], **about}
        return schema


def _text(kind: inspect.StrType) -> dict[str, Any]:
    """Unquoted numbers and truth values are texts to us, but not to an editor."""
    rules = {"minLength": kind.min_length, "maxLength": kind.max_length, "pattern": kind.pattern}
    return {"type": ["string", "number", "boolean"], **{key: rule for key, rule in rules.items() if rule is not None}}


def _limited(schema: dict[str, Any], longest: int) -> dict[str, Any]:
    """The schema with a greatest length on the texts inside it."""
    if "items" in schema:
        return schema | {"items": _limited(schema["items"], longest)}
    if "anyOf" in schema:
        return schema | {"anyOf": [_limited(each, longest) for each in schema["anyOf"]]}
    if isinstance(schema.get("additionalProperties"), dict):
        return schema | {"additionalProperties": _limited(schema["additionalProperties"], longest)}
    if "string" in schema.get("type", ()):
        return schema | {"maxLength": min(longest, schema.get("maxLength", longest))}
    return schema
