"""Work that nobody waits for any more."""

from collections.abc import Callable

_stopped: Callable[[], bool] = bool


def is_given_up() -> bool:
    """Whether nobody waits any more for what this process does."""
    return _stopped()


def stop_when(is_stopped: Callable[[], bool]) -> None:
    """Has this process stop after the job that it is at, once `is_stopped`."""
    global _stopped
    _stopped = is_stopped
