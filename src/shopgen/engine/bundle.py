"""What is found by name while outputs are made."""

from collections.abc import Mapping
from functools import cached_property

from shopgen.core.digests import Digest, digest_of

Lookups = dict[str, Digest | None]
"""The digests of what was found, by name; None for what was not there."""


class Bundle:
    """Everything that may be found by name while making: templates, messages, addresses of assets."""

    def __init__(self, entries: Mapping[str, object]) -> None:
        self._entries = entries
        self._digests: Lookups = {}

    def get(self, name: str) -> object | None:
        return self._entries.get(name)

    def digest(self, name: str) -> Digest | None:
        """The digest of what `name` finds today; None when it finds nothing."""
        if name not in self._digests:
            found = self._entries.get(name)
            self._digests[name] = None if found is None else digest_of(found)
        return self._digests[name]

    @cached_property
    def name(self) -> Digest:
        """The digest of everything that can be found."""
        return digest_of({name: self.digest(name) for name in self._entries})
