"""Mappings with known keys, read into the structs that define them."""

from collections.abc import Callable, Mapping
from typing import Any

from shopgen.formats.schema.shapes import WRONG, OptionalShape, ScalarShape, Shape, TextShape, Unusual, is_free_text
from shopgen.formats.schema.visit import Visit
from shopgen.formats.yaml import MappingNode, Node, ScalarNode


class Field:
    """A key of a struct. A `lenient` one keeps its default when nothing is written after its colon."""

    __slots__ = ("key", "lenient", "name", "required", "shape")

    def __init__(self, name: str, key: str, shape: Shape, required: bool, lenient: bool) -> None:
        self.name = name
        self.key = key
        self.shape = shape
        self.required = required
        self.lenient = lenient


_Entry = tuple[Field, ScalarNode, Node]


def _reader_of(shape: Shape) -> tuple[Callable[[Any], Any] | None, bool, bool]:
    """What reads a value quickly, whether it wants texts only, and whether None may stand in the place of one.

    Texts are so many that a call to see that each is one would show: nothing reads those of any kind.
    """
    match shape:
        case TextShape():
            return None if is_free_text(shape) else shape.checked, True, False
        case ScalarShape():
            return shape.read, True, False
        case OptionalShape(inner=TextShape() | ScalarShape()):
            read, _, _ = _reader_of(shape.inner)
            return read, True, True
    return shape.quick, False, False


class StructShape:
    noun = "a mapping"
    example = "{...}"

    def __init__(self, definition: Callable[..., Any]) -> None:
        self._definition = definition
        self.fields: tuple[Field, ...] = ()
        self.by_key: Mapping[str, Field] = {}

    def define(self, fields: tuple[Field, ...], aliases: Mapping[str, str]) -> None:
        """Fields come after the shape exists, because a definition may contain itself."""
        self.fields = fields
        own = {field.key: field for field in fields}
        by_name = {field.name: field for field in fields}
        self.by_key = own | {alias: by_name[name] for alias, name in aliases.items()}
        self._readers = {key: (field.name, *_reader_of(field.shape)) for key, field in self.by_key.items()}

    def quick(self, value: Any) -> Any:
        if type(value) is not dict:
            raise Unusual
        readers = self._readers
        arguments: dict[str, Any] = {}
        for key, item in value.items():
            reader = readers.get(key)
            if reader is None:
                raise Unusual
            name, read, wants_text, may_be_none = reader
            if type(item) is str or not wants_text:
                arguments[name] = item if read is None else read(item)
            elif item is None and may_be_none:
                arguments[name] = None
            else:
                raise Unusual
        if len(arguments) < len(value):  # two keys mean one field
            raise Unusual
        try:
            return self._definition(**arguments)
        except (ValueError, TypeError):
            raise Unusual from None

    def careful(self, node: Node, visit: Visit) -> Any:
        if not isinstance(node, MappingNode):
            visit.wrong_type(self.noun, "write lines `key: value` below it, indented by two spaces", node)
            return WRONG
        chosen, meant, failed = self._choose(node, visit)
        values = {
            name: field.shape.careful(value, visit.at_key(key))
            for name, (field, key, value) in chosen.items()
            if not (field.lenient and isinstance(value, ScalarNode) and value.is_null)
        }
        for field in self.fields:
            if field.required and field.name not in chosen:
                failed = True
                if field.name not in meant:
                    visit.missing(field.key, field.shape.example, node)
        if failed or any(value is WRONG for value in values.values()):
            return WRONG
        return self._made(values, node, visit)

    def _choose(self, node: MappingNode, visit: Visit) -> tuple[dict[str, _Entry], set[str], bool]:
        """The entries by field; the fields that misspelt keys probably mean; whether any key was wrong."""
        chosen: dict[str, _Entry] = {}
        meant: set[str] = set()
        failed = False
        for key, value in node.entries:
            field = self.by_key.get(key.text)
            if field is None:
                close, is_error = visit.unknown(key, self.by_key)
                failed = failed or is_error
                if close is not None:
                    meant.add(self.by_key[close].name)
            elif field.name in chosen:
                visit.twice(key, chosen[field.name][1])
                failed = True
            else:
                chosen[field.name] = (field, key, value)
        return chosen, meant, failed

    def _made(self, values: dict[str, Any], node: Node, visit: Visit) -> Any:
        try:
            return self._definition(**values)
        except (ValueError, TypeError) as error:
            visit.error("bad-value", str(error), node)
            return WRONG
