"""Kinds of extensions: a name in `shop.yaml` to the module that implements it, loaded only when it is named."""

from collections.abc import Mapping
from importlib import import_module
from importlib.metadata import entry_points
from typing import Any

from msgspec import Struct

from shopgen.core.failures import UsageFailure


class Kind(Struct, frozen=True):
    """`members` maps our own names to modules; others' members come from the entry-point group `shopgen.<name>`."""

    name: str
    members: Mapping[str, str]

    def load(self, member: str) -> Any:
        """The module of `member`. Raises UsageFailure for a name that nobody provides."""
        if member in self.members:
            return import_module(self.members[member])
        for entry in entry_points(group=f"shopgen.{self.name}"):
            if entry.name == member:
                return entry.load()
        known = ", ".join(sorted(self.members))
        raise UsageFailure(f"unknown {self.name} `{member}`", f"known are: {known}")
