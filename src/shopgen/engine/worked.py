"""How long outputs took to make, summed up by what made them."""

from collections.abc import Callable, Mapping

from msgspec import Struct


class Worked(Struct, frozen=True):
    """All outputs of one maker: how many, how many seconds together, and which of them took the longest."""

    maker: str
    count: int
    seconds: float
    slowest: str
    slowest_seconds: float


def worked(seconds: Mapping[str, float], maker: Callable[[str], str]) -> tuple[Worked, ...]:
    """By `maker` of a path; the one with the most seconds first."""
    paths: dict[str, list[str]] = {}
    for path in seconds:
        paths.setdefault(maker(path), []).append(path)
    found = []
    for name, together in paths.items():
        slowest = max(together, key=lambda path: seconds[path])
        whole = sum(seconds[path] for path in together)
        found.append(Worked(name, len(together), whole, slowest, seconds[slowest]))
    return tuple(sorted(found, key=lambda each: (-each.seconds, each.maker)))
