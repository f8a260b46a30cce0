"""References inside a drawing: small files whose parts use each other over and over take a browser hours to draw."""

from collections.abc import Iterator, Mapping

from shopgen.formats.svg.allowed import LOCAL_URL
from shopgen.formats.svg.parsing import BrokenDrawing, Element

MAX_DRAWN = 1_000_000
"""So many elements are drawn when every reference is followed."""

_MAX_CHAIN = 400
_LIGHT = frozenset(("linearGradient", "radialGradient", "filter"))
"""These give colours, and draw nothing."""


def check_references(root: Element) -> None:
    """Raises BrokenDrawing for a drawing that draws too much, or that is a part of itself."""
    named = {element.attributes["id"]: element for element in _all(root) if "id" in element.attributes}
    weights: dict[int, int] = {}
    if _weight(root, named, weights, set()) > MAX_DRAWN:
        raise BrokenDrawing(f"the parts of the drawing use each other more than the limit of {MAX_DRAWN:,} times")


def _all(element: Element) -> Iterator[Element]:
    waiting = [element]
    while waiting:
        one = waiting.pop()
        yield one
        waiting.extend(child for child in one.children if isinstance(child, Element))


def _weight(element: Element, named: Mapping[str, Element], weights: dict[int, int], above: set[int]) -> int:
    """How many elements are drawn for this one."""
    known = weights.get(id(element))
    if known is not None:
        return known
    if id(element) in above or len(above) > _MAX_CHAIN:
        raise BrokenDrawing("a part of the drawing uses itself")
    above.add(id(element))
    total = 1
    for child in element.children:
        if isinstance(child, Element):
            total += _weight(child, named, weights, above)
    for name in _references(element):
        if name in named and named[name].name not in _LIGHT:
            total += _weight(named[name], named, weights, above)
    above.remove(id(element))
    weights[id(element)] = min(total, MAX_DRAWN + 1)
    return weights[id(element)]


def _references(element: Element) -> Iterator[str]:
    for key, value in element.attributes.items():
        if key == "href" and value.startswith("#"):
            yield value[1:]
        elif "url(" in value.lower():
            yield from (match[2][1:] for match in LOCAL_URL.finditer(value))
