"""The preview as a web application."""

from collections.abc import AsyncIterator
from ipaddress import ip_address

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route
from starlette.types import ASGIApp

from shopgen.preview.answers import Answers
from shopgen.preview.guard import Guard
from shopgen.preview.own import OWN, own_files
from shopgen.preview.pages import problems_element, served
from shopgen.preview.places import Places
from shopgen.preview.reload import Browsers
from shopgen.preview.shown import shown


def application(answers: Answers, browsers: Browsers, places: Places, host: str, reload: bool = True) -> ASGIApp:
    """Everything that preview answers; `host` is the name or address under which it may be asked besides our own."""

    def page(request: Request) -> Response:
        address = request.scope["path"]
        answer = answers.answer(address, request.url.query)
        if answer.location:
            return Response(status_code=answer.status, headers={"location": answer.location})
        content = answer.content
        if answer.is_page:
            content = served(answer, _for_reader(places, request), shown(answer, address).seen if reload else "")
        return Response(content, answer.status, media_type=answer.media_type)

    async def events(request: Request) -> Response:
        address = _page_asked_for(request)
        look = lambda: run_in_threadpool(lambda: shown(answers.answer(address), address).plain())  # noqa: E731
        stream: AsyncIterator[str] = browsers.events(look)
        return StreamingResponse(stream, media_type="text/event-stream")

    def problems(request: Request) -> Response:
        answer = answers.answer(_page_asked_for(request))
        return Response(problems_element(answer, _for_reader(places, request)), media_type=_HTML)

    own = (Route(OWN + "events", events), Route(OWN + "problems", problems))
    return Guard(Starlette(routes=[*own, *own_files(), Route("/{path:path}", page)]), host)


_HTML = "text/html; charset=utf-8"


def _page_asked_for(request: Request) -> str:
    """The decoded path of the page that a request of the preview's own is about."""
    return request.query_params.get("page", "/")


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
