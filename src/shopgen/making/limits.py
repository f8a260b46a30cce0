"""How much a template may do: steps, seconds, characters. Counted the same on every machine, but for the seconds.

Every turn of a loop, every call and every filter is a step, but for methods of short texts, which take no time. Texts
that grow are measured before they are made, because afterwards the memory would be gone.
"""

import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from jinja2.exceptions import SecurityError

SECONDS = 5.0
"""Of a processor: a machine may have much else to do."""
OUTPUT_BYTES = 20_000_000
STEPS = 1_000_000
STEPS_BETWEEN_LOOKS = 500
"""Looking at the clock takes longer than a step."""
LONG_TEXT = 1_000
"""Longer texts are measured as soon as they are there, and not only when they are written."""
TEXT_LENGTH = 1_000_000
NUMBER_BITS = 4_096
GROWTH = 100_000_000
"""The largest product of two sizes that a filter or method may multiply."""

GROWING = frozenset(
    ("batch", "center", "indent", "join", "ljust", "replace", "rjust", "slice", "tojson", "truncate", "wordwrap")
)
_QUICK = frozenset(
    {
        "absolute",
        "attr",
        "d",
        "default",
        "e",
        "escape",
        "first",
        "float",
        "int",
        "length",
        "lower",
        "markdown",
        "number",
        "safe",
        "string",
        "upper",
    }
)


class LimitReached(Exception):
    """A template ran too long, looped too often or wrote too much."""


class Budget:
    """What one page has left, and then the next."""

    def __init__(self) -> None:
        self.begin(SECONDS)

    def begin(self, seconds: float) -> None:
        """For a page that may take so long, and is made by this thread."""
        self._deadline = time.monotonic() + seconds
        self._began = time.thread_time()
        self._seconds = seconds
        self._steps = 0
        self._next_look = STEPS_BETWEEN_LOOKS
        self._written = 0
        self._waiting = 0

    def step(self) -> None:
        self._steps += 1
        if self._steps >= self._next_look:
            self.look()

    def look(self) -> None:
        self._next_look = self._steps + STEPS_BETWEEN_LOOKS
        if self._steps >= STEPS:
            raise LimitReached(f"the loops of the page take more than {STEPS:,} steps")
        self._check_time()

    def write(self, length: int) -> None:
        """Counts what is written for good."""
        self._written += length
        if self._waiting:
            self._waiting = max(0, self._waiting - length)
        if self._written + self._waiting > OUTPUT_BYTES:
            raise _too_long()

    def wait(self, length: int) -> None:
        """Counts a text that is there, and will be written when others have joined it."""
        self._waiting += length
        if self._written + self._waiting > OUTPUT_BYTES:
            raise _too_long()

    def _check_time(self) -> None:
        """Asks how long this thread was at work only when it could be too long; that takes ten times as long."""
        if time.monotonic() <= self._deadline:
            return
        left = self._began + self._seconds - time.thread_time()
        if left <= 0:
            raise LimitReached(f"the page took longer than {self._seconds:.0f} seconds")
        self._deadline = time.monotonic() + left

    def counted(self, items: Iterable[Any]) -> Iterable[Any]:
        """The same items; a step for each of them and one for the loop."""
        if (type(items) is tuple or type(items) is list) and len(items) < STEPS_BETWEEN_LOOKS:
            self._steps += len(items) + 1
            if self._steps >= self._next_look:
                self.look()
            return items
        self.step()
        return self._one_by_one(items)

    def _one_by_one(self, items: Iterable[Any]) -> Iterator[Any]:
        for item in items:
            self.step()
            yield item


def _too_long() -> LimitReached:
    return LimitReached(f"the page is longer than {OUTPUT_BYTES:,} characters")


def short_range(*bounds: int) -> range:
    """The function `range` of templates, which look at no clock while they make a list of it."""
    steps = range(*bounds)
    if len(steps) > STEPS:
        raise LimitReached(f"the loops of the page take more than {STEPS:,} steps")
    return steps


def check_growth(name: str, arguments: Iterable[object]) -> None:
    """Refuses one of `GROWING` where it would make a text of a huge width or multiply two large sizes."""
    sizes = []
    for argument in arguments:
        if isinstance(argument, int):
            if argument > TEXT_LENGTH:
                raise LimitReached("a width this large is not allowed")
            sizes.append(argument)
        elif isinstance(argument, str | list | tuple):
            sizes.append(len(argument))
    if len(sizes) > 1:
        smaller, larger = sorted(sizes)[-2:]
        if smaller * larger > GROWTH:
            raise LimitReached(f"what `{name}` gives could be too long")


def check_operation(operator: str, left: object, right: object) -> None:
    """Refuses numbers and texts that one operation makes huge."""
    if operator == "%" and isinstance(left, str):
        raise SecurityError("use messages instead of `%` with a text")
    if isinstance(left, int) and isinstance(right, int):
        bits = left.bit_length() * abs(right) if operator == "**" else left.bit_length() + right.bit_length()
        if operator in {"*", "**"} and bits > NUMBER_BITS:
            raise LimitReached("a number this large is not allowed")
    sizes = [len(side) for side in (left, right) if isinstance(side, str | list | tuple)]
    counts = [side for side in (left, right) if isinstance(side, int)]
    if operator == "*" and sizes and counts and sizes[0] * counts[0] > TEXT_LENGTH:
        raise LimitReached("a repeated text would be too long")
    if operator == "+" and sum(sizes) > TEXT_LENGTH:
        raise LimitReached("a joined text would be too long")


def watched(name: str, filter_: Callable[..., Any], look: Callable[[], None]) -> Callable[..., Any]:
    """The filter with a look at the clock and at the growth of what it gives, unless it is done in no time."""
    if name in _QUICK:
        return filter_

    given = 1 if name == "tojson" else 0  # its value may be any number; what can make its text huge is the indent

    def watching(*arguments: Any, **options: Any) -> Any:
        look()
        if name in GROWING:
            check_growth(name, (*arguments[given:], *options.values()))
        return filter_(*arguments, **options)

    for mark in ("jinja_pass_arg", "jinja_async_variant"):
        if hasattr(filter_, mark):
            setattr(watching, mark, getattr(filter_, mark))
    return watching
