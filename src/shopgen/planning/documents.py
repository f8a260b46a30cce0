"""Feeds of the news, the sitemap and robots.txt."""

from shopgen.engine.jobs import Ingredient
from shopgen.feeds.news import Channel, FeedEntry
from shopgen.feeds.robots import robots
from shopgen.feeds.sitemap import split
from shopgen.model.text import in_language
from shopgen.planning.addresses import NEWS, feed_file
from shopgen.planning.catalogue import Catalogue
from shopgen.planning.draft import Draft
from shopgen.planning.targets import FEEDS

FEED_LENGTH = 20


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
        image=seen.feed_image,
    )
    return draft.pantry.put("entries", f"article/{key}#feed:{language}", entry)


def _sitemap(draft: Draft) -> None:
    entries = sorted(draft.sitemap.values(), key=lambda entry: entry.url)
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
