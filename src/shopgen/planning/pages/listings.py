"""Listings of products: categories, all products, brands and tags, a page at a time."""

from collections.abc import Callable, Iterator, Sequence

from msgspec import Struct

from shopgen.engine.jobs import Ingredient
from shopgen.model.category import Sort
from shopgen.model.text import Seo
from shopgen.planning.addresses import PRODUCTS, Entity, lineage
from shopgen.planning.catalogue import Catalogue
from shopgen.planning.draft import Draft
from shopgen.planning.head import breadcrumbs, head, share_image
from shopgen.planning.links import Text
from shopgen.planning.offers import lowest_price
from shopgen.planning.paging import page_count, pager
from shopgen.views.pages import Listing
from shopgen.views.prose import Prose
from shopgen.views.site import Link, ShareImage


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


def plan_listings(draft: Draft, catalogue: Catalogue) -> None:
    for language in draft.languages:
        for subject in _subjects(draft, catalogue, language):
            if draft.addresses.has(subject.entity, language):
                _plan(draft, catalogue, subject, language)


def _subjects(draft: Draft, catalogue: Catalogue, language: str) -> Iterator[Subject]:
    yield _all_products(draft, catalogue, language)
    for key in draft.shop.categories:
        yield _category(draft, catalogue, key, language)
    yield from _groups(draft, catalogue, language)


def _plan(draft: Draft, catalogue: Catalogue, subject: Subject, language: str) -> None:
    size = draft.settings.products_per_page
    for number in range(1, page_count(len(subject.keys), size) + 1):
        draft.add(
            draft.addresses.file(subject.entity, language, number),
            "listing",
            _ingredients(draft, catalogue, subject, language, number),
            subject.origin,
        )


def _ingredients(
    draft: Draft, catalogue: Catalogue, subject: Subject, language: str, number: int
) -> Iterator[Ingredient]:
    name = f"{subject.entity.kind}/{subject.entity.key}"
    page = pager(draft, subject.entity, language, number, len(subject.keys), draft.settings.products_per_page)
    listing = Listing(subject.kind, subject.title, page, subject.description if number == 1 else Prose(""))
    title = subject.seo.title or subject.title
    page_head = head(
        draft,
        subject.entity,
        language,
        title if number == 1 else f"{title} ({number}/{page.count})",
        subject.seo.description or subject.summary,
        number,
        image=subject.image,
        previous_url=page.previous,
        next_url=page.next,
        noindex=subject.seo.noindex or language not in draft.addresses.languages(subject.entity),
    )
    yield catalogue.site(language)
    yield draft.pantry.put("head", f"{name}#head:{language}:{number}", page_head)
    yield draft.pantry.put("listing", f"{name}#listing:{language}:{number}", listing)
    trail = (*subject.trail, Link(subject.title, draft.addresses.url(subject.entity, language)))
    for place, link in enumerate(breadcrumbs(draft, language, draft.word("nav.home", language), trail)):
        yield draft.pantry.put("breadcrumbs", f"{name}#breadcrumb:{language}:{place}", link)
    if number == 1:
        for key in subject.children:
            yield catalogue.category_card("children", key, language)
    size = draft.settings.products_per_page
    for key in subject.keys[(number - 1) * size : number * size]:
        yield catalogue.card("products", key, language)


def _all_products(draft: Draft, catalogue: Catalogue, language: str) -> Subject:
    tops = tuple(key for key, category in draft.shop.categories.items() if not category.parent)
    return Subject(
        entity=PRODUCTS,
        kind="products",
        title=draft.word("nav.all_products", language),
        keys=sort_products(draft, catalogue, tuple(draft.shop.products), Sort.MANUAL, language),
        origin=draft.settings.source,
        summary=_names(catalogue, draft, tops, language),
        children=tops,
    )


def _names(catalogue: Catalogue, draft: Draft, keys: Sequence[str], language: str) -> str:
    return ", ".join(catalogue.category_text(draft.shop.categories[key], language).title for key in keys)


def _category(draft: Draft, catalogue: Catalogue, key: str, language: str) -> Subject:
    category = draft.shop.categories[key]
    text = catalogue.category_text(category, language)
    children = tuple(
        other.key for other in draft.shop.categories.values() if other.parent == key and catalogue.members(other.key)
    )
    above = lineage(draft.shop, key)[:-1]
    place = text.place.keys
    prose = catalogue.links.prose(
        Text(text.place.path or category.source, text.description, 0, (*place, "description")), language
    )
    return Subject(
        entity=Entity("category", key),
        kind="category",
        title=text.title,
        keys=sort_products(draft, catalogue, catalogue.members(key), category.sort, language),
        origin=category.source,
        description=prose,
        summary=text.summary or text.description or _names(catalogue, draft, children, language),
        seo=text.seo,
        trail=tuple(
            Link(
                catalogue.category_text(each, language).title,
                draft.addresses.url(Entity("category", each.key), language),
            )
            for each in above
        ),
        children=children,
        image=_share(draft, catalogue, key, text.alt or text.title),
    )


def _share(draft: Draft, catalogue: Catalogue, key: str, alt: str) -> ShareImage | None:
    picture = draft.shop.categories[key].picture
    if picture is None:
        return None
    size = catalogue.shelf.share(picture)
    return share_image(draft, size.url, size.width, size.height, alt)


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
            first = catalogue.product(keys[0], language)
            title = first.tag_name(name) if kind == "tag" else name
            ordered = sort_products(draft, catalogue, tuple(keys), Sort.MANUAL, language)
            titles = ", ".join(catalogue.product(key, language).text.title for key in ordered[:8])
            yield Subject(Entity(kind, name), kind, title, ordered, first.product.source, summary=titles)


def sort_products(
    draft: Draft, catalogue: Catalogue, keys: tuple[str, ...], sort: Sort, language: str
) -> tuple[str, ...]:
    """`keys` in the order of `sort`; equal ones by title, then by key."""
    products, clock = draft.shop.products, draft.clock

    def title(key: str) -> tuple[str, str]:
        return catalogue.product(key, language).text.title.casefold(), key

    def newest(key: str) -> float:
        moment = products[key].window.opens or products[key].modified
        return -moment.timestamp() if moment else 0

    measures: dict[Sort, Callable[[str], object]] = {
        Sort.MANUAL: lambda key: products[key].order,
        Sort.TITLE: lambda key: 0,
        Sort.NEWEST: newest,
        Sort.PRICE_UP: lambda key: lowest_price(products[key], clock),
        Sort.PRICE_DOWN: lambda key: -lowest_price(products[key], clock),
    }
    return tuple(sorted(keys, key=lambda key: (measures[sort](key), title(key))))
