"""The shape of an image cache."""

from pathlib import Path
from typing import Protocol

from msgspec import Struct

from shopgen.engine.elsewhere import Wanted

MAX_IMAGE = 40_000_000
"""No picture that was made is larger, in bytes; the limit of those it is made from."""


class Site(Struct, frozen=True):
    """The shop that asks: its folder, that of the finished shop, and the address at which it lives."""

    root: Path
    output: Path
    base_url: str


class Patience(Struct, frozen=True):
    """In seconds: for one silence of whoever is asked, and for a whole build, to which each picture adds some."""

    silence: float = 5.0
    whole: float = 20.0
    each: float = 0.05

    def for_all(self, pictures: int) -> float:
        return self.whole + self.each * pictures


class Trouble(Exception):
    """`what` goes on the sentence "the image cache …", in words for a person and without anything secret."""

    def __init__(self, what: str, hint: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.hint = hint


class Cache(Protocol):
    """An open cache; asked by several threads at once. `until` is the moment, by time.monotonic(), after which nobody
    waits any more.
    """

    def get(self, wanted: Wanted, until: float) -> bytes | None:
        """The picture exactly as it was made, proved by its sha256; None when it is not there. Raises Trouble."""

    def put(self, wanted: Wanted, content: bytes, until: float) -> None:
        """Raises Trouble."""

    def close(self) -> None:
        """Whoever still waits for an answer gets Trouble."""


class Member(Protocol):
    """The module of a member. `TAKES` says whether it keeps what is given to it."""

    TAKES: bool

    def problem(self, address: str) -> str:
        """What is wrong with `address`, in words that follow it; empty when it can be used."""

    def open_cache(self, address: str, site: Site, patience: Patience, until: float) -> Cache:
        """Raises Trouble when it cannot be used at all."""
