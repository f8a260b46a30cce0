"""Kinds of extensions: a name in `shop.yaml` to the module that implements it, loaded only when it is named."""

from collections.abc import Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from shopgen.core.failures import EnvironmentFailure, UsageFailure

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint


class Kind(Struct, frozen=True):
    """`members` maps our own names to modules; others' members come from the entry-point group `shopgen.<name>`."""

    name: str
    members: Mapping[str, str]

    def load(self, member: str) -> Any:
        """The module of `member`. Raises UsageFailure for a name that nobody provides.

        Raises EnvironmentFailure for one that is provided and broken.
        """
        if member in self.members:
            return import_module(self.members[member])
        from importlib.metadata import entry_points  # takes 10 ms, which few shops need

        for entry in entry_points(group=f"shopgen.{self.name}"):
            if entry.name == member:
                return _loaded(entry)
        known = ", ".join(sorted(self.members))
        raise UsageFailure(f"`{member}` is not among the {self.name} that are installed", f"known are: {known}")


def _loaded(entry: "EntryPoint") -> Any:
    try:
        return entry.load()
    except Exception as problem:
        owner = entry.dist.name if entry.dist else entry.value
        message = f"the extension `{entry.name}` of `{owner}` cannot be loaded: {problem}"
        raise EnvironmentFailure(message, "install a version that fits this shopgen") from problem
