"""What has to happen to a folder so that it holds what is wanted; decided before anything is touched."""

from collections.abc import Collection, Mapping

from msgspec import Struct

from shopgen.core.disk import TEMPORARY_PREFIX, Entry
from shopgen.core.failures import UsageFailure
from shopgen.core.paths import PathRefused, folded, folders_above, output_path
from shopgen.publishing.order import removing_order, writing_order


class Changes(Struct, frozen=True):
    """In the order in which they are made: our own files `in_the_way` go, `stale` ones are written, `gone` ones go."""

    in_the_way: tuple[str, ...] = ()
    stale: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()

    @property
    def are_any(self) -> bool:
        return bool(self.in_the_way or self.stale or self.gone)


def changes_for(
    wanted: Collection[str], stale: Collection[str], ours: Collection[str], present: Mapping[str, Entry]
) -> Changes:
    """Raises UsageFailure when a file that is not in `ours` would have to be overwritten or removed."""
    for path in stale:
        _check(path)
    old = [path for path in present if path not in wanted]
    folders = {folder for path in wanted for folder in folders_above(path)} if old else set()
    blocking = [path for path in old if path in folders or any(folder in wanted for folder in folders_above(path))]
    _refuse({path for path in (*blocking, *stale) if path in present and path not in ours})
    mine = [path for path in old if path in ours]
    names = {folded(path) for path in wanted} if mine else set()
    # Where case does not matter, deleting the old name of a page last would delete the page.
    first = [path for path in mine if path in blocking or folded(path) in names]
    gone = [path for path in mine if path not in first]
    return Changes(tuple(first), tuple(writing_order(stale, present)), tuple(removing_order(gone)))


def _check(path: str) -> None:
    """Every path came through the gate when it was planned; one that did not must not reach the disk."""
    try:
        is_fit = output_path(path) == path and f"/{TEMPORARY_PREFIX}" not in f"/{path}"
    except PathRefused:
        is_fit = False
    if not is_fit:
        raise ValueError(f"{path!a} is not a path to publish at")


def _refuse(foreign: Collection[str]) -> None:
    if foreign:
        others = f", and {len(foreign) - 1} more" if len(foreign) > 1 else ""
        raise UsageFailure(
            f"`{min(foreign)}` in the output folder was not made by shopgen and is in the way of a page{others}",
            "remove it, move it to `static/`, or choose another folder with `--destination`",
        )
