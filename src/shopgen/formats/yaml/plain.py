"""The fast way to dictionaries, lists and texts: line by line where that can be, else by libyaml's events."""

from shopgen.formats.text import suspicious
from shopgen.formats.yaml.limits import MAX_SCALAR
from shopgen.formats.yaml.lines import NotSimple, simple
from shopgen.formats.yaml.values import NotPlain, Plain


def plain(text: str) -> Plain:
    """The document as plain values; an unquoted `~`, `null` or nothing at all is None, any other scalar its text.

    Raises NotPlain for anchors, aliases, tags, merge keys, repeated keys, several documents, documents over
    a limit, characters worth a warning, and everything that is not YAML.
    """
    if len(text) > MAX_SCALAR or "%TAG" in text or suspicious(text):
        raise NotPlain
    try:
        return simple(text) or None
    except NotSimple:
        from shopgen.formats.yaml.events import by_events

        return by_events(text)
