"""Sitemaps (sitemaps.org protocol 0.9), with alternates by language."""

from collections.abc import Sequence

from msgspec import Struct

from shopgen.feeds.markup import DECLARATION, quoted, written

NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
XHTML = "http://www.w3.org/1999/xhtml"
URLS_PER_FILE = 20_000
BYTES_PER_FILE = 40_000_000
"""Both below the protocol's 50,000 URLs and 50 MB (52,428,800 bytes)."""


class SitemapEntry(Struct, frozen=True, array_like=True):
    """A canonical, indexable address. `lastmod` is a date only when it is known; alternates are language and URL."""

    url: str
    lastmod: str = ""
    alternates: tuple[tuple[str, str], ...] = ()


def sitemap(entries: Sequence[SitemapEntry]) -> bytes:
    """Written without a tree, which would take ten times as long."""
    urls = "".join(map(_url, entries))
    end = f">\n{urls}</urlset>" if urls else " />"
    return f'{DECLARATION}<urlset xmlns="{NAMESPACE}" xmlns:xhtml="{XHTML}"{end}\n'.encode()


def _url(entry: SitemapEntry) -> str:
    lastmod = f"    <lastmod>{written(entry.lastmod)}</lastmod>\n" if entry.lastmod else ""
    alternates = "".join([_alternate(language, address) for language, address in entry.alternates])
    return f"  <url>\n    <loc>{written(entry.url)}</loc>\n{lastmod}{alternates}  </url>\n"


def _alternate(language: str, address: str) -> str:
    return f'    <xhtml:link rel="alternate" hreflang={quoted(language)} href={quoted(address)} />\n'


def split(entries: Sequence[SitemapEntry]) -> list[tuple[SitemapEntry, ...]]:
    """The entries in as many files as the protocol's limits ask for; at least one."""
    files: list[list[SitemapEntry]] = [[]]
    size = 0
    for entry in entries:
        length = _length(entry)
        if files[-1] and (len(files[-1]) == URLS_PER_FILE or size + length > BYTES_PER_FILE):
            files.append([])
            size = 0
        files[-1].append(entry)
        size += length
    return [tuple(file) for file in files]


def _length(entry: SitemapEntry) -> int:
    """At most so many bytes of XML; `&` may become five."""
    alternates = sum(100 + 5 * len(language + url) for language, url in entry.alternates)
    return 150 + 5 * len(entry.url) + alternates
