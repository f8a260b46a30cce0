"""Who may ask the preview for what: a page of another site must not, even when its name leads to this computer.

DNS rebinding and cross-site requests have opened development servers before (CVE-2025-24010), so the Host and the
Origin of each request are held against a short list.
"""

import re
from ipaddress import ip_address

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOOPBACK = frozenset(("localhost", "127.0.0.1", "[::1]"))
ANY_ADDRESS = frozenset(("0.0.0.0", "::", "[::]"))
HEADERS = {
    "x-content-type-options": "nosniff",
    "cache-control": "no-store",
    "cross-origin-resource-policy": "same-origin",
}
_HOST = re.compile(r"(?P<name>\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::[0-9]{1,5})?", re.IGNORECASE)
_OWN_SITE = frozenset(("same-origin", "none"))


class Guard:
    """Answers 403 and 405 itself and passes the rest on; adds the headers that every answer has."""

    def __init__(self, app: ASGIApp, host: str) -> None:
        self._app = app
        self._names = LOOPBACK | {host.lower(), f"[{host.lower()}]"}
        self._is_open = host in ANY_ADDRESS

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(HEADERS)
            await send(message)

        refusal = self._refusal(scope) if scope["type"] == "http" else PlainTextResponse("", 403)
        await (refusal or self._app)(scope, receive, send_with_headers)

    def _refusal(self, scope: Scope) -> PlainTextResponse | None:
        headers = Headers(scope=scope)
        hosts = headers.getlist("host")
        if len(hosts) != 1 or not self._is_known(hosts[0]):
            return PlainTextResponse("This preview is for the computer it runs on.\n", 403)
        if not self._is_own(headers):
            return PlainTextResponse("Another site asks for this.\n", 403)
        if scope["method"] not in {"GET", "HEAD"}:
            return PlainTextResponse("Only GET and HEAD.\n", 405, {"allow": "GET, HEAD"})
        return None

    def _is_known(self, host: str) -> bool:
        found = _HOST.fullmatch(host)
        if found is None:
            return False
        name = found["name"].lower()
        return name in self._names or (self._is_open and _is_address(name))

    def _is_own(self, headers: Headers) -> bool:
        """Links from other sites may be followed; their scripts get nothing."""
        origin = headers.get("origin")
        if origin is not None:
            scheme, _, host = origin.partition("://")
            return scheme in {"http", "https"} and self._is_known(host)
        is_navigation = headers.get("sec-fetch-mode", "navigate") == "navigate"
        return is_navigation or headers.get("sec-fetch-site", "none") in _OWN_SITE


def _is_address(name: str) -> bool:
    """Whether `name` is an address in figures, which no foreign name server can make lead here."""
    try:
        ip_address(name.strip("[]"))
    except ValueError:
        return False
    return True
