"""What a value must look like. Each shape reads plain values quickly and nodes carefully, alike."""

import re
from collections.abc import Callable, Sequence
from typing import Any, Final, Protocol

from shopgen.formats.schema.scalars import Refused, Scalar
from shopgen.formats.schema.visit import Visit
from shopgen.formats.text import shown
from shopgen.formats.yaml import MappingNode, Node, ScalarNode, SequenceNode


class Unusual(Exception):
    """A plain value that is wrong or worth a warning: the careful reading says what and where."""


class _Wrong:
    """The result of a careful reading that found errors."""


WRONG: Final = _Wrong()


class Shape(Protocol):
    """`noun` has its article; `example` is what a hint shows after a key."""

    noun: str
    example: str

    def quick(self, value: Any, /) -> Any:
        """The value as the definition wants it. Raises Unusual or Refused, also for what is worth a warning."""

    def careful(self, node: Node, visit: Visit) -> Any:
        """The same from a node, or WRONG; findings go to the visit."""


class TextShape:
    noun = "a text"
    example = "..."

    def __init__(self, longest: int | None, shortest: int = 0, pattern: str | None = None) -> None:
        self._longest = longest
        self._shortest = shortest
        self._pattern = re.compile(pattern) if pattern else None
        self.is_free = longest is None and not shortest and self._pattern is None

    def quick(self, value: Any) -> str:
        if type(value) is not str:
            raise Unusual
        return self.checked(value)

    def careful(self, node: Node, visit: Visit) -> Any:
        if not isinstance(node, ScalarNode) or node.is_null:
            visit.wrong_type(self.noun, "write one text; put it in quotes if it holds `: `", node)
            return WRONG
        return _checked(self.quick, node, visit)

    def checked(self, text: str) -> str:
        if self._longest is not None and len(text) > self._longest:
            message = f"the text has {len(text):,} characters; the limit is {self._longest:,}"
            raise Refused(message, "shorten it", "too-long")
        if len(text) < self._shortest:
            message = f"`{shown(text)}` is too short" if text else "the text is empty"
            raise Refused(message, f"write at least {self._shortest} characters")
        if self._pattern and not self._pattern.search(text):
            raise Refused(
                f"`{shown(text)}` does not have the form that is needed", f"it must match {self._pattern.pattern}"
            )
        return text


class ScalarShape:
    """A text with a meaning."""

    def __init__(self, scalar: Scalar) -> None:
        self.noun = scalar.noun
        self.example = scalar.example
        self.read = scalar.read

    def quick(self, value: Any) -> Any:
        if type(value) is not str:
            raise Unusual
        return self.read(value)

    def careful(self, node: Node, visit: Visit) -> Any:
        if not isinstance(node, ScalarNode) or node.is_null:
            visit.wrong_type(self.noun, f"write a value such as `{self.example}`", node)
            return WRONG
        return _checked(self.read, node, visit)


def _checked(read: Callable[[str], Any], node: ScalarNode, visit: Visit) -> Any:
    try:
        return read(node.text)
    except Refused as refused:
        visit.refused(refused, node)
        return WRONG


class BoolShape:
    noun = "`true` or `false`"
    example = "true"
    _words: Final = {"yes": True, "on": True, "1": True, "no": False, "off": False, "0": False}

    def quick(self, value: Any) -> bool:
        if type(value) is str:
            word = value.lower()
            if word == "true":
                return True
            if word == "false":
                return False
        raise Unusual

    def careful(self, node: Node, visit: Visit) -> Any:
        if not isinstance(node, ScalarNode) or node.is_null:
            visit.wrong_type(self.noun, "write `true` or `false`", node)
            return WRONG
        word = node.text.lower()
        if word in ("true", "false"):
            return word == "true"
        if word not in self._words:
            visit.error("bad-value", f"`{shown(node.text)}` is neither `true` nor `false`", node, "write one of them")
            return WRONG
        meant = self._words[word]
        better = "true" if meant else "false"
        visit.warning("boolean-word", f"`{node.text}` is taken for `{better}`", node, f"write `{better}`")
        return meant


class AnyShape:
    """Plain values as they are, for what somebody else will read."""

    noun = "a value"
    example = "..."

    def quick(self, value: Any) -> Any:
        return value

    def careful(self, node: Node, visit: Visit) -> Any:
        match node:
            case ScalarNode():
                return None if node.is_null else node.text
            case SequenceNode():
                return [self.careful(item, visit) for item in node.items]
        return {key.text: self.careful(value, visit) for key, value in node.entries}


class OptionalShape:
    def __init__(self, inner: Shape) -> None:
        self.inner = inner
        self.noun = inner.noun
        self.example = inner.example

    def quick(self, value: Any) -> Any:
        return None if value is None else self.inner.quick(value)

    def careful(self, node: Node, visit: Visit) -> Any:
        if isinstance(node, ScalarNode) and node.is_null:
            return None
        return self.inner.careful(node, visit)


def _plural(noun: str) -> str:
    """`a list of texts` to `lists of texts`; what has no article is left as it is."""
    found = re.fullmatch(r"an? (.*?)( of .*)?", noun)
    return f"{found[1]}s{found[2] or ''}" if found else noun


_TEXTS_ONLY: Final = frozenset((str,))


def is_free_text(shape: Shape) -> bool:
    return isinstance(shape, TextShape) and shape.is_free


class ListShape:
    def __init__(self, item: Shape) -> None:
        self._item = item
        self._is_of_free_texts = is_free_text(item)
        self.noun = f"a list of {_plural(item.noun)}"
        self.example = f"[{item.example}]"

    def quick(self, value: Any) -> tuple[Any, ...]:
        if type(value) is not list:
            raise Unusual
        if self._is_of_free_texts:
            if not _TEXTS_ONLY.issuperset(map(type, value)):
                raise Unusual
            return tuple(value)
        read = self._item.quick
        return tuple([read(item) for item in value])

    def careful(self, node: Node, visit: Visit) -> Any:
        if not isinstance(node, SequenceNode):
            visit.wrong_type(self.noun, "begin each item with `- ` on a line of its own", node)
            return WRONG
        items = [self._item.careful(item, visit.at_item(index)) for index, item in enumerate(node.items)]
        return WRONG if any(item is WRONG for item in items) else tuple(items)


class DictShape:
    example = "{...}"

    def __init__(self, key: Shape, value: Shape) -> None:
        self._key = key
        self._value = value
        self.noun = f"a mapping of {_plural(value.noun)}"
        self._is_of_free_texts = is_free_text(key) and is_free_text(value)

    def quick(self, value: Any) -> dict[Any, Any]:
        if type(value) is not dict:
            raise Unusual
        if self._is_of_free_texts:
            if not _TEXTS_ONLY.issuperset(map(type, value.values())):
                raise Unusual
            return value
        read_key, read = self._key.quick, self._value.quick
        return {read_key(key): read(item) for key, item in value.items()}

    def careful(self, node: Node, visit: Visit) -> Any:
        if not isinstance(node, MappingNode):
            visit.wrong_type(self.noun, "write lines `key: value` below it, indented by two spaces", node)
            return WRONG
        values: dict[Any, Any] = {}
        failed = False
        for key_node, value_node in node.entries:
            here = visit.at_key(key_node)
            key = _checked(self._key.quick, key_node, here)
            value = self._value.careful(value_node, here)
            failed = failed or key is WRONG or value is WRONG
            if not failed:
                values[key] = value
        return WRONG if failed else values


class UnionShape:
    """At most one list and one mapping, and scalars of which the first that reads the text wins."""

    def __init__(self, scalars: Sequence[Shape], list_: Shape | None, mapping: Shape | None) -> None:
        self._scalars = scalars
        self._list = list_
        self._mapping = mapping
        shapes = [*scalars, *filter(None, (list_, mapping))]
        self.noun = " or ".join(shape.noun for shape in shapes)
        self.example = shapes[0].example

    def quick(self, value: Any) -> Any:
        if type(value) is str:
            return self._first(value)
        shape = self._list if type(value) is list else self._mapping
        if shape is None or value is None:
            raise Unusual
        return shape.quick(value)

    def careful(self, node: Node, visit: Visit) -> Any:
        if isinstance(node, ScalarNode):
            if not node.is_null and len(self._scalars) > 1:
                return self._first_carefully(node, visit)
            shape = self._scalars[0] if self._scalars and not node.is_null else None
        else:
            shape = self._list if isinstance(node, SequenceNode) else self._mapping
        if shape is None:
            visit.wrong_type(self.noun, f"write {self.noun}", node)
            return WRONG
        return shape.careful(node, visit)

    def _first(self, text: str) -> Any:
        for shape in self._scalars[:-1]:
            try:
                return shape.quick(text)
            except (Unusual, Refused):
                continue
        if not self._scalars:
            raise Unusual
        return self._scalars[-1].quick(text)

    def _first_carefully(self, node: ScalarNode, visit: Visit) -> Any:
        try:
            return self._first(node.text)
        except (Unusual, Refused):
            return self._scalars[-1].careful(node, visit)
