"""What stands in the place of a picture that cannot be shown."""

from html import escape

_LETTERS = 26
_SMALL_LETTERS = 42
"""So many fit into a line where a theme cuts a fifth off the sides."""


def stand_in(name: str, reason: str = "") -> str:
    """A drawing of a crossed-out picture with the `name` of its file, and why it cannot be shown if that is known."""
    words = (_line(name, 620, 40), *(_line(line, 676 + 32 * at, 24) for at, line in enumerate(_lines(reason))))
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 800 800" width="800" height="800">'
        '<rect width="800" height="800" fill="#f3efe8"/>'
        '<rect x="8" y="8" width="784" height="784" fill="none" stroke="#b3261e" stroke-width="16" '
        'stroke-dasharray="48 24"/>'
        '<g fill="none" stroke="#6b6459" stroke-width="20" stroke-linejoin="round" stroke-linecap="round">'
        '<rect x="220" y="180" width="360" height="280" rx="20"/><path d="M230 440l110-110 80 80 70-70 90 90"/>'
        '<circle cx="330" cy="260" r="26"/></g><path d="M200 520L600 120" stroke="#b3261e" stroke-width="24" '
        f'stroke-linecap="round"/><g font-family="sans-serif" text-anchor="middle" fill="#3d382f">{"".join(words)}</g>'
        "</svg>"
    )


def _line(text: str, y: int, size: int) -> str:
    text = text if len(text) <= _LETTERS or size < 40 else f"{text[: _LETTERS - 1]}…"
    shown = "".join(letter if letter.isprintable() else "�" for letter in text)
    return f'<text x="400" y="{y}" font-size="{size}">{escape(shown)}</text>'


def _lines(text: str) -> list[str]:
    """Words in at most four lines."""
    lines: list[str] = []
    for word in text.split():
        if lines and len(lines[-1]) + len(word) < _SMALL_LETTERS:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return [line[:_SMALL_LETTERS] for line in lines[:4]]
