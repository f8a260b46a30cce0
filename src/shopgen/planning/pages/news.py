"""News: the list, the lists by tag, and a page for each post."""

from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from itertools import islice

from msgspec import Struct

from shopgen.engine.jobs import Ingredient
from shopgen.planning.addresses import NEWS, Entity
from shopgen.planning.alphabet import alphabetical
from shopgen.planning.breadcrumbs import breadcrumbs
from shopgen.planning.catalogue import Catalogue
from shopgen.planning.draft import Draft
from shopgen.planning.head import head
from shopgen.planning.paging import page_count, pager
from shopgen.planning.stretches import Stretch
from shopgen.views.listing import Pager
from shopgen.views.site import Head, Link

TOGETHER = 50
"""So many posts are planned in one go."""


class Series(Struct, frozen=True):
    """A list of posts in one language: all of them, or those with a tag. `tags` are those of all the news."""

    entity: Entity
    language: str
    title: str
    keys: tuple[str, ...]
    tags: Mapping[str, Link]


def news(draft: Draft, catalogue: Catalogue) -> Iterator[Stretch]:
    """All lists of a language, and its posts some at a time."""
    for language in filter(catalogue.posts, draft.languages):
        keys = catalogue.posts(language)
        yield Stretch(
            "news", page_count(len(keys), draft.settings.posts_per_page), partial(_lists, draft, catalogue, language)
        )
        neighbours = zip(("", *keys), keys, (*keys[1:], ""), strict=False)
        while some := tuple(islice(neighbours, TOGETHER)):
            yield Stretch("news", len(some), partial(_articles, draft, catalogue, language, some))


def _lists(draft: Draft, catalogue: Catalogue, language: str) -> None:
    keys, tags = catalogue.posts(language), _tags(draft, catalogue, language)
    _list(draft, catalogue, Series(NEWS, language, draft.word("news.title", language), keys, tags))
    for tag, link in tags.items():
        tagged = tuple(key for key in keys if tag in draft.shop.articles[key].tags)
        _list(draft, catalogue, Series(Entity("news-tag", tag), language, link.title, tagged, tags))


def _articles(draft: Draft, catalogue: Catalogue, language: str, keys: Iterable[tuple[str, str, str]]) -> None:
    """`keys` are those of posts between the next newer and the next older one."""
    for newer, key, older in keys:
        _article(draft, catalogue, language, key, newer, older)


def _tags(draft: Draft, catalogue: Catalogue, language: str) -> dict[str, Link]:
    """All tags of the news in `language`, by their titles."""
    found: dict[str, Link] = {}
    for key in catalogue.posts(language):
        found.update(zip(draft.shop.articles[key].tags, catalogue.article(key, language).tags, strict=True))
    return dict(sorted(found.items(), key=lambda item: alphabetical(item[1].title)))


def _list(draft: Draft, catalogue: Catalogue, series: Series) -> None:
    origin = draft.shop.articles[series.keys[0]].texts[series.language].source
    size, total, language = draft.settings.posts_per_page, len(series.keys), series.language
    for number in range(1, page_count(total, size) + 1):
        page = pager(draft, series.entity, language, number, total, size)
        keys = series.keys[(number - 1) * size : number * size]
        draft.add_page(
            draft.addresses.file(series.entity, language, number),
            "news",
            f"{series.entity.kind}/{series.entity.key}#head:{language}:{number}",
            _head(draft, catalogue, series, page, keys),
            _list_ingredients(draft, catalogue, series, page, keys),
            origin,
        )


def _list_ingredients(
    draft: Draft, catalogue: Catalogue, series: Series, page: Pager, keys: tuple[str, ...]
) -> Iterator[Ingredient]:
    put, language, number = draft.pantry.put, series.language, page.number
    name = f"{series.entity.kind}/{series.entity.key}"
    news = Link(draft.word("news.title", language), draft.addresses.url(NEWS, language))
    here = Link(series.title, draft.addresses.url(series.entity, language))
    trail = (news,) if series.entity == NEWS else (news, here)
    yield catalogue.site(language)
    yield put("title", f"{name}#title:{language}", series.title)
    yield put("pager", f"{name}#pager:{language}:{number}", page)
    if series.entity != NEWS:
        yield put("tag", f"{name}#tag:{language}", series.title)
    yield breadcrumbs(draft, name, language, trail)
    if series.tags:
        yield put("tags", f"news#tags:{language}", tuple(series.tags.values()))
    for key in keys:
        yield catalogue.article_card("articles", key, language)


def _head(draft: Draft, catalogue: Catalogue, series: Series, page: Pager, keys: tuple[str, ...]) -> Head:
    origin = draft.addresses.origin
    titles = " · ".join(catalogue.article(key, series.language).text.title for key in keys[:5])
    return head(
        draft,
        series.entity,
        series.language,
        series.title if page.number == 1 else f"{series.title} ({page.number}/{page.count})",
        titles,
        page.number,
        previous_url=f"{origin}{page.previous}" if page.previous else "",
        next_url=f"{origin}{page.next}" if page.next else "",
    )


def _article(draft: Draft, catalogue: Catalogue, language: str, key: str, newer: str, older: str) -> None:
    seen = catalogue.article(key, language)
    put, name, article = draft.pantry.put, f"article/{key}", draft.shop.articles[key]
    news = Link(draft.word("news.title", language), draft.addresses.url(NEWS, language))
    ingredients = [
        catalogue.site(language),
        put("article", f"{name}#detail:{language}", seen.detail("hero")),
        breadcrumbs(draft, name, language, (news, Link(seen.text.title, seen.url))),
        *(
            catalogue.card("products", product, language)
            for product in article.products
            if product in draft.shop.products
        ),
    ]
    for role, neighbour in (("newer", newer), ("older", older)):
        if neighbour:
            other = catalogue.article(neighbour, language)
            link = Link(other.text.title, other.url)
            ingredients.append(put(role, f"article/{neighbour}#link:{language}", link))
    draft.add_page(
        draft.addresses.file(seen.entity, language),
        "article",
        f"{name}#head:{language}",
        seen.head(),
        ingredients,
        seen.text.source,
        (article.modified or article.date).isoformat(),
    )
