"""Listings of products: categories, all products, brands and tags, a page at a time."""

from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial

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
from shopgen.planning.stretches import Stretch
from shopgen.views.listing import Pager
from shopgen.views.pages import Listing
from shopgen.views.prose import Prose
from shopgen.views.site import Head, Link, ShareImage

TOGETHER = 16
"""So many pages of a listing are planned in one go."""


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


def listings(draft: Draft, catalogue: Catalogue) -> Iterator[Stretch]:
    """Some pages of a listing at a time, a category before those below it."""
    size = draft.settings.products_per_page
    for language in draft.languages:
        for total, subject in _subjects(draft, catalogue, language):
            pages = page_count(total, size)
            for first in range(1, pages + 1, TOGETHER):
                numbers = range(first, min(first + TOGETHER, pages + 1))
                yield Stretch("listings", len(numbers), partial(_plan, draft, catalogue, subject, language, numbers))


def _subjects(draft: Draft, catalogue: Catalogue, language: str) -> Iterator[tuple[int, Callable[[], Subject]]]:
    """What there are listings of, each made when somebody asks for it, and how many products are in it."""
    shop, has = draft.shop, draft.addresses.has
    if has(PRODUCTS, language):
        yield len(shop.products), cache(partial(_all_products, draft, catalogue, language))
    for key in sorted(shop.categories):
        yield len(catalogue.tree.members(key)), cache(partial(_category, draft, catalogue, key, language))
    for entity, keys in catalogue.groups.items():
        if has(entity, language):
            yield len(keys), cache(partial(_group, draft, catalogue, entity, keys, language))


def _plan(
    draft: Draft, catalogue: Catalogue, made: Callable[[], Subject], language: str, numbers: Sequence[int]
) -> None:
    subject, size = made(), draft.settings.products_per_page
    name = f"{subject.entity.kind}/{subject.entity.key}"
    for number in numbers:
        page = pager(draft, subject.entity, language, number, len(subject.keys), size)
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


def _group(draft: Draft, catalogue: Catalogue, entity: Entity, keys: Sequence[str], language: str) -> Subject:
    """The products of a brand, or with a tag."""
    title = draft.settings.tag_name(entity.key, language) if entity.kind == "tag" else entity.key
    ordered = sort_products(draft, catalogue, tuple(keys), Sort.MANUAL, language)
    return Subject(entity, entity.kind, title, ordered, draft.shop.products[keys[0]].source)
