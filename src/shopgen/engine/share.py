"""The share of one process in the outputs of a build: each is made where it is planned, of values that are at hand.

What another process made is told with everything but its bytes, which that put into the store.
"""

from collections.abc import Iterable, Mapping
from time import perf_counter

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from shopgen.core.diagnostics import Diagnostic
from shopgen.core.digests import Digest
from shopgen.engine.jobs import Job
from shopgen.engine.kitchen import Kitchen, Lookups, Trace
from shopgen.engine.larder import Larder
from shopgen.engine.manifest import Reason
from shopgen.engine.memory import Memory
from shopgen.engine.recall import Known, Recall, remember


class Ready(Struct, frozen=True):
    """An output before its turn has come. There is a trace, unless there is a `failure`."""

    known: Known
    is_made: bool = False
    failure: Diagnostic | None = None
    seconds: float = 0.0


class _Told(Struct, frozen=True, array_like=True):
    """What is ready, on its way to another process. `lookups` is a place among those of all."""

    path: str
    key: Digest
    blob: Digest
    size: int
    lookups: int
    diagnostics: tuple[Diagnostic, ...]
    reason: Reason
    is_other: bool
    is_made: bool
    failure: Diagnostic | None
    seconds: float


class _Share(Struct, frozen=True, array_like=True):
    """Thousands of outputs look the same names up, so those travel once. `slots` say where the store has the bytes."""

    lookups: list[Lookups]
    told: list[_Told]
    slots: dict[Digest, bytes]


_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(_Share).decode


class Share:
    """What is `ready` by path, made in this process or learnt from others."""

    def __init__(self, kitchen: Kitchen, larder: Larder, memory: Memory, fresh: Mapping[str, object]) -> None:
        """`fresh` are values by name as they were before they were packed, as far as somebody still has them."""
        self.ready: dict[str, Ready] = {}
        self._kitchen = kitchen
        self._larder = larder
        self._memory = memory
        self._fresh = fresh
        self._recall = Recall(kitchen, larder, memory)

    def make(self, jobs: Iterable[Job]) -> None:
        """Has the outputs of `jobs` ready."""
        for job in jobs:
            known = self._recall.of(job)
            self.ready[job.path] = self._made(job, known) if known.trace is None else Ready(known)
            self._larder.let_go([job])

    def _made(self, job: Job, known: Known) -> Ready:
        began = perf_counter()
        made = self._kitchen.make_of(job, self._opened(job))
        seconds = perf_counter() - began
        if made.trace is not None:
            remember(made, made.trace, known.key, self._memory)
        return Ready(replace(known, trace=made.trace), True, made.failure, seconds)

    def _opened(self, job: Job) -> dict[str, object]:
        fresh, opener, recipe = self._fresh, self._kitchen.opener, self._kitchen.recipes[job.recipe]
        return {
            item.name: fresh[item.name]
            if item.name in fresh
            else opener(recipe, item.role).open(self._larder.value(item))
            for item in job.ingredients
        }

    def told(self) -> bytes:
        """All that is ready, for the process that this one was forked from."""
        lookups: dict[int, Lookups] = {}
        places: dict[int, int] = {}
        told = []
        for path, ready in self.ready.items():
            trace = ready.known.trace or _NO_TRACE
            place = places.setdefault(id(trace.lookups), len(places))
            lookups[place] = trace.lookups
            told.append(_told(path, ready, trace, place))
        return _encode(_Share(list(lookups.values()), told, self._memory.store.new()))

    def learn(self, content: bytes) -> None:
        """Takes over what another process told; what was looked up alike is one object for all."""
        share = _decode(content)
        self._memory.store.learn(share.slots)
        for told in share.told:
            trace = None
            if told.failure is None:
                trace = Trace(share.lookups[told.lookups], told.blob, told.size, told.diagnostics)
                (self._memory.ledger.put if told.is_made else self._use)(told.key, trace)
            known = Known(told.key, trace, told.reason, told.is_other)
            self.ready[told.path] = Ready(known, told.is_made, told.failure, told.seconds)

    def _use(self, key: Digest, trace: Trace) -> None:
        self._memory.ledger.use(key)


_NO_TRACE = Trace({}, "", 0)


def _told(path: str, ready: Ready, trace: Trace, lookups: int) -> _Told:
    known = ready.known
    return _Told(
        path,
        known.key,
        trace.blob,
        trace.size,
        lookups,
        trace.diagnostics,
        known.reason,
        known.is_other,
        ready.is_made,
        ready.failure,
        ready.seconds,
    )
