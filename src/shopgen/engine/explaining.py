"""What is known of one output: what it was made of and why, and whether it would be made again now."""

from enum import StrEnum

from msgspec import Struct

from shopgen.engine.bundle import Lookups
from shopgen.engine.jobs import Job, Plan
from shopgen.engine.kitchen import Kitchen, Trace
from shopgen.engine.larder import Larder
from shopgen.engine.manifest import Reason
from shopgen.engine.memory import Memory
from shopgen.engine.reasons import Reasons
from shopgen.engine.recall import Changes, remembered
from shopgen.engine.records import Record, Story


class State(StrEnum):
    """What a build would do now. `RECALLED`: the output was made before the last build and is remembered."""

    KEPT = "kept"
    STALE = "stale"
    RECALLED = "recalled"
    NEW = "new"
    GONE = "gone"


class Explanation(Struct, frozen=True):
    """`job` is as planned now, that of the last build when nothing is planned any more or anew.

    `story` is that of the last making, None when there was none. `today` says why it is not kept. `lookups` are what
    making it found by name.
    """

    job: Job
    state: State
    story: Story | None = None
    today: Reason | None = None
    lookups: Lookups = {}


def as_built(path: str, memory: Memory) -> Explanation | None:
    """The output as the last build left it, when it is known that nothing changed since; None when it is unknown."""
    record = memory.ledger.records.get(path)
    if record is None:
        return None
    return Explanation(record.job, State.KEPT, record.story, None, _lookups(record, memory))


def as_planned(path: str, plan: Plan, kitchen: Kitchen, memory: Memory) -> Explanation | None:
    """The output against what is planned now; None when neither the plan nor the last build has it."""
    record, job = memory.ledger.records.get(path), plan.jobs.get(path)
    lookups = _lookups(record, memory)
    if job is None:
        return Explanation(record.job, State.GONE, record.story, None, lookups) if record else None
    key = job.key(kitchen.recipes[job.recipe].toolchain)
    found = remembered(key, Changes(kitchen.bundle), memory)
    story = record.story if record else None
    if isinstance(found, Trace):
        if record is not None and record.key == key:
            return Explanation(job, State.KEPT, story, None, found.lookups)
        lookups, state = found.lookups, State.RECALLED
    else:
        state = State.STALE if record else State.NEW
    larder = Larder(dict(plan.values), kitchen.recipes, memory.store)
    reason = found if isinstance(found, Reason) else Reasons(kitchen, larder, memory.store).of(job, record)
    return Explanation(job, state, story, reason, lookups)


def _lookups(record: Record | None, memory: Memory) -> Lookups:
    trace = memory.ledger.get(record.key) if record else None
    return trace.lookups if trace else {}
