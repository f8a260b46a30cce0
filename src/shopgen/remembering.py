"""What a build leaves for the next one: as much of it as can be is put away while other processes are at work."""

from shopgen.core.stopwatch import Stopwatch
from shopgen.engine.run import Build
from shopgen.planning.outline import Outline
from shopgen.planning.plan import Planner
from shopgen.workplace import Workplace


class Remembering:
    """Follows one build of the shop that `planner` plans; `save` comes last, whatever became of it."""

    def __init__(self, place: Workplace, planner: Planner, watch: Stopwatch) -> None:
        self._place = place
        self._planner = planner
        self._watch = watch
        self._outline: Outline | None = None
        self._is_published = False

    def shop(self) -> None:
        """Puts away what was read. It is right so far: a secret that somebody typed must not lie in the cache."""
        with self._watch.stage("save"):
            self._place.keep_reading()
            if not self._planner.has_errors:
                self._outline = self._planner.outline(self._place.memory.store.put)
                self._place.outlines.prepare(self._outline)

    def made(self, build: Build) -> None:
        """Puts away what was made, which may not be the last build yet."""
        memory = self._place.memory
        with self._watch.stage("save"):
            memory.store.save()
            if build.made or build.recalled:
                memory.ledger.prepare(build.records)

    def published(self, build: Build) -> None:
        """This is the last build now."""
        self._place.memory.ledger.records = build.records
        self._is_published = True

    def save(self) -> None:
        memory, outline = self._place.memory, self._outline
        with self._watch.stage("save"):
            memory.save(known.value for known in (outline.products.values() if outline else ()))
            if outline is not None and self._is_published:
                self._place.outlines.save(memory.ledger.plan, outline)
