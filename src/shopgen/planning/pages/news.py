"""News: the list, the lists by tag, and a page for each post."""

from collections.abc import Iterator

from shopgen.engine.jobs import Ingredient
from shopgen.planning.addresses import NEWS, Entity
from shopgen.planning.catalogue import Catalogue
from shopgen.planning.draft import Draft
from shopgen.planning.head import breadcrumbs, head
from shopgen.planning.paging import page_count, pager
from shopgen.views.site import Link


def plan_news(draft: Draft, catalogue: Catalogue) -> None:
    for language in draft.languages:
        keys = newest_first(draft, language)
        if not keys:
            continue
        _list(draft, catalogue, language, NEWS, draft.word("news.title", language), keys)
        for tag, link in _tags(draft, catalogue, language).items():
            tagged = tuple(key for key in keys if tag in draft.shop.articles[key].tags)
            _list(draft, catalogue, language, Entity("news-tag", tag), link.title, tagged)
        for place, key in enumerate(keys):
            newer = keys[place - 1] if place else ""
            older = keys[place + 1] if place + 1 < len(keys) else ""
            _article(draft, catalogue, language, key, newer, older)


def newest_first(draft: Draft, language: str) -> tuple[str, ...]:
    articles = draft.shop.articles
    told = [key for key, article in articles.items() if language in article.texts]
    return tuple(sorted(told, key=lambda key: (-articles[key].date.timestamp(), key)))


def _tags(draft: Draft, catalogue: Catalogue, language: str) -> dict[str, Link]:
    found: dict[str, Link] = {}
    for key in newest_first(draft, language):
        text = catalogue.article(key, language)
        found.update(zip(draft.shop.articles[key].tags, text.tags, strict=True))
    return dict(sorted(found.items(), key=lambda item: item[1].title.casefold()))


def _list(draft: Draft, catalogue: Catalogue, language: str, entity: Entity, title: str, keys: tuple[str, ...]) -> None:
    for number in range(1, page_count(len(keys), draft.settings.posts_per_page) + 1):
        ingredients = _list_ingredients(draft, catalogue, language, entity, title, keys, number)
        origin = draft.shop.articles[keys[0]].texts[language].source
        draft.add(draft.addresses.file(entity, language, number), "news", ingredients, origin)


def _list_ingredients(
    draft: Draft,
    catalogue: Catalogue,
    language: str,
    entity: Entity,
    title: str,
    keys: tuple[str, ...],
    number: int,
) -> Iterator[Ingredient]:
    put, size = draft.pantry.put, draft.settings.posts_per_page
    name = f"{entity.kind}/{entity.key}"
    page = pager(draft, entity, language, number, len(keys), size)
    news = Link(draft.word("news.title", language), draft.addresses.url(NEWS, language))
    trail = (news,) if entity == NEWS else (news, Link(title, draft.addresses.url(entity, language)))
    full = title if number == 1 else f"{title} ({number}/{page.count})"
    titles = " · ".join(catalogue.article(key, language).text.title for key in keys[(number - 1) * size :][:5])
    page_head = head(draft, entity, language, full, titles, number, previous_url=page.previous, next_url=page.next)
    yield catalogue.site(language)
    yield put("head", f"{name}#head:{language}:{number}", page_head)
    yield put("title", f"{name}#title:{language}", title)
    yield put("pager", f"{name}#pager:{language}:{number}", page)
    if entity != NEWS:
        yield put("tag", f"{name}#tag:{language}", title)
    for place, link in enumerate(breadcrumbs(draft, language, draft.word("nav.home", language), trail)):
        yield put("breadcrumbs", f"{name}#breadcrumb:{language}:{place}", link)
    for tag, link in _tags(draft, catalogue, language).items():
        yield put("tags", f"news-tag/{tag}#link:{language}", link)
    for key in keys[(number - 1) * size : number * size]:
        yield catalogue.article_card("articles", key, language)


def _article(draft: Draft, catalogue: Catalogue, language: str, key: str, newer: str, older: str) -> None:
    seen = catalogue.article(key, language)
    put, name = draft.pantry.put, f"article/{key}"
    news = Link(draft.word("news.title", language), draft.addresses.url(NEWS, language))
    trail = breadcrumbs(draft, language, draft.word("nav.home", language), (news, Link(seen.text.title, seen.url)))
    ingredients = [
        catalogue.site(language),
        put("head", f"{name}#head:{language}", seen.head()),
        put("article", f"{name}#detail:{language}", seen.detail("hero")),
        *(put("breadcrumbs", f"{name}#breadcrumb:{language}:{place}", link) for place, link in enumerate(trail)),
        *(
            catalogue.card("products", product, language)
            for product in draft.shop.articles[key].products
            if product in draft.shop.products
        ),
    ]
    for role, neighbour in (("newer", newer), ("older", older)):
        if neighbour:
            other = catalogue.article(neighbour, language)
            link = Link(other.text.title, other.url)
            ingredients.append(put(role, f"article/{neighbour}#link:{language}", link))
    draft.add(draft.addresses.file(seen.entity, language), "article", ingredients, seen.text.source)
