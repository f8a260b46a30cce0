"""How a page will look elsewhere: as a search result, as a card where it is shared, as data for machines."""

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from msgspec import Struct

from shopgen.formats.page import Description
from shopgen.preview.addresses import local_address


class SearchResult(Struct, frozen=True):
    """`trail` is shown instead of an address, the host first. `notes` say what keeps the page from being found so."""

    site: str
    trail: tuple[str, ...]
    title: str
    description: str
    facts: tuple[str, ...]
    notes: tuple[str, ...]


class ShareCard(Struct, frozen=True):
    """`picture` is where the preview has the picture, or its own address when it is none of the shop's."""

    host: str
    title: str
    description: str
    picture: str
    alt: str
    notes: tuple[str, ...]


class Data(Struct, frozen=True):
    """One block of structured data. `problem` is why it is none."""

    types: str
    text: str
    problem: str = ""


def search_result(page: Description, site: str) -> SearchResult:
    nodes = [node for block in page.data for node in _nodes(block)]
    parts = urlsplit(page.canonical)
    names = _breadcrumbs(nodes) or [unquote(part) for part in parts.path.split("/") if part]
    notes = []
    if "noindex" in page.robots.lower():
        notes.append("Search engines are asked not to show this page.")
    if not page.title:
        notes.append("The page has no title.")
    if not page.description:
        notes.append("The page has no description: search engines choose words of their own.")
    if not page.canonical:
        notes.append("The page names no canonical address.")
    return SearchResult(
        site=page.properties.get("og:site_name", site),
        trail=(parts.netloc, *names),
        title=page.title,
        description=page.description,
        facts=tuple(_facts(nodes)),
        notes=tuple(notes),
    )


def share_card(page: Description, address: str, base_url: str) -> ShareCard:
    told = page.properties
    picture = told.get("og:image", "")
    local = quote(local_address(picture, address, base_url)) if picture else ""
    notes = [] if picture else ["There is no picture: the card is shown without one."]
    return ShareCard(
        host=urlsplit(told.get("og:url") or page.canonical or base_url).netloc,
        title=told.get("og:title", page.title),
        description=told.get("og:description", page.description),
        picture=local or (picture if picture.startswith("https://") else ""),
        alt=told.get("og:image:alt", ""),
        notes=tuple(notes),
    )


def data_shown(page: Description) -> tuple[Data, ...]:
    """Each block of JSON-LD, laid out."""
    return tuple(map(_data, page.data))


def _data(text: str) -> Data:
    try:
        value = json.loads(text)
    except ValueError as problem:
        return Data("not JSON", text, str(problem))
    types = ", ".join(dict.fromkeys(filter(None, map(_type, _tops(value)))))
    return Data(types or "no type", json.dumps(value, indent=2, ensure_ascii=False))


def _nodes(text: str) -> Iterator[dict[str, Any]]:
    try:
        yield from _tops(json.loads(text))
    except ValueError:
        return


def _tops(value: Any) -> Iterator[dict[str, Any]]:
    """The nodes at the top of a block, which may be one, a list, or a graph."""
    for node in value if isinstance(value, list) else [value]:
        if isinstance(node, dict):
            graph = node.get("@graph")
            yield from _tops(graph) if isinstance(graph, list) else [node]


def _type(node: dict[str, Any]) -> str:
    kind = node.get("@type", "")
    return ", ".join(map(str, kind)) if isinstance(kind, list) else str(kind)


def _breadcrumbs(nodes: list[dict[str, Any]]) -> list[str]:
    """The names in the page's breadcrumbs, without the first page and the page itself."""
    items = next((node.get("itemListElement") for node in nodes if _type(node) == "BreadcrumbList"), None)
    if not isinstance(items, list):
        return []
    return [str(item["name"]) for item in items[1:-1] if isinstance(item, dict) and "name" in item]


def _facts(nodes: list[dict[str, Any]]) -> Iterator[str]:
    """What a product's result may show below: its price, and whether there is any."""
    product = next((node for node in nodes if _type(node) in {"Product", "ProductGroup"}), {})
    offers = [offer for each in (product, *_listed(product.get("hasVariant"))) for offer in _listed(each.get("offers"))]
    prices = {str(offer["price"]): str(offer.get("priceCurrency", "")) for offer in offers if "price" in offer}
    if prices:
        cheapest = min(prices, key=_amount)
        yield f"{'from ' if len(prices) > 1 else ''}{prices[cheapest]} {cheapest}".strip()
    states = {str(offer.get("availability", "")).rpartition("/")[2] for offer in offers} - {""}
    if states:
        yield _worded("InStock" if "InStock" in states else sorted(states)[0])


def _listed(value: Any) -> list[dict[str, Any]]:
    return [each for each in (value if isinstance(value, list) else [value]) if isinstance(each, dict)]


def _amount(text: str) -> tuple[int, str]:
    whole, _, rest = text.partition(".")
    return (len(whole), whole + rest)


def _worded(name: str) -> str:
    """`In stock` for `InStock`."""
    words = "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in name)
    return words.strip().capitalize()
