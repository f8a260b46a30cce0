"""What is shown at an address: one Session behind one lock, asked by requests and told of changes."""

from collections.abc import Callable, Sequence, Set
from threading import Lock

from msgspec import Struct

from shopgen.core.diagnostics import Diagnostic
from shopgen.core.failures import Failure
from shopgen.engine.kitchen import Made
from shopgen.preview.addresses import Output, Redirect, find, prefix_of
from shopgen.preview.media import HTML, media_type
from shopgen.preview.pages import problem_page, with_problems
from shopgen.report import Look
from shopgen.report.safe import escaped
from shopgen.report.text import Piece, pieces
from shopgen.session import Planned, Session

PAGES_KEPT = 64

Tell = Callable[[Planned, Session], None]
Crash = Callable[[Exception], str]


class Answer(Struct, frozen=True):
    status: int
    content: bytes = b""
    media_type: str = HTML
    location: str = ""

    @property
    def is_page(self) -> bool:
        return self.media_type == HTML and not self.location


class Answers:
    """Plans again when something changed, and makes what is asked for from the newest plan that has it.

    While the shop has errors the last plan without any stands behind the newest one, so that no page disappears.
    `tell` hears of every new plan, `crash` of every bug and gives the words for it; both are called under the lock.
    """

    def __init__(self, session: Session, tell: Tell, crash: Crash) -> None:
        self._session = session
        self._tell = tell
        self._crash = crash
        self._lock = Lock()
        self._is_stale = True
        self._findings: tuple[Diagnostic, ...] = ()
        self._plans: tuple[Planned, ...] = ()
        self._outputs: frozenset[str] = frozenset()
        self._pages: dict[str, bytes] = {}
        self._trouble = ""

    def refresh(self, changed: Set[str]) -> bool:
        """Plans anew after the files `changed` were saved; returns whether the shop is without errors."""
        with self._lock:
            self._is_stale = True
            self._plan(changed)
            return not self._problems()

    def prefix(self) -> str:
        """The path below which the shop lives."""
        with self._lock:
            self._plan()
            return self._prefix()

    def answer(self, address: str, query: str = "") -> Answer:
        """The answer to a request for the decoded path `address`. Never raises."""
        with self._lock:
            self._plan()
            found = find(address, self._prefix(), self._outputs, query)
            match found:
                case Redirect(location):
                    return Answer(307, location=location)
                case Output(path, status):
                    return self._output(path, status)
            problems = self._problems()
            if problems:
                return Answer(500, problem_page("The shop has errors", problems))
            return Answer(404, problem_page("There is nothing at this address", [(escaped(address), "")]))

    def _plan(self, changed: Set[str] | None = None) -> None:
        if not self._is_stale:
            return
        # before planning, so that a change while it is under way is not forgotten
        self._is_stale = False
        self._trouble = ""
        try:
            planned = self._session.plan(changed)
            self._tell(planned, self._session)
        except Exception as problem:
            self._trouble = self._words(problem)
            return
        self._findings = planned.findings
        self._plans = _plans(planned, self._plans)
        self._outputs = frozenset(
            job.path for usable in self._plans if usable.plan for job in usable.plan if job.root == "site"
        )

    def _output(self, path: str, status: int) -> Answer:
        made = self._make(path)
        if isinstance(made, Made):
            content: bytes | None = made.content
            problems = self._problems()
        else:
            content = self._pages.get(path)
            problems = made + self._problems()
        if media_type(path) != HTML:
            return Answer(500) if content is None else Answer(status, content, media_type(path))
        if content is None:
            return Answer(500, problem_page("This page cannot be made", problems))
        if content.strip():  # else its template is just being written
            self._keep(path, content)
        return Answer(status, with_problems(content, problems) if problems else content)

    def _make(self, path: str) -> Made | list[Piece]:
        """The output at a planned `path`, or why it cannot be made."""
        made: Made | None = None
        try:
            for planned in self._plans:
                made = made or self._session.make(path, planned)
        except Exception as problem:
            return _sentence(self._words(problem))
        if made is None:
            return _sentence(f"`{path}` cannot be made")
        return made if made.failure is None else self._pieces([made.failure])

    def _keep(self, path: str, content: bytes) -> None:
        """Remembers a good page, to show it below the errors of a later one."""
        self._pages.pop(path, None)
        self._pages[path] = content
        while len(self._pages) > PAGES_KEPT:
            del self._pages[next(iter(self._pages))]

    def _prefix(self) -> str:
        shop = self._plans[0].shop if self._plans else None
        return prefix_of(shop.settings.base_url) if shop else "/"

    def _problems(self) -> list[Piece]:
        """What is wrong with the shop as it is now; nothing when it could be built."""
        if self._trouble:
            return _sentence(self._trouble)
        return self._pieces([finding for finding in self._findings if finding.is_error])

    def _pieces(self, problems: Sequence[Diagnostic]) -> list[Piece]:
        return pieces(problems, self._session.source_text, Look())

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


def _sentence(text: str) -> list[Piece]:
    return [(f"{escaped(text)}\n", "bold red")]
