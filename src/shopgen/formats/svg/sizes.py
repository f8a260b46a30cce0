"""The size of a drawing in CSS pixels (SVG 2, 7.2 and 8.2; CSS Values 4, 6.2)."""

import re

from shopgen.formats.svg.parsing import BrokenDrawing, Element

LARGEST = 4096
"""A drawing has no pixels of its own: one that says it is larger is told to be this large."""

_LENGTH = re.compile(r"\s*\+?(\d{1,9}(?:\.\d*)?|\.\d+)(?:e([+-]?\d))?\s*(px|pt|pc|mm|cm|in|)\s*", re.IGNORECASE)
_PIXELS = {"": 1.0, "px": 1.0, "pt": 96 / 72, "pc": 16.0, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96.0}
_NUMBER = r"[+-]?(?:\d{1,9}(?:\.\d*)?|\.\d+)(?:e[+-]?\d)?"
_BOX = re.compile(rf"\s*{_NUMBER}[\s,]+{_NUMBER}[\s,]+({_NUMBER})[\s,]+({_NUMBER})\s*", re.IGNORECASE)


def size_of(root: Element) -> tuple[int, int]:
    """Width and height: those that it tells, else those of its view box. Raises BrokenDrawing when there are none."""
    wide, high = _length(root.attributes.get("width", "")), _length(root.attributes.get("height", ""))
    box = _BOX.fullmatch(root.attributes.get("viewBox", ""))
    across, down = (float(box[1]), float(box[2])) if box else (0.0, 0.0)
    if across > 0 and down > 0:
        if wide and not high:
            high = wide * down / across
        elif high and not wide:
            wide = high * across / down
        elif not wide:
            wide, high = across, down
    if not wide or not high:
        raise BrokenDrawing("the drawing does not say how large it is; export it with a `viewBox`")
    scale = min(1.0, LARGEST / max(wide, high))
    return max(1, round(wide * scale)), max(1, round(high * scale))


def _length(text: str) -> float:
    """In pixels; nothing for percentages and for what is no length."""
    match = _LENGTH.fullmatch(text)
    if match is None:
        return 0.0
    return float(f"{match[1]}e{match[2] or 0}") * _PIXELS[match[3].lower()]
