"""The list of sitemaps (sitemaps.org protocol 0.9), for shops that need more than one."""

from collections.abc import Sequence

from shopgen.feeds.sitemap import NAMESPACE
from shopgen.feeds.xml import document, element


def sitemap_index(urls: Sequence[str]) -> bytes:
    root = element(None, "sitemapindex", "", {"xmlns": NAMESPACE})
    for url in urls:
        element(element(root, "sitemap"), "loc", url)
    return document(root)
