"""The shape of a host."""

from collections.abc import Callable, Mapping, Sequence

from msgspec import Struct

Policy = Mapping[str, tuple[str, ...]]
"""Directives of a Content-Security-Policy with their sources."""


class Redirect(Struct, frozen=True):
    """From an old address to today's; both begin with `/` and are percent-encoded."""

    source: str
    target: str


class Deployment(Struct, frozen=True):
    """What a host's own files are made from. `base_path` is empty or begins with `/` and has no slash at the end."""

    base_url: str
    base_path: str
    redirects: tuple[Redirect, ...]
    policy: Policy


class Host(Struct, frozen=True):
    """`documents` gives the host's own files by path; `limits` says in words what the host would not take."""

    name: str
    wants_redirect_pages: bool
    documents: Callable[[Deployment], Mapping[str, str]]
    limits: Callable[[Deployment], Sequence[str]] = lambda deployment: ()


def one_line(value: str) -> str:
    """`value` for a line of a host's file. Raises ValueError for anything that would not stay on it."""
    if not value or not value.isprintable() or " " in value:
        raise ValueError(f"{value!a} cannot stand in a host's file")
    return value


def policy_text(policy: Policy) -> str:
    """The value of a Content-Security-Policy header."""
    return "; ".join(" ".join((name, *map(_source, policy[name]))) for name in sorted(policy))


def _source(source: str) -> str:
    """Raises ValueError for a source that would end its directive."""
    if ";" in source or "," in source:
        raise ValueError(f"{source!a} is not one source of a Content-Security-Policy")
    return one_line(source)
