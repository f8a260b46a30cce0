"""Outputs that another machine made already. Where they come from is no business of the engine."""

from collections.abc import Iterator, Sequence
from typing import Protocol

from msgspec import Struct

from shopgen.core.digests import Digest


class Wanted(Struct, frozen=True):
    """An output that would have to be made: where it goes, and the key of its job, which names it for all machines."""

    path: str
    key: Digest


class Elsewhere(Protocol):
    def bring(self, wanted: Sequence[Wanted]) -> Iterator[bytes | None]:
        """For each, in its turn, the bytes exactly as they were made; None where they cannot be had. Never raises."""
