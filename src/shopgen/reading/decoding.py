"""Files to documents: what was typed, by definition, remembered by the digest of the file."""

from collections.abc import Callable
from typing import Any, TypeVar

from shopgen.core.diagnostics import Findings, Span
from shopgen.formats import front_matter, text
from shopgen.formats.schema import Decoded, decode
from shopgen.formats.yaml.limits import MAX_CHARACTERS
from shopgen.formats.yaml.nodes import Places
from shopgen.reading import secrets
from shopgen.reading.documents.article import TextDocument
from shopgen.reading.sources import FileRefused, Sources
from shopgen.reading.texts import Text

MAX_YAML = MAX_CHARACTERS
MAX_MARKDOWN = 5_000_000
MAX_TEMPLATE = 1_000_000

T = TypeVar("T")


def document(sources: Sources, path: str, definition: type[T], findings: Findings) -> T | None:
    """The YAML file at `path` as `definition`; None, with errors, when it is not one."""

    def make(content: str) -> Decoded[T]:
        return decode(definition, content, path)

    decoded: Decoded[T] | None = _remembered(sources, path, definition.__name__, MAX_YAML, make, findings)
    return decoded.value if decoded else None


def unremembered(sources: Sources, path: str, definition: type[T], findings: Findings) -> T | None:
    """The same, for those who remember what they make of the document."""
    try:
        content = sources.read(path, MAX_YAML)
    except FileRefused as refused:
        file_refused(path, refused, findings)
        return None
    decoded = _decoded(content, path, MAX_YAML, lambda text: decode(definition, text, path))
    findings.extend(decoded.findings)
    return decoded.value


def markdown(sources: Sources, path: str, findings: Findings) -> Text | None:
    """The Markdown file at `path` with its front matter; None, with errors, when that cannot be read."""

    def make(content: str) -> Decoded[Text]:
        return _markdown(content, path)

    decoded: Decoded[Text] | None = _remembered(sources, path, Text.__name__, MAX_MARKDOWN, make, findings)
    return decoded.value if decoded else None


def plain_text(sources: Sources, path: str, findings: Findings) -> str | None:
    """The text of the file at `path`, such as a template; None and an error when it is none."""
    decoded: Decoded[str] | None = _remembered(sources, path, "str", MAX_TEMPLATE, Decoded, findings)
    return decoded.value if decoded else None


def file_refused(path: str, refused: FileRefused, findings: Findings) -> None:
    findings.error(refused.code, refused.message, Span(path), refused.hint)


def _remembered(
    sources: Sources,
    path: str,
    name: str,
    limit: int,
    make: Callable[[str], Decoded[Any]],
    findings: Findings,
) -> Decoded[Any] | None:
    """What `make` makes of the file's text, with its findings; made again only when the file is another."""
    try:
        key = (name, sources.digest(path, limit), path)
        known: Decoded[Any] | None = sources.memory.get(key)
        if known is None:
            known = _decoded(sources.read(path, limit), path, limit, make)
            sources.memory.put(key, known)
    except FileRefused as refused:
        file_refused(path, refused, findings)
        return None
    findings.extend(known.findings)
    return known


def _decoded(content: bytes, path: str, limit: int, make: Callable[[str], Decoded[Any]]) -> Decoded[Any]:
    found = Findings()
    readable = text.decode(content, path, found, limit)
    if readable is None:
        return Decoded(None, tuple(found))
    secrets.check(readable, path, found)
    made = make(readable)
    if "\\" in readable and made.value is not None and not found.has_errors:
        secrets.check_value(made.value, path, found)
    return Decoded(made.value, (*found, *made.findings)) if len(found) else made


def _markdown(content: str, path: str) -> Decoded[Text]:
    found = Findings()
    parts = front_matter.split(content, path, found)
    if parts is None:
        return Decoded(None, tuple(found))
    has_header = parts.syntax != "none"
    if not has_header:
        hint = "begin it with a line `---`, then `title: …`, then a line `---`"
        found.warning("front-matter-missing", "the text has no front matter", Span(path), hint)
    decoded = decode(TextDocument, parts.header, path, parts.header_line, "warn")
    found.extend(decoded.findings)
    if decoded.value is None:
        return Decoded(None, tuple(found))
    body = _clean(parts.body, path, parts.body_line, found)
    return Decoded(Text(path, decoded.value, has_header, body, parts.body_line), tuple(found))


def _clean(body: str, path: str, line: int, findings: Findings) -> str:
    """The body without control characters, and with directions of writing closed where they were opened."""
    control = text.find_unwanted(body)
    if control is not None:
        place = Places(body, path, line).span(control, control + 1)
        message = "the text holds control characters; they were removed"
        findings.warning("control-character", message, place, "remove them")
        body = text.clean(body)
    bidi = text.BIDI_CONTROLS.search(body)
    if bidi:
        place = Places(body, path, line).span(bidi.start(), bidi.end())
        message = "the text holds invisible characters that change the direction of writing"
        findings.warning("bidi-control", message, place, "remove them, unless the text needs them")
        body = text.isolate_bidi(body)
    return body
