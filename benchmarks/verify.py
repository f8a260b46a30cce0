"""Whether two generators wrote the same pages: the same addresses, and on them the same facts.

A product's page is compared as a whole: title, all `meta`, canonical address, structured data as parsed, and every tag
and text in `main`, in order. White space and the order of keys do not count. Listings and news are compared by title,
canonical address and `main`. What the catalogue says of a product must stand on its page.
"""

import json
from collections.abc import Iterator, Sequence
from html.parser import HTMLParser
from itertools import zip_longest
from pathlib import Path
from typing import TypeVar
from xml.etree import ElementTree

from catalogue import Catalogue, Product

MOST_PAGES = 1_000  # of each kind; more are sampled at equal distances
MOST_TOLD = 20
FEEDS = ("news/rss.xml", "news/atom.xml")

Fact = tuple[object, ...]
T = TypeVar("T")


class Page(HTMLParser):
    """`head` and `main` of a page as facts, in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.head: list[Fact] = []
        self.main: list[Fact] = []
        self._inside: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag in {"title", "script", "main"}:
            self._inside.append(tag)
        if "main" in self._inside:
            self.main.append((tag, *sorted((name, value or "") for name, value in attrs)))
        elif tag == "meta":
            self.head.append((values.get("name") or values.get("property"), values.get("content")))
        elif tag == "link" and values.get("rel") == "canonical":
            self.head.append(("canonical", values.get("href")))

    def handle_endtag(self, tag: str) -> None:
        if self._inside[-1:] == [tag]:
            self._inside.pop()

    def handle_data(self, data: str) -> None:
        words = " ".join(data.split())
        inside = self._inside[-1] if words and self._inside else ""
        if inside == "main":
            self.main.append((words,))
        elif inside == "title":
            self.head.append(("title", words))
        elif inside == "script":
            self.head += sorted(_leaves(json.loads(words)), key=str)


def _leaves(data: object, path: str = "") -> Iterator[Fact]:
    """The values of structured data, each with the keys that lead to it."""
    if isinstance(data, dict):
        for key, value in data.items():
            yield from _leaves(value, f"{path}/{key}")
    elif isinstance(data, list):
        for place, value in enumerate(data):
            yield from _leaves(value, f"{path}/{place}")
    else:
        yield path, data


def differences(some: Path, others: Path, catalogue: Catalogue) -> list[str]:
    """What differs between the pages in two folders, and what they lack; empty when they agree."""
    found = [*_missing(some, others), *_feeds(some, others)]
    for number in _sample(range(catalogue.size)):
        product = catalogue.product(number)
        path = f"products/{product.slug}/index.html"
        page, other = _page(some / path), _page(others / path)
        found += _compared(path, [*page.head, *page.main], [*other.head, *other.main])
        found += _untold(path, product, page)
    for path in _sample([path for path in _pages(some) if not path.startswith("products/") and path != "404.html"]):
        page, other = _page(some / path), _page(others / path)
        found += _compared(path, _named(page), _named(other))
    return found[:MOST_TOLD]


def _sample(all_of: Sequence[T]) -> Sequence[T]:
    return all_of[:: max(1, len(all_of) // MOST_PAGES)]


def _page(path: Path) -> Page:
    """The page of a file; an empty one when there is none."""
    return Page(path.read_text("utf-8") if path.is_file() else "")


def _pages(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.html"))


def _missing(some: Path, others: Path) -> Iterator[str]:
    """Pages of the first folder that the second lacks; the second may have more."""
    for path in sorted(set(_pages(some)) - set(_pages(others))):
        yield f"{path}: only in {some}"


def _feeds(some: Path, others: Path) -> Iterator[str]:
    for path in FEEDS:
        if _titles(some / path) != _titles(others / path):
            yield f"{path}: other titles"


def _titles(feed: Path) -> list[str | None]:
    return [element.text for element in ElementTree.parse(feed).iter() if element.tag.endswith("title")]


def _named(page: Page) -> list[Fact]:
    return [fact for fact in page.head if fact[0] in {"title", "canonical"}] + page.main


def _compared(path: str, some: Sequence[Fact], others: Sequence[Fact]) -> Iterator[str]:
    """The first difference."""
    for one, other in zip_longest(some, others):
        if one != other:
            yield f"{path}: {one} / {other}"
            return


def _untold(path: str, product: Product, page: Page) -> Iterator[str]:
    """What the catalogue says and the page does not."""
    told = {str(value) for fact in page.main for value in fact}
    facts = [product.title, product.brand, product.sku, product.gtin, f"{product.price:.2f} EUR"]
    facts += [f"{product.usual_price:.2f} EUR"] if product.usual_price else []
    facts += [value for _, value in product.attributes]
    for variant in product.variants:
        facts += [variant.sku, variant.value, f"{variant.price:.2f} EUR"]
    for fact in facts:
        if fact not in told:
            yield f"{path}: does not say {fact}"
