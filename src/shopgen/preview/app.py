"""The preview as a web application."""

from ipaddress import ip_address
from urllib.parse import unquote

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route
from starlette.types import ASGIApp

from shopgen.engine.store import Lost
from shopgen.preview.answers import Answers, Problems
from shopgen.preview.buying import CHECKOUT
from shopgen.preview.guard import Guard
from shopgen.preview.inspector import inspector
from shopgen.preview.marks import MARKS, marks_of
from shopgen.preview.media import HTML, media_type
from shopgen.preview.own import OWN, own_files
from shopgen.preview.pages import problems_element, served
from shopgen.preview.places import Places
from shopgen.preview.problems import problems_page
from shopgen.preview.reload import Browsers
from shopgen.preview.shown import shown
from shopgen.preview.trial import trial_page
from shopgen.preview.writing import write


def application(answers: Answers, browsers: Browsers, places: Places, host: str, reload: bool = True) -> ASGIApp:
    """Everything that preview answers; `host` is the name or address under which it may be asked besides our own."""
    ends = _Endpoints(answers, browsers, places, reload)
    own = (
        Route(OWN, ends.switch),
        Route(OWN + "events", ends.events),
        Route(OWN + "problems", ends.problems),
        Route(OWN + "inspect", ends.inspect),
        Route(MARKS, ends.marks),
        Route(CHECKOUT, ends.checkout),
    )
    routes = [*own, *own_files(), Route("/{path:path}", ends.page)]
    return Guard(Starlette(routes=routes, exception_handlers={Exception: ends.failed}), host)


class _Endpoints:
    """What is answered at each kind of address. All but `events` run in threads of their own."""

    def __init__(self, answers: Answers, browsers: Browsers, places: Places, reload: bool) -> None:
        self._answers = answers
        self._browsers = browsers
        self._places = places
        self._reload = reload

    def page(self, request: Request) -> Response:
        """A page or another file of the shop."""
        address = request.scope["path"]
        answer = self._answers.answer(address, request.url.query)
        if answer.location:
            return Response(status_code=answer.status, headers={"location": answer.location})
        content = answer.content
        if answer.is_page:
            seen = shown(answer, address).seen if self._reload else ""
            content = served(answer, address, self._places_for(request), seen)
        return Response(content, answer.status, media_type=answer.media_type)

    async def events(self, request: Request) -> Response:
        """What a page shows, now and whenever it is another."""
        address = _page_asked_for(request)

        async def look() -> str:
            return await run_in_threadpool(lambda: shown(self._answers.answer(address), address).plain())

        return StreamingResponse(self._browsers.events(look), media_type="text/event-stream")

    def problems(self, request: Request) -> Response:
        """What is wrong with a page now."""
        answer = self._answers.answer(_page_asked_for(request))
        return _html(problems_element(answer, self._places_for(request)))

    def inspect(self, request: Request) -> Response:
        """The inspector bar of a page."""
        return _html(inspector(self._answers, _page_asked_for(request), self._places_for(request)))

    def marks(self, request: Request) -> Response:
        """The style of links on a page to what customers do not see."""
        answer = self._answers.answer(_page_asked_for(request))
        return Response(marks_of(answer).rules, media_type=media_type(MARKS))

    def checkout(self, request: Request) -> Response:
        """What buying something on a page would send."""
        address, sku = _page_asked_for(request), request.query_params.get("sku", "")
        places = self._places_for(request)
        try:
            tried = trial_page(self._answers.answer(address), address, sku, places)
        except Lost:  # more than the page itself is looked at
            tried = trial_page(self._answers.answer_anew(address), address, sku, places)
        if tried is not None:
            return _html(tried)
        nothing = Problems("Nothing is sold here", f"`{sku}` cannot be bought at {address}")
        return _html(problems_page(nothing, places), 404)

    def switch(self, request: Request) -> Response:
        """The preview's own page."""
        return _html(write("switch.html", prefix=self._answers.prefix()))

    def failed(self, request: Request, problem: Exception) -> Response:
        """What is told of a bug of our own."""
        told = Problems("The preview failed", self._answers.in_words(problem))
        return _html(problems_page(told, self._places.without_links()), 500)

    def _places_for(self, request: Request) -> Places:
        client = request.client
        return self._places if client and _is_here(client.host) else self._places.without_links()


def _html(content: str, status: int = 200) -> Response:
    return Response(content, status, media_type=HTML)


def _page_asked_for(request: Request) -> str:
    """The decoded path of the page that a request of the preview's own is about; they say it as a browser writes it."""
    return unquote(request.query_params.get("page", "/"))


def _is_here(host: str) -> bool:
    """Whether the address `host` is one of this computer itself."""
    try:
        address = ip_address(host)
    except ValueError:
        return False
    return address.is_loopback
