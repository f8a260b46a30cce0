"""From the address that a browser asks for to an output of the plan. Nothing outside the plan has an address."""

from collections.abc import Container
from urllib.parse import quote, unquote, urlencode, urljoin, urlsplit

from msgspec import Struct

INDEX = "index.html"
NOT_FOUND = "404.html"


class Output(Struct, frozen=True):
    """The output at `path`; `status` is 404 when it stands for what is not there."""

    path: str
    status: int = 200


class Redirect(Struct, frozen=True):
    location: str


Found = Output | Redirect | None


def prefix_of(base_url: str) -> str:
    """The path below which the shop lives, with a slash at both ends."""
    path = unquote(urlsplit(base_url).path).strip("/")
    return f"/{path}/" if path else "/"


def local_address(reference: str, address: str, base_url: str) -> str:
    """The decoded path that `reference` on the page at `address` leads to; empty when it leaves the shop."""
    origin = "{0.scheme}://{0.netloc}".format(urlsplit(base_url))
    try:
        target = urlsplit(urljoin(origin + quote(address), reference))
    except ValueError:
        return ""
    return unquote(target.path) if f"{target.scheme}://{target.netloc}" == origin else ""


def asking(of: str, page: str, **more: str) -> str:
    """The address `of` something of the preview's own about the page at the decoded path `page`."""
    return f"{of}?{urlencode({'page': quote(page), **more}, quote_via=quote, safe='/')}"


def find(address: str, prefix: str, outputs: Container[str], query: str = "") -> Found:
    """What the decoded path `address` leads to; the shop's own page for what is not there when it has one."""
    if not address.startswith(prefix):
        return Redirect(quote(prefix)) if address in {"/", prefix.rstrip("/")} else None
    path = address[len(prefix) :]
    if _is_hidden(path):
        return _missing(path, outputs)
    page = path + INDEX if not path or path.endswith("/") else path
    if page in outputs:
        return Output(page)
    if not path.endswith("/") and f"{path}/{INDEX}" in outputs:
        return Redirect(quote(f"{prefix}{path}/") + (f"?{query}" if query else ""))
    return _missing(path, outputs)


def _missing(path: str, outputs: Container[str]) -> Output | None:
    """The nearest page for what is not there: that of the language, then that of the shop."""
    candidates = (f"{path.partition('/')[0]}/{NOT_FOUND}", NOT_FOUND)
    return next((Output(candidate, 404) for candidate in candidates if candidate in outputs), None)


def _is_hidden(path: str) -> bool:
    first, *rest = path.split("/")
    return any(name.startswith(".") for name in rest) or (first.startswith(".") and first != ".well-known")
