"""When Python looks for garbage in circles: a plan of a large shop is millions of values, and no garbage."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

MANY = 20_000
"""So many new values are the work of a whole plan, and not of an edit."""


class Garbage:
    """Keeps Python from looking through a plan while it is made, and through all plans whenever a page was made."""

    def __init__(self) -> None:
        self._is_there = False

    @contextmanager
    def kept(self) -> Iterator[None]:
        """Garbage that comes up inside stays; what is left of it, with everything else, is not looked at any more."""
        gc.disable()
        try:
            yield
        finally:
            if gc.get_count()[0] >= MANY:
                gc.freeze()
                self._is_there = True
            gc.enable()

    def throw_away(self) -> None:
        """Looks through everything once, when there is something to find. Takes time as the shop is large."""
        if self._is_there:
            self._is_there = False
            gc.unfreeze()
            gc.collect()
            gc.freeze()
