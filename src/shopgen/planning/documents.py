"""Feeds of the news, the sitemap and robots.txt."""

from collections.abc import Iterator

from shopgen.engine.jobs import Ingredient, Job
from shopgen.feeds.news import Channel, FeedEntry
from shopgen.feeds.robots import robots
from shopgen.feeds.sitemap import SitemapEntry, split
from shopgen.model.text import in_language
from shopgen.planning.addresses import NEWS, feed_file
from shopgen.planning.catalogue import Catalogue
from shopgen.planning.draft import Draft
from shopgen.planning.targets import FEEDS
from shopgen.views.site import Head

FEED_LENGTH = 20
_CANONICAL = frozenset({"home", "product", "listing", "news", "article", "page"})


def plan_documents(draft: Draft, catalogue: Catalogue) -> None:
    """The sitemap lists what is planned already, so this comes after all pages."""
    for language in draft.languages:
        if catalogue.posts(language):
            _feeds(draft, catalogue, language)
    _sitemap(draft)
    sitemap = draft.addresses.absolute_url("sitemap.xml")
    text = draft.pantry.put("text", "robots.txt", robots(sitemap))
    draft.add("robots.txt", "verbatim", [text], draft.settings.source)


def _feeds(draft: Draft, catalogue: Catalogue, language: str) -> None:
    keys = catalogue.posts(language)[:FEED_LENGTH]
    entries = [_entry(draft, catalogue, key, language) for key in keys]
    texts = [
        draft.pantry.put(
            "texts", f"article/{key}#prose:{language}", catalogue.article(key, language).detail("hero").body
        )
        for key in keys
    ]
    for recipe, name in zip(("rss", "atom"), FEEDS, strict=True):
        path = feed_file(draft.addresses, language, name)
        channel = Channel(
            title=f"{draft.settings.name} – {draft.word('news.title', language)}",
            description=in_language(draft.settings.tagline, language, draft.settings.default_language),
            url=draft.addresses.absolute(NEWS, language),
            self_url=draft.addresses.absolute_url(path),
            language=language,
            author=draft.settings.name,
        )
        told = draft.pantry.put("channel", f"{recipe}#channel:{language}", channel)
        draft.add(path, recipe, [told, *entries, *texts], draft.shop.articles[keys[0]].texts[language].source)


def _entry(draft: Draft, catalogue: Catalogue, key: str, language: str) -> Ingredient:
    seen, article = catalogue.article(key, language), draft.shop.articles[key]
    entry = FeedEntry(
        title=seen.text.title,
        url=seen.absolute_url,
        published=article.date,
        updated=article.modified or article.date,
        summary=seen.summary,
        authors=article.authors,
        categories=tuple(link.title for link in seen.tags),
    )
    return draft.pantry.put("entries", f"article/{key}#feed:{language}", entry)


def _sitemap(draft: Draft) -> None:
    entries = sorted(_sitemap_entries(draft), key=lambda entry: entry.url)
    files = split(entries)
    if len(files) == 1:
        listed = draft.pantry.put("entries", "sitemap.xml", files[0])
        draft.add("sitemap.xml", "sitemap", [listed], draft.settings.source)
        return
    paths = [f"sitemaps/{number}.xml" for number in range(1, len(files) + 1)]
    for path, some in zip(paths, files, strict=True):
        draft.add(path, "sitemap", [draft.pantry.put("entries", path, some)], draft.settings.source)
    urls = draft.pantry.put("urls", "sitemap.xml", tuple(draft.addresses.absolute_url(path) for path in paths))
    draft.add("sitemap.xml", "sitemap-index", [urls], draft.settings.source)


def _sitemap_entries(draft: Draft) -> Iterator[SitemapEntry]:
    for job in draft.plan:
        head = _head(draft, job) if job.recipe in _CANONICAL else None
        if head is None or head.noindex or head.canonical != draft.addresses.absolute_file(job.path):
            continue
        told = [(each.language, each.absolute_url) for each in head.alternates if each.is_translated]
        if head.x_default:
            told.append(("x-default", head.x_default))
        yield SitemapEntry(head.canonical, _modified(draft, job), tuple(told) if len(told) > 1 else ())


def _head(draft: Draft, job: Job) -> Head | None:
    name = next((item.name for item in job.ingredients if item.role == "head"), "")
    found = draft.pantry.values.get(name)
    return found if isinstance(found, Head) else None


def _modified(draft: Draft, job: Job) -> str:
    """When the post or product behind a page was last changed, if its author says so."""
    for item in job.ingredients:
        key = item.name.partition("/")[2].rpartition("#")[0]
        if item.role == "article":
            article = draft.shop.articles[key]
            return (article.modified or article.date).isoformat()
        if item.role == "product":
            modified = draft.shop.products[key].modified
            return modified.isoformat() if modified else ""
    return ""
