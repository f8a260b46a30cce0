"""The preview as a web application."""

from collections.abc import AsyncIterator
from ipaddress import ip_address
from urllib.parse import unquote

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route
from starlette.types import ASGIApp

from shopgen.preview.answers import Answers, Problems
from shopgen.preview.buying import CHECKOUT
from shopgen.preview.guard import Guard
from shopgen.preview.inspector import inspector
from shopgen.preview.marks import MARKS, marks_of
from shopgen.preview.media import media_type
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

    def page(request: Request) -> Response:
        address = request.scope["path"]
        answer = answers.answer(address, request.url.query)
        if answer.location:
            return Response(status_code=answer.status, headers={"location": answer.location})
        content = answer.content
        if answer.is_page:
            seen = shown(answer, address).seen if reload else ""
            content = served(answer, address, _for_reader(places, request), seen)
        return Response(content, answer.status, media_type=answer.media_type)

    async def events(request: Request) -> Response:
        address = _page_asked_for(request)
        look = lambda: run_in_threadpool(lambda: shown(answers.answer(address), address).plain())  # noqa: E731
        stream: AsyncIterator[str] = browsers.events(look)
        return StreamingResponse(stream, media_type="text/event-stream")

    def problems(request: Request) -> Response:
        answer = answers.answer(_page_asked_for(request))
        return Response(problems_element(answer, _for_reader(places, request)), media_type=_HTML)

    def marks(request: Request) -> Response:
        return Response(marks_of(answers.answer(_page_asked_for(request))).rules, media_type=media_type(MARKS))

    def inspect(request: Request) -> Response:
        told = inspector(answers, _page_asked_for(request), _for_reader(places, request))
        return Response(told, media_type=_HTML)

    def switch(request: Request) -> Response:
        return Response(write("switch.html", prefix=answers.prefix()), media_type=_HTML)

    def checkout(request: Request) -> Response:
        address, sku = _page_asked_for(request), request.query_params.get("sku", "")
        reader = _for_reader(places, request)
        tried = trial_page(answers.answer(address), address, sku, reader)
        if tried is not None:
            return Response(tried, media_type=_HTML)
        nothing = Problems("Nothing is sold here", f"`{sku}` cannot be bought at {address}")
        return Response(problems_page(nothing, reader), 404, media_type=_HTML)

    def failed(request: Request, problem: Exception) -> Response:
        told = Problems("The preview failed", answers.in_words(problem))
        return Response(problems_page(told, places.without_links()), 500, media_type=_HTML)

    own = (
        Route(OWN + "events", events),
        Route(OWN + "problems", problems),
        Route(MARKS, marks),
        Route(CHECKOUT, checkout),
        Route(OWN + "inspect", inspect),
        Route(OWN, switch),
    )
    routes = [*own, *own_files(), Route("/{path:path}", page)]
    return Guard(Starlette(routes=routes, exception_handlers={Exception: failed}), host)


_HTML = "text/html; charset=utf-8"


def _page_asked_for(request: Request) -> str:
    """The decoded path of the page that a request of the preview's own is about; they say it as a browser writes it."""
    return unquote(request.query_params.get("page", "/"))


def _for_reader(places: Places, request: Request) -> Places:
    client = request.client
    return places if client and _is_here(client.host) else places.without_links()


def _is_here(host: str) -> bool:
    """Whether the address `host` is one of this computer itself."""
    try:
        address = ip_address(host)
    except ValueError:
        return False
    return address.is_loopback
