"""Small values that every kind of content shares."""

from collections.abc import Mapping
from datetime import datetime
from typing import TypeVar

from msgspec import Struct

Localized = Mapping[str, str]
Words = TypeVar("Words")


class Seo(Struct, frozen=True, omit_defaults=True):
    """What search results show when it is to differ from the title and the summary."""

    title: str = ""
    description: str = ""
    noindex: bool = False


class Window(Struct, frozen=True, omit_defaults=True):
    """A time from `opens` (included) to `closes` (excluded); None is no bound."""

    opens: datetime | None = None
    closes: datetime | None = None

    def is_open(self, clock: datetime) -> bool:
        return (self.opens is None or self.opens <= clock) and (self.closes is None or clock < self.closes)

    def next_change(self, clock: datetime) -> datetime | None:
        """The first moment after `clock` at which `is_open` changes; None when it never does again."""
        return min([moment for moment in (self.opens, self.closes) if moment and moment > clock], default=None)


def words_in(texts: Mapping[str, Words], language: str, default: str) -> Words:
    """What is said in `language`, else in the `default` language, in which everything has words."""
    return texts.get(language) or texts[default]


def in_language(texts: Localized, language: str, default: str) -> str:
    """The text in `language`, else in the `default` language, else nothing."""
    return texts.get(language) or texts.get(default, "")
