"""Sitemaps (sitemaps.org protocol 0.9), with alternates by language, and an index when one file is not enough."""

from collections.abc import Sequence

from msgspec import Struct

from shopgen.feeds.xml import document, element

NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
XHTML = "http://www.w3.org/1999/xhtml"
URLS_PER_FILE = 20_000
"""Below the protocol's 50,000, so that entries with many alternates stay under its 50 MB too."""


class SitemapEntry(Struct, frozen=True):
    """A canonical, indexable address. `lastmod` is a date only when it is known; alternates are language and URL."""

    url: str
    lastmod: str = ""
    alternates: tuple[tuple[str, str], ...] = ()


def sitemap(entries: Sequence[SitemapEntry]) -> bytes:
    root = element(None, "urlset", "", {"xmlns": NAMESPACE, "xmlns:xhtml": XHTML})
    for entry in entries:
        url = element(root, "url")
        element(url, "loc", entry.url)
        if entry.lastmod:
            element(url, "lastmod", entry.lastmod)
        for language, address in entry.alternates:
            element(url, "xhtml:link", "", {"rel": "alternate", "hreflang": language, "href": address})
    return document(root)


def sitemap_index(urls: Sequence[str]) -> bytes:
    root = element(None, "sitemapindex", "", {"xmlns": NAMESPACE})
    for url in urls:
        element(element(root, "sitemap"), "loc", url)
    return document(root)
