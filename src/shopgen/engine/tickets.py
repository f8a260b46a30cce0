"""Work that several processes share: each takes what nobody has taken yet, until nothing is left.

Every process has a heap of its own, so that it goes on with what it has begun to know, and helps with those of the
others when that is empty. The heaps are pipes, filled before the processes are forked: to read from one takes a ticket
away from all.
"""

import mmap
import os
import sys
from collections.abc import Iterator, Sequence
from itertools import accumulate, chain, pairwise

_TICKET = 4
_IN_PIPE = 1024
"""So many tickets find room in any pipe: on some systems it is one page, and on Linux for who has very many of them."""


class Tickets:
    """Numbers in `heaps`, one heap for each process; `sizes` says how much work each number is.

    Belongs to the process that made it, and to those forked from it; nobody draws any more when one of them is alone.
    """

    def __init__(self, heaps: Sequence[Sequence[int]], sizes: Sequence[int]) -> None:
        self._heaps = [_runs(heap) for heap in heaps]
        self._before = [
            list(accumulate((sum(sizes[number] for number in run) for run in runs), initial=0)) for runs in self._heaps
        ]
        self._pipes = [_filled(len(runs)) for runs in self._heaps]
        self._last = mmap.mmap(-1, _TICKET * len(heaps))
        self._owner = os.getpid()

    def drawn(self, process: int) -> Iterator[int]:
        """The numbers for one process, which is itself a number; each is drawn by one of them."""
        return chain.from_iterable(self.heaps(process))

    def heaps(self, process: int) -> Iterator[Iterator[int]]:
        """The same numbers, heap by heap: those of the process's own, then what is left of the others."""
        for turn in range(len(self._heaps)):
            yield self.drawn_from((process + turn) % len(self._heaps))

    def drawn_from(self, heap: int) -> Iterator[int]:
        """What is left of one heap."""
        while (ticket := os.read(self._pipes[heap], _TICKET)) and self._owner in {os.getpid(), os.getppid()}:
            self._last[heap * _TICKET : (heap + 1) * _TICKET] = ticket
            yield from self._heaps[heap][int.from_bytes(ticket, sys.byteorder)]

    @property
    def taken(self) -> int:
        """How much work was drawn by all before what they are at."""
        last = memoryview(self._last).cast("I")
        return sum(before[ticket] for before, ticket in zip(self._before, last, strict=True))

    def close(self) -> None:
        for pipe in self._pipes:
            os.close(pipe)


def in_shares(sizes: Sequence[int], processes: int) -> Tickets:
    """Numbers of work of these sizes, neighbours in one heap."""
    return Tickets(parted(range(len(sizes)), processes), sizes)


def parted(numbers: Sequence[int], processes: int) -> list[Sequence[int]]:
    """As many of them for each process, neighbours together."""
    ends = [len(numbers) * process // processes for process in range(processes + 1)]
    return [numbers[first:end] for first, end in pairwise(ends)]


def _runs(heap: Sequence[int]) -> list[Sequence[int]]:
    """The heap in as many runs as there may be tickets."""
    length = -(-len(heap) // _IN_PIPE) or 1
    return [heap[first : first + length] for first in range(0, len(heap), length)]


def _filled(tickets: int) -> int:
    """A pipe from which so many tickets can be read, and then its end."""
    pipe, end = os.pipe()
    try:
        os.write(end, b"".join(number.to_bytes(_TICKET, sys.byteorder) for number in range(tickets)))
    finally:
        os.close(end)
    return pipe
