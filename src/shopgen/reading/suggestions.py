"""What somebody may have meant."""

from collections.abc import Iterable
from difflib import get_close_matches

# Comparing a word with very many others takes seconds; such a list is no help to a reader either.
_MOST = 20_000


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A hint that names the likeliest of `known`; empty when none is like `word`."""
    words = {each.casefold(): each for each in known}
    if len(words) > _MOST:
        return ""
    close = get_close_matches(word.casefold(), words, 1, 0.6)
    return f"did you mean `{words[close[0]]}`?" if close else ""
