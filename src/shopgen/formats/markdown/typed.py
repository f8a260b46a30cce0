"""A text that no engine reads: its paragraphs as they are typed."""

from html import escape


def as_typed(text: str) -> str:
    return "".join(f"<p>{escape(block.strip(), quote=False)}</p>\n" for block in text.split("\n\n") if block.strip())
