"""Where the time of a build went, as a table and as data."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from msgspec.structs import asdict

from shopgen.commands.tables import table
from shopgen.core.stopwatch import REST, Lap
from shopgen.engine.worked import Worked

MAKERS_NAMED = 8

_STAGES = {
    "load": "load the program",
    "look": "look at files",
    "edited": "build what was edited",
    "read": "read",
    "check": "check",
    "plan": "plan",
    "make": "make",
    "publish": "publish",
    "save": "remember",
    "share": "give pictures to the image cache",
    "show": "show findings",
    REST: "everything else",
}


def lines(stages: Mapping[str, Lap], worked: Sequence[Worked]) -> Iterator[str]:
    """The stages in their order, then what was made, the longest first."""
    rows = [("stage", "seconds", "CPU seconds")]
    rows += [(text, f"{lap.wall:.3f}", f"{lap.cpu:.3f}") for text, lap in _stages(stages)]
    whole = _sum(stages)
    rows.append(("together", f"{whole.wall:.3f}", f"{whole.cpu:.3f}"))
    yield from table(rows, right=frozenset((1, 2)))
    if worked:
        yield ""
        yield from _makers(worked)


def plain(stages: Mapping[str, Lap], worked: Sequence[Worked]) -> dict[str, Any]:
    """The same as data, in seconds."""
    return {
        "stages": {name: asdict(stages[name]) for name in _STAGES if name in stages},
        "makers": [asdict(each) for each in worked],
    }


def _makers(worked: Sequence[Worked]) -> Iterator[str]:
    rows = [("made by", "files", "seconds", "mean ms", "slowest ms", "slowest")]
    for each in worked[:MAKERS_NAMED]:
        mean = 1000 * each.seconds / each.count
        slowest = f"{1000 * each.slowest_seconds:.1f}"
        rows.append((each.maker, f"{each.count:,}", f"{each.seconds:.3f}", f"{mean:.1f}", slowest, each.slowest))
    yield from table(rows, right=frozenset((1, 2, 3, 4)))
    if len(worked) > MAKERS_NAMED:
        yield f"and {len(worked) - MAKERS_NAMED:,} more (all with --format json)"


def _stages(stages: Mapping[str, Lap]) -> Iterator[tuple[str, Lap]]:
    return ((text, stages[name]) for name, text in _STAGES.items() if name in stages)


def _sum(stages: Mapping[str, Lap]) -> Lap:
    return Lap(sum(lap.wall for lap in stages.values()), sum(lap.cpu for lap in stages.values()))
