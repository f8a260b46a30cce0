"""The image caches that shopgen knows, and which of them an address means."""

import re

from shopgen.caches.protocol import Member, Site
from shopgen.core.failures import UsageFailure
from shopgen.core.kinds import Kind
from shopgen.core.secrets import masked

CACHES = Kind("caches", {name: f"shopgen.caches.{name}" for name in ("folder", "live", "s3")})

LIVE = "live"
NONE = "none"
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]+)://", re.IGNORECASE)
_LIVE_SCHEMES = ("http", "https")
_PASSWORD = re.compile(r"//[^/]*@")


def member(address: str) -> Member:
    """Who knows the cache at `address`: `live`, `https://…`, `s3://…`, else a folder. Raises UsageFailure."""
    scheme = _SCHEME.match(address)
    if scheme is None:
        name = LIVE if address == LIVE else "folder"
    else:
        name = LIVE if scheme[1].lower() in _LIVE_SCHEMES else scheme[1].lower()
    found: Member = CACHES.load(name)
    return found


def is_folder(address: str) -> bool:
    return address not in {"", LIVE, NONE} and _SCHEME.match(address) is None


def problem(address: str) -> str:
    """What is wrong with `address`, in words that follow it; empty when it can be used."""
    if not address.isprintable() or not address.strip():
        return "is not an image cache"
    try:
        return member(address).problem(address)
    except UsageFailure:
        return "has a scheme that no image cache has"


def where(address: str, site: Site) -> str:
    """How people know the cache at `address`."""
    return site.base_url if address == LIVE else address


def without_password(address: str) -> str:
    """`address` as it may be shown."""
    return masked(_PASSWORD.sub("//…@", address))
