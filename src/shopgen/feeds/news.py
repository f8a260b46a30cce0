"""What RSS and Atom are made of."""

from datetime import UTC, datetime

from msgspec import Struct


class Channel(Struct, frozen=True, array_like=True):
    """The feed as a whole. Addresses are absolute; `url` is the list of news, `self_url` the feed's own."""

    title: str
    description: str
    url: str
    self_url: str
    language: str
    author: str


class FeedEntry(Struct, frozen=True, array_like=True):
    """One post; moments are aware. `html` may be empty, and so may `image`, the absolute address of a JPEG."""

    title: str
    url: str
    published: datetime
    updated: datetime
    summary: str = ""
    html: str = ""
    authors: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    image: str = ""


def told(moment: datetime) -> datetime:
    """`moment` as feeds can write it: in whole seconds, and in UTC when its zone was not off by whole minutes."""
    offset = moment.utcoffset()
    is_odd = offset is None or offset.total_seconds() % 60
    return (moment.astimezone(UTC) if is_odd else moment).replace(microsecond=0)
