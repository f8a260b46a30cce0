"""What the memory knows of a job: whether its output is there, or why it has to be made.

key(job)   = digest(recipe, its toolchain, ingredient digests)
fresh(job) = there is a trace for its key, every name it looked up still finds the same, its bytes are in the store
"""

from collections.abc import Mapping

from msgspec import Struct

from shopgen.core.digests import Digest
from shopgen.engine.bundle import Bundle, Lookups
from shopgen.engine.jobs import Job
from shopgen.engine.kitchen import Kitchen, Made, Trace
from shopgen.engine.larder import Larder
from shopgen.engine.manifest import Cause, Reason
from shopgen.engine.memory import Memory
from shopgen.engine.reasons import Reasons

_NO_REASON = Reason(Cause.NEW)


class Known(Struct, frozen=True):
    """`trace` is None for what has to be made. `reason` says why the output is other than the last build left it.

    What `is_other` not, is as it was, and has no reason.
    """

    key: Digest
    trace: Trace | None
    reason: Reason = _NO_REASON
    is_other: bool = True


class Recall:
    """Asks the memory about jobs, and puts into it what they are made from."""

    def __init__(self, kitchen: Kitchen, larder: Larder, memory: Memory) -> None:
        self._larder = larder
        self._memory = memory
        self._reasons = Reasons(kitchen, larder, memory.store)
        self._changes = Changes(kitchen.bundle)
        self._recipes = kitchen.recipes
        self._toolchains: dict[str, str] = {}

    def of(self, job: Job) -> Known:
        key = job.key(self._toolchain(job.recipe))
        self._larder.keep(job)
        found = remembered(key, self._changes, self._memory)
        if not isinstance(found, Trace):
            return Known(key, None, found or self._why(job))
        self._memory.ledger.use(key)
        past = self._memory.ledger.past(job.path)
        if past is not None and past.key == key:
            return Known(key, found, is_other=False)
        return Known(key, found, self._why(job))

    def _toolchain(self, recipe: str) -> str:
        """Asked once: some have to ask a library for its version."""
        known = self._toolchains.get(recipe)
        if known is None:
            known = self._toolchains[recipe] = self._recipes[recipe].toolchain
        return known

    def _why(self, job: Job) -> Reason:
        return self._reasons.of(job, self._memory.ledger.records.get(job.path))


class Changes:
    """Which names find something else today than they did for a trace; asked once for traces that saw the same."""

    def __init__(self, bundle: Bundle) -> None:
        self._bundle = bundle
        self._told: dict[int, tuple[Lookups, tuple[str, ...]]] = {}

    def since(self, lookups: Lookups) -> tuple[str, ...]:
        told = self._told.get(id(lookups))
        if told is None:
            names = tuple(name for name, found in lookups.items() if self._bundle.digest(name) != found)
            told = self._told[id(lookups)] = (lookups, names)  # holding it keeps its identity its own
        return told[1]


def make_one(job: Job, values: Mapping[str, bytes], kitchen: Kitchen, memory: Memory) -> tuple[Made, bool]:
    """The output of one job, from memory when it is fresh, and whether it had to be made."""
    key = job.key(kitchen.recipes[job.recipe].toolchain)
    found = remembered(key, Changes(kitchen.bundle), memory)
    if isinstance(found, Trace):
        content = memory.store.get(found.blob)
        if content is not None:
            return Made(job.path, content, found), False
    made = kitchen.make(job, values)
    if made.trace is not None:
        remember(made, made.trace, key, memory)
    return made, True


def remember(made: Made, trace: Trace, key: Digest, memory: Memory) -> None:
    memory.store.put(made.content, trace.blob)
    memory.ledger.put(key, trace)


def remembered(key: Digest, changes: Changes, memory: Memory) -> Trace | Reason | None:
    """The trace for `key` when it still holds, else why it does not; None when there is none."""
    trace = memory.ledger.get(key)
    if trace is None:
        return None
    changed = changes.since(trace.lookups)
    if changed:
        return Reason(Cause.LOOKUP, changed)
    return trace if trace.blob in memory.store else Reason(Cause.LOST)
