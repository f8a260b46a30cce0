"""When Python looks for garbage while outputs are made: templates leave some in circles."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collecting_what_comes() -> Iterator[None]:
    """Has Python look for garbage, but only among what is made inside."""
    is_enabled = gc.isenabled()
    collect_only_what_comes()
    try:
        yield
    finally:
        gc.unfreeze()
        if not is_enabled:
            gc.disable()


def collect_only_what_comes() -> None:
    """What is there before is kept until the end, and in a forked worker even to look at it would copy it."""
    gc.freeze()
    gc.enable()
