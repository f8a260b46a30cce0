"""Everything in the shop seen in each language, ready to be an ingredient of pages."""

from collections.abc import Mapping, Sequence
from functools import cached_property, lru_cache

from shopgen.engine.jobs import Ingredient
from shopgen.formats.markdown import summary
from shopgen.model.text import words_in
from shopgen.planning.addresses import Entity
from shopgen.planning.alphabet import alphabetical
from shopgen.planning.articles import TextInLanguage
from shopgen.planning.assigning import lineage
from shopgen.planning.draft import Draft
from shopgen.planning.icons import Icons, IconShelf
from shopgen.planning.links import Links
from shopgen.planning.offers import Controls
from shopgen.planning.pictures import PictureShelf
from shopgen.planning.products import ProductInLanguage
from shopgen.planning.site import site_view
from shopgen.planning.targets import Targets
from shopgen.planning.tree import Tree
from shopgen.views.listing import CategoryCard
from shopgen.views.prose import PictureView
from shopgen.views.site import Link

REMEMBERED = 1024
"""So many products are kept with what was found out about them: those of a few categories."""


class Catalogue:
    """`controls` says, by language, how each SKU is bought; `hidden` is as in `Links`."""

    def __init__(
        self, draft: Draft, controls: Mapping[str, Controls], targets: Targets, hidden: Targets | None = None
    ) -> None:
        self._draft = draft
        self._controls = controls
        self.shelf = PictureShelf(draft)
        self.links = Links(draft, self.shelf, targets, hidden)
        self.tree = Tree(draft.shop)
        self.product = lru_cache(REMEMBERED)(self._product)
        self._trails: dict[tuple[str, str], tuple[Link, ...]] = {}
        self._places: dict[str, Mapping[str, int]] = {}
        self._texts: dict[tuple[str, str, str], TextInLanguage] = {}
        self._posts: dict[str, tuple[str, ...]] = {}

    def site(self, language: str) -> Ingredient:
        name = f"site:{language}"
        known = self._draft.pantry.again("site", name)
        if known is not None:
            return known
        view = site_view(self._draft, self.links, self._category_links(language), self._icons, language)
        return self._draft.pantry.put("site", name, view)

    @cached_property
    def _icons(self) -> Icons:
        settings = self._draft.settings
        return IconShelf(self._draft, self.shelf, self.links.picture(settings.icon, settings.source)).icons()

    @cached_property
    def groups(self) -> Mapping[Entity, Sequence[str]]:
        """The products of each brand, then those with each tag."""
        brands: dict[Entity, list[str]] = {}
        tags: dict[Entity, list[str]] = {}
        for key, product in self._draft.shop.products.items():
            if product.brand:
                brands.setdefault(Entity("brand", product.brand), []).append(key)
            for tag in product.tags:
                tags.setdefault(Entity("tag", tag), []).append(key)
        return {**brands, **tags}

    def _product(self, key: str, language: str) -> ProductInLanguage:
        shop = self._draft.shop
        brief = shop.products[key]
        main = brief.categories[0] if brief.categories else ""
        controls, trail = self._controls[language], self.trail(main, language)
        return ProductInLanguage(self._draft, self.shelf, self.links, controls, shop.whole(brief), language, trail)

    def title(self, key: str, language: str) -> str:
        """A product's title."""
        texts = self._draft.shop.products[key].texts
        return words_in(texts, language, self._draft.settings.default_language).title

    def places(self, language: str) -> Mapping[str, int]:
        """The place of each product among all, by title in the order of the alphabet, then by key."""
        if language not in self._places:
            titles = {key: alphabetical(self.title(key, language)) for key in self._draft.shop.products}
            ordered = sorted(titles, key=lambda key: (titles[key], key))
            self._places[language] = {key: place for place, key in enumerate(ordered)}
        return self._places[language]

    def trail(self, key: str, language: str) -> tuple[Link, ...]:
        """The category and those above it, from the top, as links."""
        known = self._trails.get((key, language))
        if known is None:
            above = lineage(self._draft.shop, key)
            known = self._trails[key, language] = tuple(self.category_link(each.key, language) for each in above)
        return known

    def article(self, key: str, language: str) -> TextInLanguage:
        return self._text("article", key, language)

    def page(self, key: str, language: str) -> TextInLanguage:
        return self._text("page", key, language)

    def _text(self, kind: str, key: str, language: str) -> TextInLanguage:
        if (kind, key, language) not in self._texts:
            things = self._draft.shop.articles if kind == "article" else self._draft.shop.pages
            self._texts[kind, key, language] = TextInLanguage(
                self._draft, self.shelf, self.links, things[key], language
            )
        return self._texts[kind, key, language]

    def posts(self, language: str) -> tuple[str, ...]:
        """The posts that are told in `language`, the newest first."""
        if language not in self._posts:
            articles = self._draft.shop.articles
            told = [key for key, article in articles.items() if language in article.texts]
            order = sorted(told, key=lambda key: (-articles[key].date.timestamp(), key))
            self._posts[language] = tuple(order)
        return self._posts[language]

    def card(self, role: str, key: str, language: str) -> Ingredient:
        """A product's card."""
        name, pantry = f"product/{key}#card:{language}", self._draft.pantry
        return pantry.again(role, name) or pantry.put(role, name, self.product(key, language).card())

    def article_card(self, role: str, key: str, language: str) -> Ingredient:
        name, pantry = f"article/{key}#card:{language}", self._draft.pantry
        return pantry.again(role, name) or pantry.put(role, name, self.article(key, language).card())

    def category_card(self, role: str, key: str, language: str) -> Ingredient:
        """A category's card, with the picture of its first product that has one when it has none of its own."""
        name, pantry = f"category/{key}#card:{language}", self._draft.pantry
        known = pantry.again(role, name)
        if known is not None:
            return known
        text, picture = self.tree.text(key, language), self._draft.shop.categories[key].picture
        view = self.shelf.view(picture, "card", text.alt or text.title) if picture else None
        card = CategoryCard(
            key=key,
            title=text.title,
            url=self._category_url(key, language),
            summary=text.summary or summary(text.description),
            picture=view or self._first_picture(key, language),
            product_count=len(self.tree.members(key)),
        )
        return pantry.put(role, name, card)

    def category_link(self, key: str, language: str) -> Link:
        return Link(self.tree.text(key, language).title, self._category_url(key, language))

    def _category_links(self, language: str, parent: str = "") -> tuple[Link, ...]:
        """The categories below `parent` that have products, as a tree."""
        return tuple(
            Link(
                self.tree.text(key, language).title,
                self._category_url(key, language),
                self._category_links(language, key),
            )
            for key in self.tree.children(parent)
        )

    def _category_url(self, key: str, language: str) -> str:
        return self._draft.addresses.url(Entity("category", key), language)

    def _first_picture(self, key: str, language: str) -> PictureView | None:
        products = self._draft.shop.products
        member = next((member for member in self.tree.members(key) if products[member].pictures), None)
        return self.product(member, language).picture(0, "card") if member else None
