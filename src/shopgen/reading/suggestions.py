"""What somebody may have meant."""

from collections.abc import Iterable, Mapping
from difflib import get_close_matches

# Comparing a word with very many others takes seconds; such a list is no help to a reader either.
_MOST = 20_000
_LONGEST = 100


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A hint that names the likeliest of `known`; empty when none is like `word`."""
    return _hint(word.casefold(), {each.casefold(): each for each in known})


def did_you_mean_file(name: str, known: Iterable[str]) -> str:
    """The same for names of files, whose endings say nothing."""
    return _hint(_stem(name), {_stem(each): each for each in known})


def _hint(word: str, known: Mapping[str, str]) -> str:
    if len(known) > _MOST or len(word) > _LONGEST:
        return ""
    close = get_close_matches(word, known, 1, 0.6)
    return f"did you mean `{known[close[0]]}`?" if close else ""


def _stem(name: str) -> str:
    return name.rpartition(".")[0].casefold() or name.casefold()
