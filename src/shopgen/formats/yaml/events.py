"""The fast way by libyaml's events alone, loaded for the first document that needs it."""

from collections.abc import Callable
from typing import Any
from unicodedata import is_normalized

from yaml import (
    CBaseLoader,
    DocumentEndEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
    YAMLError,
)

from shopgen.formats.text import suspicious
from shopgen.formats.yaml.limits import MAX_DEPTH, MAX_NODES, NULLS
from shopgen.formats.yaml.values import NotPlain, Plain


def by_events(text: str) -> Plain:
    """As `plain`, for a text without suspicious characters."""
    try:
        return _read(CBaseLoader(text).get_event, "\\" in text)
    except YAMLError:
        raise NotPlain from None


def _read(next_event: Callable[[], Any], escapes: bool) -> Plain:
    next_event()
    if type(next_event()) is StreamEndEvent:
        return None
    root: list[Plain] = []
    _fill(root, next_event, escapes)
    if type(next_event()) is not StreamEndEvent:
        raise NotPlain
    return root[0]


def _fill(root: list[Plain], next_event: Callable[[], Any], escapes: bool) -> None:
    """One flat loop on purpose: it runs for every word of a shop, and a call for each event doubles its time."""
    here: Any = root
    is_mapping = False
    key: str | None = None
    stack: list[tuple[Any, bool]] = []
    value: Any
    for _ in range(MAX_NODES):
        event = next_event()
        kind = type(event)
        if kind is ScalarEvent:
            value = event.value
            if event.tag is not None or event.anchor is not None:
                raise NotPlain
            style = event.style
            if escapes and style == '"' and _is_worth_a_look(value):
                raise NotPlain
            if is_mapping and key is None:
                if value in here or (value == "<<" and not style):
                    raise NotPlain
                key = value
                continue
            if not style and value in NULLS:
                value = None
            if is_mapping:
                here[key] = value
                key = None
            else:
                here.append(value)
        elif kind is MappingStartEvent or kind is SequenceStartEvent:
            if event.tag is not None or event.anchor is not None or len(stack) == MAX_DEPTH:
                raise NotPlain
            value = {} if kind is MappingStartEvent else []
            if not is_mapping:
                here.append(value)
            elif key is None:
                raise NotPlain
            else:
                here[key] = value
            stack.append((here, is_mapping))
            here, is_mapping, key = value, kind is MappingStartEvent, None
        elif kind is MappingEndEvent or kind is SequenceEndEvent:
            here, is_mapping = stack.pop()
            key = None
        elif kind is DocumentEndEvent:
            return
        else:
            raise NotPlain
    raise NotPlain


def _is_worth_a_look(value: str) -> bool:
    """Whether escapes may have produced something that text as typed cannot hold."""
    if value.isascii() and value.isprintable():
        return False
    return "\r" in value or suspicious(value) is not None or not is_normalized("NFC", value)
