"""What is shown at an address: one Session behind one lock, asked by requests and told of changes."""

from collections.abc import Callable, Set
from datetime import datetime
from threading import Lock

from msgspec import Struct
from msgspec.structs import replace

from shopgen.core.diagnostics import Diagnostic
from shopgen.core.failures import Failure
from shopgen.engine.jobs import Job, Plan
from shopgen.engine.kitchen import Made, Trace
from shopgen.engine.store import Lost
from shopgen.formats.svg import stand_in
from shopgen.planned import Planned
from shopgen.preview.addresses import Output, Redirect, find, prefix_of
from shopgen.preview.garbage import Garbage
from shopgen.preview.media import HTML, media_type
from shopgen.session import Session

PAGES_KEPT = 64
PATIENCE_SECONDS = 2.0

Tell = Callable[[Planned, Session], None]
Crash = Callable[[Exception], str]
Now = Callable[[], datetime]


class Problems(Struct, frozen=True):
    """What keeps a page from being shown as it should be: a heading, what is known in words, and all findings."""

    title: str = "The shop has errors"
    words: str = ""
    findings: tuple[Diagnostic, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.words or self.findings)


class Answer(Struct, frozen=True):
    """`content` is what a build would publish, or the last good page while there are `problems`; empty without either.

    `planned` is the plan that has the output and `job` its place in it; `trace` is that of making it, and None when it
    could not be made. All three are None for what nothing is planned for.
    """

    status: int
    content: bytes = b""
    media_type: str = HTML
    location: str = ""
    problems: Problems = Problems()
    planned: Planned | None = None
    job: Job | None = None
    trace: Trace | None = None

    @property
    def is_page(self) -> bool:
        return self.media_type == HTML and not self.location


class Outputs(Struct, frozen=True):
    """The paths of what `plans` would publish for everybody to see."""

    plans: tuple[Plan, ...] = ()

    def __contains__(self, path: object) -> bool:
        jobs = (plan.jobs.get(str(path)) for plan in self.plans)
        return any(job is not None and job.root == "site" for job in jobs)


class Answers:
    """Plans again when something changed, and makes what is asked for from the newest plan that has it.

    While the shop has errors the last plan without any stands behind the newest one, so that no page disappears.
    `tell` hears of every new plan, `crash` of every bug and gives the words for it; both are called under the lock.
    """

    def __init__(self, session: Session, tell: Tell, crash: Crash, now: Now | None = None) -> None:
        """The shop is that of the moment `now`; without it, always that of the session's clock."""
        self._session = session
        self._tell = tell
        self._crash = crash
        self._now = now
        self._next_change: datetime | None = None
        self._garbage = Garbage()
        self._lock = Lock()
        self._is_stale = True
        self._findings: tuple[Diagnostic, ...] = ()
        self._newest: Planned | None = None
        self._plans: tuple[Planned, ...] = ()
        self._outputs = Outputs()
        self._pages: dict[str, bytes] = {}
        self._trouble = ""

    def refresh(self, changed: Set[str]) -> bool:
        """Plans anew after the files `changed` were saved; returns whether the shop is without errors."""
        with self._lock:
            self._is_stale = True
            self._plan(changed)
            return not self._problems()

    def news(self, paths: Set[str] | None) -> Set[str]:
        """The files at and below `paths`, or of the whole shop, that are otherwise than they were last read."""
        try:
            return self._session.news(paths)
        except OSError:
            return paths or set()

    def is_half_written(self, path: str) -> bool:
        """Whether somebody seems to be about to write the file: an editor empties it first."""
        try:
            return (self._session.options.root / path).stat().st_size == 0
        except OSError:
            return False

    def seconds_left(self) -> float | None:
        """How long nothing changes by the clock alone; None for ever."""
        change = self._next_change  # asked once: another thread may be planning
        if self._now is None or change is None:
            return None
        return max(0.0, (change - self._now()).total_seconds())

    def settle(self) -> None:
        """Does what takes a while in a large shop, and what an edit would else wait for."""
        with self._lock:
            self._garbage.throw_away()
            self._session.prepare()

    def save(self, patience: float = PATIENCE_SECONDS) -> None:
        """Puts away what the next preview can use; not done when somebody plans for `patience` seconds or more.

        Raises as Session.save.
        """
        if self._lock.acquire(timeout=patience):
            try:
                self._session.save()
            finally:
                self._lock.release()

    def prefix(self) -> str:
        """The path below which the shop lives."""
        with self._lock:
            self._plan()
            return self._prefix()

    def answer(self, address: str, query: str = "") -> Answer:
        """The answer to a request for the decoded path `address`. Never raises."""
        with self._lock:
            self._plan()
            try:
                return self._found(address, query)
            except Lost:
                self._is_stale = True
                self._plan()
                return self._found(address, query)

    def answer_anew(self, address: str) -> Answer:
        """The same from a plan of the whole shop, for somebody whom the last one raised Lost."""
        with self._lock:
            self._is_stale = True
        return self.answer(address)

    def _found(self, address: str, query: str) -> Answer:
        match find(address, self._prefix(), self._outputs, query):
            case Redirect(location):
                return Answer(307, location=location)
            case Output(path, status):
                return self._output(path, status)
        problems = self._problems()
        if problems:
            return Answer(500, problems=problems)
        return Answer(404, problems=Problems("There is nothing at this address", address))

    def in_words(self, problem: Exception) -> str:
        """What somebody is told of a bug of our own."""
        with self._lock:
            return self._words(problem)

    def _plan(self, changed: Set[str] | None = None) -> None:
        if not self._is_stale:
            return
        # before planning, so that a change while it is under way is not forgotten
        self._is_stale = False
        self._trouble = ""
        self._newest = None
        if self._now is not None and self.seconds_left() == 0:
            self._session.move_on(self._now())
        try:
            with self._garbage.kept():
                planned = self._session.plan(changed)
            self._tell(planned, self._session)
        except Exception as problem:
            self._trouble = self._words(problem)
            self._next_change = None  # the clock alone would have it tried again and again
            return
        self._newest, self._findings = planned, planned.findings
        self._next_change = planned.next_change
        self._plans = _plans(planned, self._plans)
        self._outputs = Outputs(tuple(usable.plan for usable in self._plans if usable.plan is not None))

    def _output(self, path: str, status: int) -> Answer:
        made, planned = self._make(path)
        is_page = media_type(path) == HTML
        if isinstance(made, Problems):
            content = self._pages.get(path)
            problems = replace(made, findings=(*made.findings, *self._problems().findings))
        else:
            content = made.content
            problems = self._problems()
            if is_page and content.strip():  # else its template is just being written
                self._keep(path, content)
        if content is None and media_type(path).startswith("image/"):
            return Answer(status, _stand_in(path, problems), media_type("picture.svg"), problems=problems)
        if content is None:
            return Answer(500, media_type=media_type(path), problems=problems)
        job = planned.plan.jobs.get(path) if planned and planned.plan else None
        trace = made.trace if isinstance(made, Made) else None
        return Answer(status, content, media_type(path), "", problems, planned, job, trace)

    def _make(self, path: str) -> tuple[Made | Problems, Planned | None]:
        """The output at a planned `path`, or why it cannot be made; and the plan that it is in.

        Raises Lost when the newest plan cannot be used any more. Another one is then as if it had never been.
        """
        title = "This page cannot be made"
        for planned in self._plans:
            try:
                made = self._session.make(path, planned)
                _open_all(planned.plan, path)
            except Lost:
                if planned is self._newest:
                    raise
                continue
            except Exception as problem:
                return Problems(title, self._words(problem)), planned
            if made is not None:
                return (Problems(title, findings=(made.failure,)) if made.failure else made), planned
        return Problems(title, f"`{path}` cannot be made"), None

    def _keep(self, path: str, content: bytes) -> None:
        """Remembers a good page, to show it below the errors of a later one."""
        self._pages.pop(path, None)
        self._pages[path] = content
        while len(self._pages) > PAGES_KEPT:
            del self._pages[next(iter(self._pages))]

    def _prefix(self) -> str:
        shop = self._plans[0].shop if self._plans else None
        return prefix_of(shop.settings.base_url) if shop else "/"

    def _problems(self) -> Problems:
        """What is wrong with the shop as it is now; nothing when it could be built."""
        if self._trouble:
            return Problems(words=self._trouble)
        return Problems(findings=tuple(finding for finding in self._findings if finding.is_error))

    def _words(self, problem: Exception) -> str:
        if isinstance(problem, Failure):
            return f"{problem.message} ({problem.hint})" if problem.hint else problem.message
        return self._crash(problem)


def _plans(newest: Planned, before: tuple[Planned, ...]) -> tuple[Planned, ...]:
    """The plans to make from, in the order in which they are asked: the newest, then the last without errors."""
    if newest.plan is not None and not newest.has_errors:
        return (newest,)
    good = tuple(planned for planned in before if not planned.has_errors)
    return (newest, *good) if newest.plan is not None else good or before


def _open_all(plan: Plan | None, path: str) -> None:
    """Raises Lost when something is gone of what the output is made of: what stands around a page tells of that."""
    job = plan.jobs.get(path) if plan else None
    if plan is not None and job is not None:
        _ = [plan.values[item.name] for item in job.ingredients]


def _stand_in(path: str, problems: Problems) -> bytes:
    """What is shown in the place of a picture that cannot be made, so that nobody takes it for a slow one."""
    first = next(iter(problems.findings), None)
    name = path.rpartition("/")[2] if first is None or first.place is None else first.place.path.rpartition("/")[2]
    return stand_in(name, first.message if first else problems.words).encode()
