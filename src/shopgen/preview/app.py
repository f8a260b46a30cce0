"""The preview as a web application."""

from collections.abc import AsyncIterator, Awaitable, Callable
from importlib.resources import files

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route
from starlette.types import ASGIApp

from shopgen.preview.answers import Answers
from shopgen.preview.guard import Guard
from shopgen.preview.media import media_type
from shopgen.preview.pages import with_script
from shopgen.preview.reload import Browsers

OWN = "/_shopgen/"
_FILES = ("reload.js", "preview.css")


def application(answers: Answers, browsers: Browsers, host: str, reload: bool = True) -> ASGIApp:
    """Everything that preview answers; `host` is the name or address under which it may be asked besides our own."""

    async def page(request: Request) -> Response:
        # before the page is made: a change meanwhile must look like a later one
        state = browsers.state
        answer = await run_in_threadpool(answers.answer, request.scope["path"], request.url.query)
        if answer.location:
            return Response(status_code=answer.status, headers={"location": answer.location})
        content = with_script(answer.content, state) if reload and answer.is_page else answer.content
        return Response(content, answer.status, media_type=answer.media_type)

    async def events(request: Request) -> Response:
        stream: AsyncIterator[str] = browsers.events(request.query_params.get("seen", ""))
        return StreamingResponse(stream, media_type="text/event-stream")

    own = [Route(OWN + name, _own_file(name)) for name in _FILES]
    routes = [Route(OWN + "events", events), *own, Route("/{path:path}", page)]
    return Guard(Starlette(routes=routes), host)


def _own_file(name: str) -> Callable[[Request], Awaitable[Response]]:
    content = (files("shopgen.preview") / name).read_bytes()

    async def answer(request: Request) -> Response:
        return Response(content, media_type=media_type(name))

    return answer
