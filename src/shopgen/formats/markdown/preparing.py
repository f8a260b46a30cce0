"""Text made ready for a parser: one kind of line end, no comments, fences known, nothing beyond the limits."""

import re
from bisect import bisect_left, bisect_right

from msgspec import Struct

from shopgen.formats.markdown.limits import Remark, tamed
from shopgen.formats.markdown.standins import GONE
from shopgen.formats.text import suspicious

_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_FENCE = re.compile(r"^(`{3,}|~{3,})[ ]*([^`\n]*?)[ ]*$", re.MULTILINE)
_LANGUAGE = re.compile(r"\{?\s*\.?([\w#.+-]+)")
_COMMENT_OR_CODE = re.compile(r"(?<!`)(`+)(?!`)(?:(?!\n[ \t]*\n).)+?(?<!`)\1(?!`)|<!--(.*?)-->", re.DOTALL)


class Fence(Struct, frozen=True):
    """A block of code between fences: its lines from `start` to `end`, the code from `inside` to `closing`."""

    start: int
    inside: int
    closing: int
    end: int
    language: str


class Prepared(Struct, frozen=True):
    """`text` is as long as the source with one-character line ends. Offsets are those in `text`."""

    text: str
    fences: tuple[Fence, ...] = ()
    remarks: tuple[Remark, ...] = ()

    def prose(self) -> list[tuple[int, int]]:
        """The parts between the fences, as start and end."""
        return _between(self.fences, len(self.text))


def prepare(source: str) -> Prepared:
    text = source.replace("\r\n", "\n").replace("\r", "\n") if "\r" in source else source
    if suspicious(text):
        text = _UNPRINTABLE.sub("\ufffd", text)
    # one sign is found ten times as fast as three, and most texts have none of these
    fences = tuple(_fences(text)) if "`" in text or "~" in text else ()
    remarks: list[Remark] = []
    parts, position = [], 0
    for start, end in _between(fences, len(text)):
        prose = tamed(text[start:end], start, remarks)
        parts += [text[position:start], _without_comments(prose) if "<" in prose and "<!--" in prose else prose]
        position = end
    return Prepared("".join(parts), fences, tuple(remarks))


def _between(fences: tuple[Fence, ...], length: int) -> list[tuple[int, int]]:
    if not fences:
        return [(0, length)]
    starts = [0, *(fence.end for fence in fences)]
    ends = [*(fence.start for fence in fences), length]
    return list(zip(starts, ends, strict=True))


def in_source(source: str, offsets: list[int]) -> list[int]:
    """Offsets in the prepared text as offsets in `source`, where a line may end in two characters."""
    if "\r" not in source:
        return offsets
    ends = [match.start() - index for index, match in enumerate(re.finditer("\r\n", source))]
    return [offset + bisect_left(ends, offset) for offset in offsets]


def _fences(text: str) -> list[Fence]:
    lines = list(_FENCE.finditer(text))
    closers: dict[str, list[int]] = {}
    for line in lines:
        if not line[2]:
            closers.setdefault(line[1], []).append(line.start())
    found, position = [], 0
    for line in lines:
        candidates = closers.get(line[1], [])
        index = bisect_right(candidates, line.start())
        if line.start() < position or index == len(candidates):
            continue
        closing = candidates[index]
        position = text.find("\n", closing) + 1 or len(text)
        language = _LANGUAGE.match(line[2])
        found.append(Fence(line.start(), line.end() + 1, closing, position, language[1] if language else ""))
    return found


def _without_comments(text: str) -> str:
    last = text.rfind("-->") + 3
    return _COMMENT_OR_CODE.sub(_vanished, text[:last]) + text[last:]


def _vanished(match: re.Match[str]) -> str:
    """A comment alone on its lines becomes blank lines; one beside text becomes nothing at all."""
    if match[2] is None:
        return match[0]
    text = match.string
    before = text[text.rfind("\n", 0, match.start()) + 1 : match.start()]
    after = text[match.end() : text.find("\n", match.end()) % (len(text) + 1)]
    return re.sub(r"[^\n]", GONE if before.strip() or after.strip() else " ", match[0])
