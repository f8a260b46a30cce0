"""The preview's own files: what browsers need besides the shop, at addresses that no shop can have."""

from importlib.resources import files

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from shopgen.preview.media import media_type

OWN = "/_shopgen/"


def own_files() -> list[Route]:
    """A route for each of them, and for nothing else that lies there."""
    return [_route(file.name, file.read_bytes()) for file in (files("shopgen.preview") / "browser").iterdir()]


def _route(name: str, content: bytes) -> Route:
    async def answer(request: Request) -> Response:
        return Response(content, media_type=media_type(name))

    return Route(OWN + name, answer)
