"""What makes an engine slow or deep, found in linear time and taken its meaning, with a remark.

The work of Python-Markdown grows with the square of what stands in one block, and its stack with the nesting. Honest
texts are far below every limit here, so most are let through by a few counts.
"""

import re
from collections.abc import Iterator
from itertools import islice

from msgspec import Struct

from shopgen.formats.markdown.standins import inert

MAX_CHARACTERS = 5_000_000
MAX_BLOCKS = 50_000
MAX_NESTING = 100
MAX_UNCLOSED = 200
MAX_STRUCTURE = 500
MAX_CELLS = 200_000

# Each sign and each line makes Python-Markdown copy its block: copied characters in a block, and how many are let
# through however long the block is.
MAX_COPIED_FOR_SIGNS = 300_000_000
MAX_COPIED_FOR_LINES = 2_000_000_000
ALWAYS_ALLOWED = 200

_GAP = re.compile(r"\n(?:[ \t]*+\n)+")
_BRACKET = re.compile(r"\\.|[\[\]]", re.DOTALL)
_TICKS = re.compile(r"`+")
_UNCLOSED_ANGLE = re.compile(r"<(?=[^<>]*+(?:<|\Z))")
_STRUCTURE = re.compile(r"^[ ]{0,3}(?:#|:[ ]|\[[^\[\]\n]*\]:|=+[ ]*$|-+[ ]*$|([*_-])[ ]*(?:\1[ ]*){2,}$)", re.MULTILINE)
_SIGN = re.compile(r"[\[\]!<`*_\\&]")
_DEEP_INDENTATION = " " * 4 * MAX_NESTING
_NOT_COUNTED = bytes(set(range(256)) - set(b"[<`#=->*_\\&.:"))
_LINE_END = re.compile(r"\n")
_DEEP = re.compile(
    rf"^(?:[ ]{{{4 * MAX_NESTING}}}(?=[ ]*\S)|[ ]*+(?:(?:>|[-*+][ ]|\d{{1,9}}\.[ ])[ ]*+){{{MAX_NESTING}}})",
    re.MULTILINE,
)


class Remark(Struct, frozen=True):
    """What a writer should know of a text: a code of `core.codes`, one line, and the offset in the source."""

    code: str
    message: str
    offset: int


def excess_of_cells(text: str) -> int:
    """Where the text begins whose tables could have too many cells; -1 when they cannot.

    A row may be shorter than its table is wide: it is filled up.
    """
    if text.count("|") * text.count("\n") <= MAX_CELLS:
        return -1
    lines = text.split("\n")
    return 0 if max(line.count("|") for line in lines) * len(lines) > MAX_CELLS else -1


def tamed(text: str, start: int, remarks: list[Remark]) -> str:
    """`text`, which begins at `start` of the whole, with what is excessive made inert; its length is kept."""
    if len(text) < MAX_NESTING or not _suspicious(text):
        return text
    if len(text) > MAX_CHARACTERS:
        remarks.append(Remark("text-limit", f"a text may have {MAX_CHARACTERS:,} characters", start))
        return inert(text)
    parts: list[str] = []
    position = 0
    for count, gap in enumerate(_GAP.finditer(text)):
        if count == MAX_BLOCKS:
            remarks.append(Remark("text-limit", f"a text may have {MAX_BLOCKS:,} blocks", start + position))
            return "".join([*parts, inert(text[position:])])
        parts += [_tamed_block(text[position : gap.start()], start + position, remarks), gap[0]]
        position = gap.end()
    return "".join([*parts, _tamed_block(text[position:], start + position, remarks)])


def _suspicious(text: str) -> bool:
    """Whether any block of `text` could be over a limit."""
    signs = text.encode().translate(None, _NOT_COUNTED)
    return len(signs) > MAX_NESTING or len(text) > 100_000 or _DEEP_INDENTATION in text


def _tamed_block(block: str, start: int, remarks: list[Remark]) -> str:
    """`block` up to the first sign that is over a limit; what follows it has lost its meaning."""
    if len(block) < MAX_NESTING:
        return block
    excesses = [(place, what) for what, place in _excesses(block) if place >= 0]
    if not excesses:
        return block
    first, what = min(excesses)
    remarks.append(Remark("text-limit", f"too {what} in one block; the rest of it is shown as typed", start + first))
    return block[:first] + inert(block[first:])


def _excesses(block: str) -> Iterator[tuple[str, int]]:
    """Each construct that costs, in words, and where it is over its limit; -1 for nowhere."""
    deep = _DEEP.search(block)
    yield "deep nesting", deep.end() if deep else -1
    yield "many unclosed brackets", _unclosed_bracket(block) if block.count("[") > MAX_UNCLOSED else -1
    yield "many unclosed backticks", _unpaired_ticks(block) if block.count("`") > MAX_UNCLOSED else -1
    yield "many unclosed `<`", _place(_UNCLOSED_ANGLE, block, MAX_UNCLOSED) if block.count("<") > MAX_UNCLOSED else -1
    yield "many headings, rules or definitions", _place(_STRUCTURE, block, MAX_STRUCTURE)
    allowed = max(ALWAYS_ALLOWED, MAX_COPIED_FOR_SIGNS // len(block))
    yield "many signs", _place(_SIGN, block, allowed) if len(block) > allowed else -1
    allowed = max(ALWAYS_ALLOWED, MAX_COPIED_FOR_LINES // len(block))
    yield "many lines", _place(_LINE_END, block, allowed) if len(block) > allowed else -1


def _place(pattern: re.Pattern[str], block: str, allowed: int) -> int:
    """Where `pattern` matches for the first time after `allowed` times."""
    match = next(islice(pattern.finditer(block), allowed, None), None)
    return match.start() if match else -1


def _unclosed_bracket(block: str) -> int:
    depth = 0
    for match in _BRACKET.finditer(block):
        if match[0] == "[":
            depth += 1
            if depth > MAX_UNCLOSED:
                return match.start()
        elif match[0] == "]":
            depth = max(0, depth - 1)
    return -1


def _unpaired_ticks(block: str) -> int:
    """Where the first run of backticks stands, over the limit, that is escaped or pairs with no later run."""
    runs = [(match.start(), match.end() - match.start()) for match in _TICKS.finditer(block)]
    last = {length: start for start, length in runs}
    opener, unpaired = 0, 0
    for start, length in runs:
        escaped = start > 0 and block[start - 1] == "\\"
        if opener == length:
            opener = 0
        elif not opener and last[length] > start and not escaped:
            opener = length
        elif not opener:
            unpaired += 1
            if unpaired > MAX_UNCLOSED:
                return start
    return -1
