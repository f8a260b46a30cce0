"""RSS 2.0 (the RSS Advisory Board's specification, with atom:link for the feed's own address).

Pictures are told as Media RSS does, because an `enclosure` needs a length, which is not known before it is made.
"""

from collections.abc import Sequence
from email.utils import format_datetime

from shopgen.feeds.news import Channel, FeedEntry, told
from shopgen.feeds.xml import Element, document, element

ATOM = "http://www.w3.org/2005/Atom"
CONTENT = "http://purl.org/rss/1.0/modules/content/"
MEDIA = "http://search.yahoo.com/mrss/"


def rss(channel: Channel, entries: Sequence[FeedEntry]) -> bytes:
    spaces = {"xmlns:atom": ATOM, "xmlns:content": CONTENT, "xmlns:media": MEDIA}
    root = element(None, "rss", "", {"version": "2.0", **spaces})
    top = element(root, "channel")
    element(top, "title", channel.title)
    element(top, "link", channel.url)
    element(top, "description", channel.description or channel.title)
    element(top, "language", channel.language)
    if entries:
        element(top, "lastBuildDate", format_datetime(told(max(entry.updated for entry in entries))))
    element(top, "atom:link", "", {"href": channel.self_url, "rel": "self", "type": "application/rss+xml"})
    for entry in entries:
        _item(top, entry)
    return document(root)


def _item(channel: Element, entry: FeedEntry) -> None:
    item = element(channel, "item")
    element(item, "title", entry.title)
    element(item, "link", entry.url)
    element(item, "guid", entry.url, {"isPermaLink": "true"})
    element(item, "pubDate", format_datetime(told(entry.published)))
    if entry.summary:
        element(item, "description", entry.summary)
    for category in entry.categories:
        element(item, "category", category)
    if entry.image:
        element(item, "media:content", "", {"url": entry.image, "medium": "image", "type": "image/jpeg"})
    if entry.html:
        element(item, "content:encoded", entry.html)
