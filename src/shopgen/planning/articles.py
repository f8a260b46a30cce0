"""A post or a plain page in one language: its card, its detail, its head."""

from functools import cached_property

from shopgen.formats import locale
from shopgen.formats.markdown import plain_text, summary
from shopgen.model.article import Article, ArticleText
from shopgen.model.page import Page
from shopgen.planning.addresses import Entity
from shopgen.planning.assigning import text_entity
from shopgen.planning.draft import Draft
from shopgen.planning.head import DESCRIPTION_LENGTH, head
from shopgen.planning.in_language import InLanguage
from shopgen.planning.links import Links, Text
from shopgen.planning.pictures import PictureShelf
from shopgen.views.article import ArticleDetail
from shopgen.views.listing import ArticleCard
from shopgen.views.prose import PictureView
from shopgen.views.site import Head, Link, ShareImage


class TextInLanguage(InLanguage):
    """What posts and plain pages share. Only made for languages in which the text exists."""

    def __init__(self, draft: Draft, shelf: PictureShelf, links: Links, thing: Article | Page, language: str) -> None:
        entity = text_entity("article" if isinstance(thing, Article) else "page", thing.key)
        super().__init__(draft, shelf, links, entity, language)
        self.thing = thing
        self.text: ArticleText = thing.texts[language]

    @cached_property
    def summary(self) -> str:
        return plain_text(self.text.summary) if self.text.summary else summary(self.text.body, DESCRIPTION_LENGTH)

    def picture(self, preset: str) -> PictureView | None:
        picture = self.thing.picture
        return self._shelf.view(picture, preset, self.text.alt or self.text.title) if picture else None

    @property
    def tags(self) -> tuple[Link, ...]:
        if not isinstance(self.thing, Article):
            return ()
        return tuple(
            Link(
                self._draft.settings.tag_name(tag, self.language),
                self._draft.addresses.url(Entity("news-tag", tag), self.language),
            )
            for tag in self.thing.tags
        )

    def card(self) -> ArticleCard:
        date = self.thing.date if isinstance(self.thing, Article) else None
        return ArticleCard(
            key=self.thing.key,
            title=self.text.title,
            url=self.url,
            absolute_url=self.absolute_url,
            date=locale.date(date, self.language) if date else "",
            date_iso=locale.iso(date) if date else "",
            summary=self.summary,
            picture=self.picture("article"),
            tags=self.tags,
        )

    def detail(self, preset: str) -> ArticleDetail:
        """The whole text, with its picture in the sizes of `preset`."""
        article = self.thing if isinstance(self.thing, Article) else None
        modified = article.modified if article else None
        body = Text(self.text.source, self.text.body, self.text.body_line)
        return ArticleDetail(
            key=self.thing.key,
            title=self.text.title,
            url=self.url,
            absolute_url=self.absolute_url,
            language=self.language,
            body=self._links.prose(body, self.language),
            summary=self.summary,
            date=locale.date(article.date, self.language) if article else "",
            date_iso=locale.iso(article.date) if article else "",
            modified=locale.date(modified, self.language) if modified else "",
            modified_iso=locale.iso(modified) if modified else "",
            authors=article.authors if article else (),
            tags=self.tags,
            picture=self.picture(preset),
            images=self._shelf.ratios(self.thing.picture) if article and self.thing.picture else (),
        )

    @property
    def feed_image(self) -> str:
        """The absolute address of its picture for feeds; empty when it has none."""
        picture = self.thing.picture
        url = self._shelf.feed(picture) if picture else ""
        return f"{self._draft.addresses.origin}{url}" if url else ""

    def head(self, title: str | None = None) -> Head:
        """`title` replaces the text's own, empty for the shop's name alone."""
        return head(
            self._draft,
            self.entity,
            self.language,
            self.text.seo.title or (self.text.title if title is None else title),
            self.text.seo.description or self.summary,
            og_type="article" if isinstance(self.thing, Article) else "website",
            image=self._share(),
        )

    def _share(self) -> ShareImage | None:
        picture = self.thing.picture
        return self._shelf.share(picture, self.text.alt or self.text.title) if picture else None
