"""JSON-LD for each kind of page, built as objects from the page's view so that it can say nothing else than the page.

Properties after Google Search Central's merchant-listing, product-variants, breadcrumb, article and organization
pages and schema.org 30. What is not known is left out, never invented.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from shopgen.views.nodes import Node, filled, images, organisation, seller
from shopgen.views.pages import ArticlePage, HomePage, ListingPage, NewsPage, PageView, PlainPage, ProductPage
from shopgen.views.product_data import product_data
from shopgen.views.site import Link, Site


def structured_data(page: PageView) -> tuple[Node, ...]:
    """The page's JSON-LD documents; none for pages that search engines need not understand."""
    describe = _DESCRIPTIONS.get(type(page))
    return tuple({"@context": "https://schema.org", **node} for node in describe(page)) if describe else ()


def _home(page: HomePage) -> Iterator[Node]:
    site = page.site
    url = f"{site.origin}{site.home_url}"
    yield {"@type": "WebSite", "name": site.name, "url": url, "inLanguage": site.language}
    yield organisation(site)


def _product(page: ProductPage) -> Iterator[Node]:
    yield product_data(page.site, page.product)
    yield from _breadcrumbs(page.site, page.breadcrumbs)


def _listing(page: ListingPage) -> Iterator[Node]:
    if page.products:
        yield {
            "@type": "ItemList",
            "name": page.listing.title,
            "numberOfItems": page.listing.pager.total,
            "itemListElement": [
                {"@type": "ListItem", "position": place, "url": card.absolute_url, "name": card.title}
                for place, card in enumerate(page.products, 1)
            ],
        }
    yield from _breadcrumbs(page.site, page.breadcrumbs)


def _article(page: ArticlePage) -> Iterator[Node]:
    article, site = page.article, page.site
    yield filled(
        {
            "@type": "BlogPosting",
            "headline": article.title,
            "description": article.summary,
            "url": article.absolute_url,
            "mainEntityOfPage": article.absolute_url,
            "inLanguage": article.language,
            "datePublished": article.date_iso,
            "dateModified": article.modified_iso or article.date_iso,
            "image": images(site, article.images),
            "author": [{"@type": "Person", "name": name} for name in article.authors] or seller(site),
            "publisher": seller(site),
        }
    )
    yield from _breadcrumbs(site, page.breadcrumbs)


def _trail_only(page: NewsPage | PlainPage) -> Iterator[Node]:
    yield from _breadcrumbs(page.site, page.breadcrumbs)


def _breadcrumbs(site: Site, trail: tuple[Link, ...]) -> Iterator[Node]:
    """The way from the home page to this one, which needs no address in its own place."""
    items = [
        {"@type": "ListItem", "position": place, "name": link.title, "item": f"{site.origin}{link.url}"}
        for place, link in enumerate(trail, 1)
    ]
    del items[-1]["item"]
    yield {"@type": "BreadcrumbList", "itemListElement": items}


_DESCRIPTIONS: Mapping[type, Callable[[Any], Iterator[Node]]] = {
    HomePage: _home,
    ProductPage: _product,
    ListingPage: _listing,
    ArticlePage: _article,
    NewsPage: _trail_only,
    PlainPage: _trail_only,
}
