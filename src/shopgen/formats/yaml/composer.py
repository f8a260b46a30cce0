"""The careful way: libyaml's events to nodes with places, within limits that hold while the events come."""

from collections.abc import Iterable, Iterator
from typing import Any, Final, NoReturn

from msgspec import Struct
from yaml import (
    AliasEvent,
    CBaseLoader,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
    YAMLError,
)

from shopgen.core.diagnostics import Findings, Related, Span
from shopgen.formats.text import clean, find_unwanted, has_bidi_controls, isolate_bidi, shown
from shopgen.formats.yaml import limits
from shopgen.formats.yaml.nodes import MappingNode, Node, Places, ScalarNode, SequenceNode
from shopgen.formats.yaml.problems import explain

_CORE: Final = "tag:yaml.org,2002:"
_SCALAR_TAGS = frozenset(_CORE + name for name in ("str", "int", "float", "bool", "null")) | {"!"}
_MAPPING_TAGS = frozenset((_CORE + "map", "!"))
_SEQUENCE_TAGS = frozenset((_CORE + "seq", "!"))
_WRITE_OUT = "write the values out"


class Unreadable(Exception):
    """The document cannot be read on; the finding has been made."""


_Size = tuple[int, int]
"""Nodes and characters, with all that aliases repeat."""


class _Open(Struct):
    """A collection whose end has not come yet, with the nodes and characters that it stands for so far."""

    is_mapping: bool
    span: Span
    anchor: str | None
    items: list[Node] = []
    entries: dict[str, tuple[ScalarNode, Node]] = {}
    merges: list[MappingNode] = []
    key: ScalarNode | None = None
    is_merge: bool = False
    size: _Size = (1, 0)


class Composer:
    """Reads one document. `document` raises Unreadable after the finding that says why."""

    def __init__(self, text: str, path: str, findings: Findings, first_line: int) -> None:
        self._text, self._separators = _without_separators(text)
        self._findings = findings
        self._places = Places(text, path, first_line)
        self._escapes = "\\" in text
        self._anchors: dict[str, tuple[Node, _Size] | None] = {}
        self._open: list[_Open] = []
        self._root: Node | None = None
        self._nodes = 0
        self._aliases = 0
        self._expansion = 0
        self._allowed = max(limits.FREE_EXPANSION, limits.MAX_EXPANSION * len(text))

    def document(self) -> Node:
        self._check_text()
        documents = 0
        for event in self._events():
            match event:
                case ScalarEvent():
                    self._scalar(event)
                case MappingStartEvent() | SequenceStartEvent():
                    self._start(event)
                case MappingEndEvent() | SequenceEndEvent():
                    self._end()
                case AliasEvent():
                    self._alias(event)
                case DocumentStartEvent():
                    documents += 1
                    self._check_documents(documents, event)
        if self._root is None:
            return ScalarNode("", True, self._places.span(0, 1))
        return self._root

    def _check_documents(self, documents: int, event: Any) -> None:
        if documents > 1:
            start = event.start_mark.index
            span = self._places.span(start, start + 3)
            hint = "keep one document; remove the line `---`"
            self._refuse("yaml-documents", "a second document begins here", span, hint)

    def _check_text(self) -> None:
        if len(self._text) > limits.MAX_CHARACTERS:
            self._limit(f"the text has over {limits.MAX_CHARACTERS:,} characters", 0)
        if self._text.count("%TAG") > limits.MAX_DIRECTIVES:
            self._limit(f"the text has over {limits.MAX_DIRECTIVES} `%TAG` directives", 0)
        found = find_unwanted(self._text)
        if found is not None:
            message = f"the file holds the character U+{ord(self._text[found]):04X}, which no text may hold"
            self._refuse("yaml-syntax", message, self._places.span(found, found + 1), "remove the character")

    def _events(self) -> Iterator[Any]:
        """The events of the document; a complaint of libyaml becomes a finding and ends the reading."""
        event: Any = None
        try:
            next_event = CBaseLoader(_Chunks(self._text)).get_event
            while type(event := next_event()) is not StreamEndEvent:
                yield event
        except YAMLError as error:
            problem = explain(error, self._text, event)
            related: tuple[Related, ...] = ()
            if problem.opened is not None:
                related = (Related("it begins here", self._places.span(problem.opened, problem.opened + 1)),)
            span = self._places.span(problem.start, problem.start + 1)
            self._refuse("yaml-syntax", problem.message, span, problem.hint, related)

    # ---- nodes

    def _scalar(self, event: Any) -> None:
        value, style, start = event.value, event.style, event.start_mark.index
        if len(value) > limits.MAX_SCALAR:
            self._limit(f"a text has over {limits.MAX_SCALAR:,} characters", start)
        if self._separators:
            value = value.translate(self._separators)
        span = self._places.span(start, event.end_mark.index)
        self._check_tag(event, _SCALAR_TAGS, span)
        if self._escapes and style == '"':
            value = self._without_controls(value, span)
        if has_bidi_controls(value):
            message = "the text holds invisible characters that change the direction of writing"
            self._findings.warning("bidi-control", message, span, "remove them, unless the text needs them")
            value = isolate_bidi(value)
        if self._open and self._open[-1].is_mapping and self._open[-1].key is None:
            self._open[-1].is_merge = value == "<<" and not style
        is_null = not style and value in limits.NULLS and event.tag != _CORE + "str"
        self._count(1, span)
        self._place(ScalarNode(value, is_null, span), (1, len(value)), event.anchor)

    def _without_controls(self, value: str, span: Span) -> str:
        if "\0" in value:
            self._refuse("yaml-syntax", "a text cannot hold NUL", span, "remove the escape")
        if find_unwanted(value) is not None:
            message = "the text holds control characters; they were removed"
            self._findings.warning("control-character", message, span, "remove their escapes")
        return clean(value)

    def _start(self, event: Any) -> None:
        is_mapping = type(event) is MappingStartEvent
        start = event.start_mark.index
        if len(self._open) == limits.MAX_DEPTH:
            self._limit(f"lists and mappings are nested over {limits.MAX_DEPTH} deep", start)
        span = self._places.span(start, start + 1)
        self._check_tag(event, _MAPPING_TAGS if is_mapping else _SEQUENCE_TAGS, span)
        self._count(1, span)
        if event.anchor is not None:
            self._anchors[event.anchor] = None
        self._open.append(_Open(is_mapping, span, event.anchor))

    def _end(self) -> None:
        done = self._open.pop()
        node: Node
        if done.is_mapping:
            node = MappingNode(tuple(_all_entries(done)), done.span)
        else:
            node = SequenceNode(tuple(done.items), done.span)
        self._place(node, done.size, done.anchor)

    def _alias(self, event: Any) -> None:
        name, shown_name = event.anchor, shown(event.anchor)
        span = self._places.span(event.start_mark.index, event.end_mark.index)
        self._aliases += 1
        if self._aliases > limits.MAX_ALIASES:
            self._refuse("yaml-limit", f"the document has over {limits.MAX_ALIASES:,} aliases", span, _WRITE_OUT)
        if name not in self._anchors:
            hint = f'put the value in quotes if it is a text: `"*{shown_name}"`'
            message = f"`*{shown_name}` repeats something that no `&{shown_name}` names before it"
            self._refuse("yaml-alias", message, span, hint)
        target = self._anchors[name]
        if target is None:
            self._refuse("yaml-alias", f"`*{shown_name}` stands inside the value that it repeats", span, _WRITE_OUT)
        node, (nodes, characters) = target
        self._count(nodes, span)
        self._expansion += characters
        if self._expansion > self._allowed:
            message = f"aliases make the document over {limits.MAX_EXPANSION} times as large as it is written"
            self._refuse("yaml-limit", message, span, _WRITE_OUT)
        self._place(node, (nodes, characters), None)

    def _place(self, node: Node, size: _Size, anchor: str | None) -> None:
        """Puts a finished node into the collection that is open."""
        if anchor is not None:
            self._anchors[anchor] = (node, size)
        if not self._open:
            self._root = node
            return
        parent = self._open[-1]
        parent.size = (parent.size[0] + size[0], parent.size[1] + size[1])
        if not parent.is_mapping:
            parent.items.append(node)
        elif parent.key is None:
            if not isinstance(node, ScalarNode):
                self._refuse("yaml-syntax", "a key must be a text", node.span, "put a key with brackets in quotes")
            parent.key = node
        else:
            self._enter(parent, parent.key, node)
            parent.key = None

    def _enter(self, mapping: _Open, key: ScalarNode, value: Node) -> None:
        if mapping.is_merge:
            mapping.is_merge = False
            self._merge(mapping, key, value)
            return
        first = mapping.entries.setdefault(key.text, (key, value))[0]
        if first is not key:
            self._findings.error(
                "yaml-duplicate-key",
                f"the key `{shown(key.text)}` stands here a second time",
                key.span,
                "keep one of them",
                (Related("it stands here first", first.span),),
            )

    def _merge(self, mapping: _Open, key: ScalarNode, value: Node) -> None:
        sources = value.items if isinstance(value, SequenceNode) else (value,)
        if len(mapping.merges) + len(sources) > limits.MAX_MERGES:
            message = f"`<<` takes over more than {limits.MAX_MERGES} mappings"
            self._refuse("yaml-limit", message, key.span, _WRITE_OUT)
        for source in sources:
            if not isinstance(source, MappingNode):
                hint = "name a mapping with `&name` and take it over with `<<: *name`"
                self._refuse("yaml-alias", "`<<` takes over keys, and this has none", source.span, hint)
            mapping.merges.append(source)

    # ---- refusals

    def _check_tag(self, event: Any, known: frozenset[str], span: Span) -> None:
        if event.tag is not None and event.tag not in known:
            tag = shown(event.tag.replace(_CORE, "!!"))
            hint = "remove the tag, or put the value in quotes if it is a text that begins with `!`"
            self._findings.error("yaml-tag", f"the tag `{tag}` is not known here", span, hint)

    def _count(self, nodes: int, span: Span) -> None:
        self._nodes += nodes
        if self._nodes > limits.MAX_NODES:
            message = f"the document has over {limits.MAX_NODES:,} values, those repeated by aliases included"
            self._refuse("yaml-limit", message, span, "split the file")

    def _limit(self, message: str, start: int) -> NoReturn:
        self._refuse("yaml-limit", message, self._places.span(start, start + 1), "split the file")

    def _refuse(self, code: str, message: str, span: Span, hint: str, related: tuple[Related, ...] = ()) -> NoReturn:
        self._findings.error(code, message, span, hint, related)
        raise Unreadable


def _without_separators(text: str) -> tuple[str, dict[int, str]]:
    """The text with stand-ins for U+2028 and U+2029, and what they stand for.

    libyaml ends a line at them, as YAML 1.1 did; to everybody else they are characters inside a text.
    """
    found = [separator for separator in "\u2028\u2029" if separator in text]
    unused = (chr(code) for code in range(0x10FFFD, 0x100000, -1) if chr(code) not in text)
    stand_ins = dict(zip(found, unused, strict=False))
    for separator, stand_in in stand_ins.items():
        text = text.replace(separator, stand_in)
    return text, {ord(stand_in): separator for separator, stand_in in stand_ins.items()}


class _Chunks:
    """A text read bit by bit, because libyaml would copy the whole of it."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._offset = 0

    def read(self, size: int = -1, /) -> str:
        chunk = self._text[self._offset : self._offset + size]
        self._offset += size
        return chunk


def _all_entries(mapping: _Open) -> Iterable[tuple[ScalarNode, Node]]:
    """The entries with those taken over: a key typed here wins, then the mapping named first."""
    if not mapping.merges:
        return mapping.entries.values()
    entries: dict[str, tuple[ScalarNode, Node]] = {}
    for source in mapping.merges:
        for entry in source.entries:
            entries.setdefault(entry[0].text, entry)
    return (entries | mapping.entries).values()
