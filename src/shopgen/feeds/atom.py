"""Atom (RFC 4287). `updated` is that of the newest entry, never the time of the build."""

from collections.abc import Sequence

from shopgen.feeds.news import Channel, FeedEntry, told
from shopgen.feeds.xml import Element, document, element

NAMESPACE = "http://www.w3.org/2005/Atom"
EPOCH = "1970-01-01T00:00:00+00:00"


def atom(channel: Channel, entries: Sequence[FeedEntry]) -> bytes:
    root = element(None, "feed", "", {"xmlns": NAMESPACE, "xml:lang": channel.language, "xml:base": channel.url})
    element(root, "title", channel.title)
    if channel.description:
        element(root, "subtitle", channel.description)
    element(root, "id", channel.self_url)
    element(root, "link", "", {"rel": "self", "type": "application/atom+xml", "href": channel.self_url})
    element(root, "link", "", {"rel": "alternate", "type": "text/html", "href": channel.url})
    newest = max((entry.updated for entry in entries), default=None)
    element(root, "updated", told(newest).isoformat() if newest else EPOCH)
    _person(root, channel.author)
    for entry in entries:
        _entry(root, entry)
    return document(root)


def _entry(feed: Element, entry: FeedEntry) -> None:
    node = element(feed, "entry")
    element(node, "title", entry.title)
    element(node, "id", entry.url)
    element(node, "link", "", {"rel": "alternate", "type": "text/html", "href": entry.url})
    if entry.image:
        element(node, "link", "", {"rel": "enclosure", "type": "image/jpeg", "href": entry.image})
    element(node, "published", told(entry.published).isoformat())
    element(node, "updated", told(entry.updated).isoformat())
    for author in entry.authors:
        _person(node, author)
    for category in entry.categories:
        element(node, "category", "", {"term": category})
    if entry.summary:
        element(node, "summary", entry.summary)
    if entry.html:
        element(node, "content", entry.html, {"type": "html"})


def _person(parent: Element, name: str) -> None:
    element(element(parent, "author"), "name", name)
