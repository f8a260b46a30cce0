"""A second process that writes files out of the store.

It is forked before there is much in this one, and waits: a process that is forked from a large one soon has all of that
twice, because nearly all of it is touched.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from itertools import chain, pairwise
from pathlib import Path

import msgspec

from shopgen.core.digests import Digest
from shopgen.core.disk import Disk, Stamp
from shopgen.engine.aside import Answers, Tell, waiting_aside
from shopgen.engine.packs import Packs
from shopgen.engine.slots import opened_slot
from shopgen.engine.tickets import Tickets, in_shares
from shopgen.publishing.placing import Placing

WORTH_HELP = 400
"""So many files pay for another process."""

_PARTS = 1000
"""In so many parts all is done that there is to do."""

Found = Sequence[tuple[str, Digest, bytes]]
"""The paths of files, the names of what is to be in them, and the slots of that."""

SlotOf = Callable[[Digest], bytes | None]
"""Where the store has a blob, at rest; None when it has not."""

_encode = msgspec.msgpack.Encoder().encode
_decode_parts = msgspec.msgpack.Decoder(list[memoryview]).decode
_decode_part = msgspec.msgpack.Decoder(list[tuple[str, Digest, bytes]]).decode
_decode_stamps = msgspec.msgpack.Decoder(dict[str, Stamp]).decode


class Helper:
    """Writes with this process what nobody has written yet, once."""

    def __init__(self, tickets: Tickets, tell: Tell, answers: Answers, packs: Packs, slot_of: SlotOf) -> None:
        self.slot_of = slot_of
        self.was_told = False
        self.is_lost = False
        self._parts: list[bytes] = []
        self._packs = packs
        self._tickets = tickets
        self._tell = tell
        self._answers = answers

    def begin(self, files: Found) -> None:
        """Has the other process begin with `files`."""
        ends = [len(files) * part // _PARTS for part in range(_PARTS + 1)]
        self._parts = [_encode(files[start:end]) for start, end in pairwise(ends)]
        self.was_told = True
        self._tell(_encode(self._parts))

    def write(self, placing: Placing) -> Iterator[tuple[str, Stamp]]:
        """Writes here what the other process has not begun with; how each file looks then."""
        drawn = (self._parts[number] for number in self._tickets.drawn(0))
        return chain.from_iterable(_written(part, self._packs, placing) for part in drawn)

    def stamps(self) -> Mapping[str, Stamp]:
        """How the files look that the other process has written; waits for it. What it was at is lost when it died."""
        answers = self._answers()
        self.is_lost = None in answers
        written = map(_decode_stamps, chain.from_iterable(_decode_parts(answer) for answer in answers if answer))
        return dict(chain.from_iterable(stamps.items() for stamps in written))


@contextmanager
def helping(disk: Disk, top: Path, packs: Packs, slot_of: SlotOf) -> Iterator[Helper]:
    """A helper for what is to be written below `top` out of `packs`. It leaves nothing behind when this or it fails."""
    with closing(in_shares([1] * _PARTS, 2)) as tickets:

        def work(order: bytes) -> bytes:
            parts, placing = _decode_parts(order), Placing(disk, top)
            return _encode([_encode(dict(_written(parts[number], packs, placing))) for number in tickets.drawn(1)])

        helper: Helper | None = None
        is_ended = True
        try:
            with waiting_aside(work) as (tell, answers):
                helper = Helper(tickets, tell, answers, packs, slot_of)
                yield helper
                is_ended = helper.is_lost
        finally:
            if helper is not None and helper.was_told and is_ended:
                with suppress(OSError):
                    disk.sweep(top)  # it was ended over a file


def _written(part: bytes | memoryview, packs: Packs, placing: Placing) -> Iterator[tuple[str, Stamp]]:
    """What was written; who knows how to make a blob again has to do that with those that are lost."""
    for path, name, slot in _decode_part(part):
        content = packs.read(name, opened_slot(slot))
        if content is not None:
            yield path, placing.place(path, content)
