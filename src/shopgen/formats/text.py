"""Bytes to clean text: encodings, line ends, characters that no output may carry, and directions of writing."""

import codecs
import re
from functools import reduce
from itertools import groupby
from unicodedata import is_normalized, normalize

from shopgen.core.diagnostics import Findings, Span

# C0 without tab, newline and carriage return; DEL and C1; surrogates; noncharacters
_BASIC = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
_PLANE_ENDS = "".join(f"{chr(plane + 0xFFFE)}-{chr(plane + 0xFFFF)}" for plane in range(0x10000, 0x110000, 0x10000))
_UNWANTED = re.compile(f"[{_BASIC}{_PLANE_ENDS}]+")
# a superset of what is unwanted, separates lines or changes the direction; searched ten times as fast, because it
# takes rare planes whole
_SUSPICIOUS = re.compile(f"[{_BASIC}\u2028-\u202e\u2066-\u2069\U0001fffe-\U0010ffff]")
_HARMLESS = bytes((*b"\t\n\r", *range(0x20, 0x7F)))

_EMBEDDINGS = "\u202a\u202b\u202d\u202e"
_ISOLATES = "\u2066\u2067\u2068"
_END_OF_EMBEDDING = "\u202c"
_END_OF_ISOLATE = "\u2069"
_MAX_BIDI_CONTROLS = 1_000
# the marks U+200E, U+200F and U+061C are left out: they open nothing, and good Hebrew and Arabic need them
BIDI_CONTROLS = re.compile("[\u202a-\u202e\u2066-\u2069]")

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CENTRAL_EUROPEAN = re.compile("[ąćęłńóśźżáčďéěíňřšťúůýžőűăşţ]", re.IGNORECASE)
# the letters that tell single-byte encodings apart; of two that fit equally well the first is named
_GUESSES = (
    ("Windows-1251", "cp1251", re.compile("[А-ЯЁЇІЄҐ]?[а-яёїієґ]{3,}|[А-ЯЁЇІЄҐ]{3,}")),
    ("Windows-1252", "cp1252", re.compile("[àâäåæçèéêëìíîïñòóôöøùúûüß]", re.IGNORECASE)),
    ("Windows-1250", "cp1250", _CENTRAL_EUROPEAN),
    ("ISO-8859-2", "iso8859-2", _CENTRAL_EUROPEAN),
)
_ILLEGAL_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def decode(raw: bytes, path: str, findings: Findings, limit: int) -> str | None:
    """The text of a file: UTF-8 or marked UTF-16, line ends `\\n`, normal form C; nothing and an error otherwise.

    `limit` is in bytes.
    """
    if len(raw) > limit:
        findings.error(
            "file-too-large",
            f"the file has {len(raw):,} bytes; the limit is {limit:,}",
            Span(path),
            "split the file, or move what is not text out of it",
        )
        return None
    encoding, body = _encoding_of(raw)
    if encoding == "utf-32":
        _refuse(path, findings, "the file is UTF-32", Span(path), "")
        return None
    try:
        text = body.decode(encoding)
    except UnicodeDecodeError as error:
        _refuse_bytes(body, encoding, error.start, path, findings)
        return None
    if "\0" in text:
        _refuse(path, findings, "the file holds NUL bytes: it is not text", _place(text, text.index("\0"), path), "")
        return None
    return normal(text)


def normal(text: str) -> str:
    """The same text with `\\n` as its only line end, in normal form C."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text if text.isascii() or is_normalized("NFC", text) else normalize("NFC", text)


def suspicious(text: str) -> "re.Match[str] | None":
    """The first character that may be unwanted, separates lines or changes the direction of writing."""
    unusual = text.encode("utf-8", "surrogatepass").translate(None, _HARMLESS)  # most letters go ten times as fast
    if not unusual or not _SUSPICIOUS.search(unusual.decode("utf-8", "surrogatepass")):
        return None
    return _SUSPICIOUS.search(text)


def find_unwanted(text: str) -> int | None:
    """The offset of the first character that XML 1.0 forbids, that controls a terminal, or that is none."""
    suspect = suspicious(text)
    found = _UNWANTED.search(text, suspect.start()) if suspect else None
    return found.start() if found else None


def clean(text: str) -> str:
    """The text in its normal form, without what XML 1.0 forbids, control characters and noncharacters.

    Tabs and newlines stay.
    """
    return normal(_UNWANTED.sub("", text) if suspicious(text) else text)


def has_bidi_controls(text: str) -> bool:
    """Whether the text holds invisible characters that open or close a direction of writing."""
    return not text.isascii() and BIDI_CONTROLS.search(text) is not None


def isolate_bidi(text: str) -> str:
    """The text with every embedding and isolate closed in its own paragraph, and without ends that end nothing.

    A text with over 1,000 such characters, which no person writes, loses them all.
    """
    if not has_bidi_controls(text):
        return text
    controls = _EMBEDDINGS + _ISOLATES + _END_OF_EMBEDDING + _END_OF_ISOLATE
    if sum(map(text.count, controls)) > _MAX_BIDI_CONTROLS:
        return reduce(lambda rest, control: rest.replace(control, ""), controls, text)
    return "\n".join(_close(paragraph) if has_bidi_controls(paragraph) else paragraph for paragraph in text.split("\n"))


def shown(text: str, limit: int = 60) -> str:
    """The text as a message shows it: on one line, shortened, with invisible characters as escapes."""
    short = text if len(text) <= limit else text[: limit - 1] + "…"
    if short.isprintable():
        return short
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in short)


def _close(paragraph: str) -> str:
    done: list[str] = []
    ends: list[str] = []
    for character in paragraph:
        if character in _EMBEDDINGS:
            ends.append(_END_OF_EMBEDDING)
        elif character in _ISOLATES:
            ends.append(_END_OF_ISOLATE)
        elif character in (_END_OF_EMBEDDING, _END_OF_ISOLATE):
            if not _may_end(character, ends):
                continue
            while ends[-1] != character:
                done.append(ends.pop())
            ends.pop()
        done.append(character)
    return "".join(done) + "".join(reversed(ends))


def _may_end(character: str, ends: list[str]) -> bool:
    """An isolate may end over embeddings left open inside it; an embedding never ends over an isolate."""
    if character == _END_OF_ISOLATE:
        return character in ends
    return bool(ends) and ends[-1] == character


def _encoding_of(raw: bytes) -> tuple[str, bytes]:
    if b" " <= raw[:1] < b"\x80":
        return "utf-8", raw
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return encoding, raw[len(mark) :]
    return "utf-8", raw


def _refuse(path: str, findings: Findings, message: str, place: Span, guess: str) -> None:
    hint = f"it looks like {guess}; save the file as UTF-8" if guess else "save the file as UTF-8"
    findings.error("file-encoding", message, place, hint)


def _refuse_bytes(body: bytes, encoding: str, start: int, path: str, findings: Findings) -> None:
    place = _place(body[:start].decode(encoding, "replace"), None, path)
    if encoding == "utf-8":
        _refuse(path, findings, f"byte 0x{body[start]:02x} is not UTF-8", place, _guess(body))
    else:
        _refuse(path, findings, "the file is cut off or broken inside UTF-16", place, "")


def _place(text: str, index: int | None, path: str) -> Span:
    """Line and column of a character, or of what follows the text; all three kinds of line end count."""
    before = (text if index is None else text[:index]).replace("\r\n", "\n").replace("\r", "\n")
    return Span(path, before.count("\n") + 1, len(before) - before.rfind("\n"))


def _guess(body: bytes) -> str:
    """The single-byte encoding in which most of the letters outside ASCII make sense; empty when none does."""
    letters = b" ".join(bytes(run) for high, run in groupby(body[:20_000], lambda byte: byte > 0x7F) if high)
    if body[:200].count(0) > 20:
        return "UTF-16 without a byte order mark"
    best, name = 0.5, ""
    for label, encoding, wanted in _GUESSES:
        text = letters.decode(encoding, "replace")
        fitting = sum(len(found) for found in wanted.findall(text)) / max(1, len(text.replace(" ", "")))
        if fitting > best:
            best, name = fitting, label
    return name


def xml_text(text: str) -> str:
    """`text` without the characters that no XML 1.0 document can hold."""
    return _ILLEGAL_IN_XML.sub("", text)
