"""The share of one process in the outputs of a build: each is made where it is planned, of values that are at hand.

What another process made is told with everything but its bytes, which that put into the store.
"""

from collections.abc import Iterable
from itertools import chain
from time import perf_counter

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from shopgen.core.diagnostics import Diagnostic
from shopgen.core.digests import Digest
from shopgen.engine.bundle import Lookups
from shopgen.engine.jobs import Ingredient, Job
from shopgen.engine.kitchen import Kitchen, Recipe, Trace
from shopgen.engine.larder import Larder
from shopgen.engine.manifest import Reason
from shopgen.engine.memory import Memory
from shopgen.engine.recall import Known, Recall


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


class _Common(Struct, frozen=True, array_like=True):
    """Thousands of outputs look the same names up, so those travel once. `slots` say where the store has the bytes."""

    lookups: list[Lookups]
    slots: dict[Digest, bytes]


_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(list[_Told]).decode
_decode_common = msgspec.msgpack.Decoder(_Common).decode


class Share:
    """What is `ready` by path, made in this process or learnt from others."""

    def __init__(self, kitchen: Kitchen, larder: Larder, memory: Memory, fresh: dict[str, object]) -> None:
        """`fresh` are values by name as they were before they were packed, as far as somebody still has them.

        Those that one output has for itself are taken out as they are used.
        """
        self.ready: dict[str, Ready] = {}
        self._kitchen = kitchen
        self._larder = larder
        self._memory = memory
        self._fresh = fresh
        self._recall = Recall(kitchen, larder, memory)
        self._lookups: dict[int, Lookups] = {}
        self._places: dict[int, int] = {}

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
            self._memory.store.put(made.content, made.trace.blob)
        return Ready(replace(known, trace=made.trace), True, made.failure, seconds)

    def _opened(self, job: Job) -> dict[str, object]:
        """The values of `job`; those that only it has are not kept at hand any longer."""
        recipe = self._kitchen.recipes[job.recipe]
        opened = {item.name: self._value(item, recipe) for item in job.ingredients}
        for item in job.ingredients:
            if item.role in recipe.own:
                self._fresh.pop(item.name, None)
        return opened

    def _value(self, item: Ingredient, recipe: Recipe) -> object:
        if item.name in self._fresh:
            return self._fresh[item.name]
        return self._kitchen.opener(recipe, item.role).open(self._larder.value(item))

    def remember(self, paths: Iterable[str]) -> None:
        """Has the ledger know of the outputs at `paths`: in the process that will save it."""
        for ready in map(self.ready.get, paths):
            if ready is not None and ready.is_made and ready.known.trace is not None:
                self._memory.ledger.put(ready.known.key, ready.known.trace)

    def told(self, paths: Iterable[str]) -> bytes:
        """What is ready of the outputs at `paths`, for the process that this one was forked from; let go here."""
        found = ((path, self.ready.pop(path)) for path in paths if path in self.ready)
        return _encode([_told(path, ready, self._place(ready)) for path, ready in found])

    def _place(self, ready: Ready) -> int:
        lookups = ready.known.trace.lookups if ready.known.trace else _NO_TRACE.lookups
        self._lookups[id(lookups)] = lookups  # holding it keeps its identity its own
        return self._places.setdefault(id(lookups), len(self._places))

    def common(self) -> bytes:
        """What is common to all that was told."""
        return _encode(_Common(list(self._lookups.values()), self._memory.store.new()))

    def learn(self, common: bytes, told: Iterable[bytes]) -> None:
        """Takes over what another process told; what was looked up alike is one object for all."""
        shared = _decode_common(common)
        self._memory.store.learn(shared.slots)
        for each in chain.from_iterable(map(_decode, told)):
            trace = None
            if each.failure is None:
                trace = Trace(shared.lookups[each.lookups], each.blob, each.size, each.diagnostics)
                (self._memory.ledger.put if each.is_made else self._use)(each.key, trace)
            known = Known(each.key, trace, each.reason, each.is_other)
            self.ready[each.path] = Ready(known, each.is_made, each.failure, each.seconds)

    def _use(self, key: Digest, trace: Trace) -> None:
        self._memory.ledger.use(key)


_NO_TRACE = Trace({}, "", 0)


def _told(path: str, ready: Ready, lookups: int) -> _Told:
    known = ready.known
    trace = known.trace or _NO_TRACE
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
