"""Which file of several sizes a browser takes: `srcset` and `sizes` as the HTML standard reads them (section 4.8.4)."""

import re

from msgspec import Struct

EM = 16.0
"""Pixels of CSS; queries know nothing of a page's own font size."""

_CANDIDATE = re.compile(r"\s*([^\s,]\S*[^\s,]|[^\s,])(?:\s+([\d.]+)([wx]))?\s*(?:,|$)")
_CONDITION = re.compile(r"\(\s*(min|max)-width\s*:\s*([^()]+?)\s*\)")
_LENGTH = re.compile(r"([\d.]+)(px|vw|rem|em)?")
_CALC = re.compile(r"calc\((.+)\)")
_TERMS = re.compile(r"\s+([+-])\s+")


class Viewport(Struct, frozen=True):
    """`width` in pixels of CSS, and how many dots the screen has for each of them."""

    width: int
    dots: float = 1.0


class Candidate(Struct, frozen=True):
    url: str
    width: float = 0
    density: float = 1


def candidates(srcset: str) -> tuple[Candidate, ...]:
    """What `srcset` offers, in its order."""
    found = []
    for url, number, unit in _CANDIDATE.findall(srcset):
        value = float(number) if number.count(".") <= 1 and number.strip(".") else 1.0
        found.append(Candidate(url, width=value) if unit == "w" else Candidate(url, density=value))
    return tuple(found)


def shown_width(sizes: str, viewport: Viewport) -> float:
    """How wide the picture is shown, in pixels of CSS; as wide as the window where `sizes` does not say."""
    for part in sizes.split(","):
        conditions = _CONDITION.findall(part)
        if all(_holds(which, length, viewport) for which, length in conditions):
            width = _length(_CONDITION.sub("", part).replace(" and ", " ").strip(), viewport)
            if width is not None:
                return width
    return float(viewport.width)


def chosen(srcset: str, sizes: str, viewport: Viewport) -> str:
    """The address of the smallest file that is sharp enough, else of the largest; empty when there is none."""
    offered = candidates(srcset)
    if not offered:
        return ""
    shown = shown_width(sizes, viewport) or 1.0
    by_density = sorted(((each.width / shown if each.width else each.density), each.url) for each in offered)
    return next((url for density, url in by_density if density >= viewport.dots), by_density[-1][1])


def _holds(which: str, length: str, viewport: Viewport) -> bool:
    limit = _length(length, viewport)
    if limit is None:
        return False
    return viewport.width >= limit if which == "min" else viewport.width <= limit


def _length(text: str, viewport: Viewport) -> float | None:
    """Pixels of CSS; None for what is no length that is known here."""
    calculated = _CALC.fullmatch(text)
    if calculated is None:
        return _simple_length(text, viewport)
    first, *rest = _TERMS.split(calculated[1])
    total = _simple_length(first.strip(), viewport)
    for sign, term in zip(rest[::2], rest[1::2], strict=True):
        length = _simple_length(term.strip(), viewport)
        if total is None or length is None:
            return None
        total += length if sign == "+" else -length
    return total


def _simple_length(text: str, viewport: Viewport) -> float | None:
    match = _LENGTH.fullmatch(text)
    if match is None or match[1].count(".") > 1 or not match[1].strip("."):
        return None
    number, unit = float(match[1]), match[2]
    if unit is None:
        return number if number == 0 else None
    return number * {"px": 1.0, "vw": viewport.width / 100, "rem": EM, "em": EM}[unit]
