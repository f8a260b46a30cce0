"""Listings of products: categories, all products, brands and tags, a page at a time."""

from collections.abc import Iterator, Sequence

from msgspec import Struct

from shopgen.engine.jobs import Ingredient
from shopgen.formats.markdown import plain_text, summary
from shopgen.model.category import Sort
from shopgen.model.text import Seo
from shopgen.planning.addresses import PRODUCTS, Entity
from shopgen.planning.breadcrumbs import breadcrumbs
from shopgen.planning.catalogue import Catalogue
from shopgen.planning.draft import Draft
from shopgen.planning.head import head
from shopgen.planning.links import Text
from shopgen.planning.paging import page_count, pager
from shopgen.planning.sorting import sort_products
from shopgen.views.listing import Pager
from shopgen.views.pages import Listing
from shopgen.views.prose import Prose
from shopgen.views.site import Head, Link, ShareImage


class Subject(Struct, frozen=True):
    """What a listing is about, in one language."""

    entity: Entity
    kind: str
    title: str
    keys: tuple[str, ...]
    origin: str
    description: Prose = Prose("")
    summary: str = ""
    seo: Seo = Seo()
    trail: tuple[Link, ...] = ()
    children: tuple[str, ...] = ()
    image: ShareImage | None = None


def plan_listings(draft: Draft, catalogue: Catalogue) -> Iterator[None]:
    """Pauses after each listing."""
    for language in draft.languages:
        for subject in _subjects(draft, catalogue, language):
            _plan(draft, catalogue, subject, language)
            yield


def _subjects(draft: Draft, catalogue: Catalogue, language: str) -> Iterator[Subject]:
    if draft.addresses.has(PRODUCTS, language):
        yield _all_products(draft, catalogue, language)
    for key in draft.shop.categories:
        yield _category(draft, catalogue, key, language)
    yield from _groups(draft, catalogue, language)


def _plan(draft: Draft, catalogue: Catalogue, subject: Subject, language: str) -> None:
    size, total = draft.settings.products_per_page, len(subject.keys)
    name = f"{subject.entity.kind}/{subject.entity.key}"
    for number in range(1, page_count(total, size) + 1):
        page = pager(draft, subject.entity, language, number, total, size)
        keys = subject.keys[(number - 1) * size : number * size]
        draft.add_page(
            draft.addresses.file(subject.entity, language, number),
            "listing",
            f"{name}#head:{language}:{number}",
            _head(draft, catalogue, subject, language, page, keys),
            _ingredients(draft, catalogue, subject, language, page, keys),
            subject.origin,
        )


def _ingredients(
    draft: Draft, catalogue: Catalogue, subject: Subject, language: str, page: Pager, keys: tuple[str, ...]
) -> Iterator[Ingredient]:
    own, number = draft.pantry.own, page.number
    name = f"{subject.entity.kind}/{subject.entity.key}"
    listing = Listing(subject.kind, subject.title, page, subject.description if number == 1 else Prose(""))
    yield catalogue.site(language)
    yield own("listing", f"{name}#listing:{language}:{number}", listing)
    trail = (*subject.trail, Link(subject.title, draft.addresses.url(subject.entity, language)))
    yield breadcrumbs(draft, name, language, trail)
    if number == 1:
        for key in subject.children:
            yield catalogue.category_card("children", key, language)
    for key in keys:
        yield catalogue.card("products", key, language)


def _head(
    draft: Draft, catalogue: Catalogue, subject: Subject, language: str, page: Pager, keys: tuple[str, ...]
) -> Head:
    """The head of one page of a listing; search engines are not sent to empty ones."""
    titles = ", ".join(catalogue.title(key, language) for key in keys[:8])
    told = subject.seo.description or subject.summary or titles
    title, origin = subject.seo.title or subject.title, draft.addresses.origin
    return head(
        draft,
        subject.entity,
        language,
        title if page.number == 1 else f"{title} ({page.number}/{page.count})",
        told if page.number == 1 else titles,
        page.number,
        image=subject.image,
        previous_url=f"{origin}{page.previous}" if page.previous else "",
        next_url=f"{origin}{page.next}" if page.next else "",
        noindex=not keys or language not in draft.addresses.languages(subject.entity),
    )


def _all_products(draft: Draft, catalogue: Catalogue, language: str) -> Subject:
    tops = catalogue.tree.children()
    return Subject(
        entity=PRODUCTS,
        kind="products",
        title=draft.word("nav.all_products", language),
        keys=sort_products(draft, catalogue, tuple(draft.shop.products), Sort.MANUAL, language),
        origin=draft.settings.source,
        summary=_titles(catalogue, tops, language),
        children=tops,
    )


def _titles(catalogue: Catalogue, keys: Sequence[str], language: str) -> str:
    return ", ".join(catalogue.tree.text(key, language).title for key in keys)


def _category(draft: Draft, catalogue: Catalogue, key: str, language: str) -> Subject:
    category, text = draft.shop.categories[key], catalogue.tree.text(key, language)
    children = catalogue.tree.children(key)
    described = Text(text.place.path, text.description, 0, (*text.place.keys, "description"))
    told = plain_text(text.summary) if text.summary else summary(text.description)
    return Subject(
        entity=Entity("category", key),
        kind="category",
        title=text.title,
        keys=sort_products(draft, catalogue, catalogue.tree.members(key), category.sort, language),
        origin=category.source,
        description=catalogue.links.prose(described, language),
        summary=told or _titles(catalogue, children, language),
        seo=text.seo,
        trail=catalogue.trail(key, language)[:-1],
        children=children,
        image=_share(draft, catalogue, key, text.alt or text.title),
    )


def _share(draft: Draft, catalogue: Catalogue, key: str, alt: str) -> ShareImage | None:
    picture = draft.shop.categories[key].picture
    return catalogue.shelf.share(picture, alt) if picture else None


def _groups(draft: Draft, catalogue: Catalogue, language: str) -> Iterator[Subject]:
    brands: dict[str, list[str]] = {}
    tags: dict[str, list[str]] = {}
    for key, product in draft.shop.products.items():
        if product.brand:
            brands.setdefault(product.brand, []).append(key)
        for tag in product.tags:
            tags.setdefault(tag, []).append(key)
    for kind, groups in (("brand", brands), ("tag", tags)):
        for name, keys in groups.items():
            if not draft.addresses.has(Entity(kind, name), language):
                continue
            title = draft.settings.tag_name(name, language) if kind == "tag" else name
            ordered = sort_products(draft, catalogue, tuple(keys), Sort.MANUAL, language)
            yield Subject(Entity(kind, name), kind, title, ordered, draft.shop.products[keys[0]].source)
