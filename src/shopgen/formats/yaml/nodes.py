"""A YAML document as frozen nodes that know their places."""

from msgspec import Struct

from shopgen.core.diagnostics import Span


class ScalarNode(Struct, frozen=True):
    """One text as typed; `is_null` for an unquoted `~`, `null` or nothing at all."""

    text: str
    is_null: bool
    span: Span


class SequenceNode(Struct, frozen=True):
    items: "tuple[Node, ...]"
    span: Span


class MappingNode(Struct, frozen=True):
    """Keys are unique; keys taken over by `<<` come first and keep the places where they were typed."""

    entries: "tuple[tuple[ScalarNode, Node], ...]"
    span: Span


Node = ScalarNode | SequenceNode | MappingNode


def locate(node: Node, keys: tuple[str | int, ...]) -> Span:
    """The place of the value reached by `keys`; where they lead on to nothing, the last key that was there."""
    place = node.span
    for key in keys:
        match node:
            case MappingNode(entries=entries):
                entry = next((entry for entry in entries if entry[0].text == str(key)), None)
                if entry is None:
                    return place
                place, node = entry[0].span, entry[1]
            case SequenceNode(items=items) if isinstance(key, int) and 0 <= key < len(items):
                node = items[key]
                place = node.span
            case _:
                return place
    return place if isinstance(node, ScalarNode) and not node.text else node.span


class Places:
    """Turns offsets into places. Offsets mostly grow, so each one is counted from the one before."""

    def __init__(self, text: str, path: str, first_line: int) -> None:
        self._text = text
        self._path = path
        self._offset = 0
        self._line = first_line
        self._line_start = 0

    def span(self, start: int, end: int) -> Span:
        """The place from one offset to another, at most to the end of its first line."""
        self._move(start)
        line_end = self._text.find("\n", start, end)
        length = (line_end if line_end >= 0 else end) - start
        return Span(self._path, self._line, start - self._line_start + 1, max(1, length))

    def _move(self, offset: int) -> None:
        text, here = self._text, self._offset
        if offset >= here:
            passed = text.count("\n", here, offset)
            if passed:
                self._line_start = text.rfind("\n", here, offset) + 1
            self._line += passed
        elif offset < self._line_start:
            self._line -= text.count("\n", offset, here)
            self._line_start = text.rfind("\n", 0, offset) + 1
        self._offset = offset
