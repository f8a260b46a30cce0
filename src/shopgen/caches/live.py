"""The live site as an image cache: what was published can be had from there by its name, and is checked by its list."""

from collections.abc import Mapping
from hashlib import sha256
from urllib.parse import quote, urlsplit

from shopgen.caches.listing import IMAGE_LIST, MAX_LIST, ListedImage, read
from shopgen.caches.members import LIVE
from shopgen.caches.protocol import Patience, Site, Trouble
from shopgen.caches.web import Web
from shopgen.core.paths import PathRefused, output_path
from shopgen.engine.elsewhere import Wanted

TAKES = False


def problem(address: str) -> str:
    if address == LIVE:
        return ""
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return "is not an address"
    if "@" in parts.netloc:
        return "holds a user name or password"
    if not host or not address.isascii() or any(mark in address for mark in ' "<>\\^`{|}?#'):
        return "is not the address of a site"
    return ""


def open_cache(address: str, site: Site, patience: Patience, until: float) -> "LiveCache":
    """Fetches the list. Raises Trouble when there is none that can be used."""
    base = (site.base_url if address == LIVE else address).rstrip("/")
    web = Web(base, patience)
    folder = urlsplit(base).path
    try:
        content = web.get(f"{folder}/{IMAGE_LIST}", MAX_LIST, until)
        if content is None:
            raise Trouble(f"has no list of its images (`{IMAGE_LIST}`)", "it comes with the shop")
        images = read(content)
    except ValueError:
        web.close()
        raise Trouble("has a list of its images that is damaged", "publish the shop again") from None
    except Trouble:
        web.close()
        raise
    return LiveCache(web, folder, images)


class LiveCache:
    """Only what is on the list is asked for, and only what is as the list says is taken."""

    def __init__(self, web: Web, folder: str, images: Mapping[str, ListedImage]) -> None:
        self._web = web
        self._folder = folder
        self._images = images

    def get(self, wanted: Wanted, until: float) -> bytes | None:
        listed = self._images.get(wanted.path)
        if listed is None:
            return None
        content = self._web.get(f"{self._folder}/{quote(_checked(wanted.path))}", listed.size, until)
        if content is None:
            raise Trouble("lacks pictures that are on its list")
        if len(content) != listed.size or sha256(content).hexdigest() != listed.sha256:
            raise Trouble("has pictures that are not what its list says")
        return content

    def put(self, wanted: Wanted, content: bytes, until: float) -> None:
        raise Trouble("takes nothing but what is published")

    def close(self) -> None:
        self._web.close()


def _checked(path: str) -> str:
    try:
        return output_path(path)
    except PathRefused:
        raise Trouble("was asked for something that is no picture") from None
