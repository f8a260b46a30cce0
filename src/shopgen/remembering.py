"""What a build leaves for the next one: as much of it as can be is put away while other processes are at work."""

from shopgen.core.digests import Digest
from shopgen.core.stopwatch import Stopwatch
from shopgen.engine.run import Build
from shopgen.memories import throw_away_older
from shopgen.planning.outline import Outline
from shopgen.planning.plan import Planner
from shopgen.workplace import Workplace

MANY = 50_000
"""With so many pages memory matters more than time: each process would soon have once more what lies in it."""


class Remembering:
    """Follows one build of the shop that `planner` plans; `save` comes last, whatever became of it."""

    def __init__(self, place: Workplace, planner: Planner, watch: Stopwatch) -> None:
        self._place = place
        self._planner = planner
        self._watch = watch
        self._outline: Outline | None = None
        self._outlined: Digest = ""
        self._is_published = False

    def begin(self) -> None:
        """Puts away what was read of a very large shop, and lets go of it, before other processes are forked."""
        if self._planner.size >= MANY:
            self._place.reading.let_go()
            self.shop()

    def shop(self) -> None:
        """Puts away what was read. It is right so far: a secret that somebody typed must not lie in the cache."""
        with self._watch.stage("save"):
            self._place.keep_reading()

    def made(self, build: Build) -> None:
        """Puts away what was made, which is not the last build yet. An outline of a plan that never is helps nobody."""
        memory = self._place.memory
        with self._watch.stage("save"):
            self._outline = self._planner.outline()
            memory.store.save()
            if build.made or build.recalled:
                self._save_outline(memory.ledger.prepare(build.records))

    def published(self, build: Build) -> None:
        """This is the last build now."""
        memory = self._place.memory
        with self._watch.stage("save"):
            memory.ledger.records = build.records
            self._save_outline(memory.ledger.plan)
        self._is_published = True

    def save(self) -> None:
        """Puts away what is not there yet. After a good build nobody needs what earlier versions of shopgen left."""
        with self._watch.stage("save"):
            self._place.memory.save(self._planner.wholes)
            if self._is_published:
                throw_away_older(self._place.disk, self._place.options.cache)

    def _save_outline(self, plan: Digest) -> None:
        if self._outline is not None and plan != self._outlined:
            self._place.outlines.save(plan, self._outline)
            self._outlined = plan
