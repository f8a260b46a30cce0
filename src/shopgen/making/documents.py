"""Feeds and sitemaps: entries gathered into XML. What makes trees is loaded for the first of them."""

from msgspec.structs import replace

from shopgen.engine.kitchen import Making
from shopgen.feeds.news import Channel, FeedEntry
from shopgen.feeds.sitemap import SitemapEntry
from shopgen.feeds.sitemap import sitemap as write_sitemap
from shopgen.views.prose import Prose

NEWS = {"channel": Channel, "entries": FeedEntry, "texts": Prose}
SITEMAP = {"entries": tuple[SitemapEntry, ...]}
SITEMAP_INDEX = {"urls": tuple[str, ...]}


def rss(making: Making) -> bytes:
    from shopgen.feeds.rss import rss as write_rss

    channel, entries = _news(making)
    return write_rss(channel, entries)


def atom(making: Making) -> bytes:
    from shopgen.feeds.atom import atom as write_atom

    channel, entries = _news(making)
    return write_atom(channel, entries)


def sitemap(making: Making) -> bytes:
    return write_sitemap([entry for entries in making.many("entries") for entry in entries])


def sitemap_index(making: Making) -> bytes:
    from shopgen.feeds.sitemap_index import sitemap_index as write_index

    return write_index(making.one("urls"))


def _news(making: Making) -> tuple[Channel, list[FeedEntry]]:
    """The channel, and its entries with their texts rendered."""
    channel: Channel = making.one("channel")
    entries = zip(making.many("entries"), making.many("texts"), strict=True)
    return channel, [replace(entry, html=making.part("text", text, making.digest_of(text))) for entry, text in entries]
