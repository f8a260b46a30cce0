"""One view for each kind of page: the names a template may use, and no others.

This is the theme's contract. `VERSION` rises when a name is taken away or changes its meaning.
"""

from msgspec import Struct

from shopgen.views.article import ArticleDetail
from shopgen.views.listing import ArticleCard, CategoryCard, Pager
from shopgen.views.product import ProductCard, ProductDetail
from shopgen.views.prose import Prose
from shopgen.views.site import Head, Link, Site

VERSION = 1


class HomePage(Struct, frozen=True):
    """`home.html`. `content` is the page `content/pages/index.md` when the shop has one."""

    site: Site
    head: Head
    featured: tuple[ProductCard, ...] = ()
    categories: tuple[CategoryCard, ...] = ()
    articles: tuple[ArticleCard, ...] = ()
    content: ArticleDetail | None = None


class ProductPage(Struct, frozen=True):
    """`product.html`, for a product and for each of its variants (`product.selected`)."""

    site: Site
    head: Head
    product: ProductDetail
    breadcrumbs: tuple[Link, ...] = ()
    related: tuple[ProductCard, ...] = ()
    articles: tuple[ArticleCard, ...] = ()


class Listing(Struct, frozen=True, array_like=True):
    """What a listing is about. `kind` is `category`, `products`, `brand` or `tag`."""

    kind: str
    title: str
    pager: Pager
    description: Prose = Prose("")


class ListingPage(Struct, frozen=True):
    """`listing.html`: a category, all products, a brand, a tag."""

    site: Site
    head: Head
    listing: Listing
    breadcrumbs: tuple[Link, ...] = ()
    children: tuple[CategoryCard, ...] = ()
    products: tuple[ProductCard, ...] = ()


class NewsPage(Struct, frozen=True):
    """`news.html`: the list of posts, whole (`tag` empty) or by tag. `tags` are all tags of the news."""

    site: Site
    head: Head
    title: str
    pager: Pager
    tag: str = ""
    breadcrumbs: tuple[Link, ...] = ()
    articles: tuple[ArticleCard, ...] = ()
    tags: tuple[Link, ...] = ()


class ArticlePage(Struct, frozen=True):
    """`article.html`: one post, with the products it is about and its neighbours in time."""

    site: Site
    head: Head
    article: ArticleDetail
    breadcrumbs: tuple[Link, ...] = ()
    products: tuple[ProductCard, ...] = ()
    newer: Link | None = None
    older: Link | None = None


class PlainPage(Struct, frozen=True):
    """`page.html`, or the template that the page's `layout` names."""

    site: Site
    head: Head
    page: ArticleDetail
    breadcrumbs: tuple[Link, ...] = ()


class NotFoundPage(Struct, frozen=True):
    """`404.html`."""

    site: Site
    head: Head
    categories: tuple[CategoryCard, ...] = ()


class RedirectPage(Struct, frozen=True):
    """`redirect.html`: the fallback page of a host without redirects of its own. `target` is absolute."""

    language: str
    target: str


PageView = HomePage | ProductPage | ListingPage | NewsPage | ArticlePage | PlainPage | NotFoundPage | RedirectPage
