"""Levels and ids of the headings of one text."""

from shopgen.formats.slug import slug


class Outline:
    """Gives headings, in their order, levels without gaps and ids of their own."""

    def __init__(self, top: int) -> None:
        """`top` is the level that the highest headings get."""
        self._top = top
        self._above: list[int] = []
        self._seen: dict[str, int] = {}

    def place(self, typed: int, text: str) -> tuple[int, str]:
        """The level, at most 6, and the id of a heading that is typed at the level `typed` and reads `text`."""
        self._above = [*(level for level in self._above if level < typed), typed]
        name = slug(text) or "section"
        self._seen[name] = count = self._seen.get(name, 0) + 1
        return min(6, self._top + len(self._above) - 1), name if count == 1 else f"{name}-{count}"
