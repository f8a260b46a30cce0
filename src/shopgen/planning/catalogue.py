"""Everything in the shop seen in each language, ready to be an ingredient of pages."""

from collections.abc import Mapping

from shopgen.engine.jobs import Ingredient
from shopgen.formats.markdown import plain_text
from shopgen.model.category import Category, CategoryText
from shopgen.planning.addresses import Entity
from shopgen.planning.articles import TextInLanguage
from shopgen.planning.draft import Draft
from shopgen.planning.links import Links
from shopgen.planning.offers import Controls
from shopgen.planning.pictures import PictureShelf
from shopgen.planning.products import ProductInLanguage
from shopgen.planning.site import site_view
from shopgen.views.listing import CategoryCard
from shopgen.views.prose import PictureView


class Catalogue:
    """`controls` says, by language, how each SKU is bought."""

    def __init__(self, draft: Draft, controls: Mapping[str, Controls]) -> None:
        self._draft = draft
        self._controls = controls
        self.shelf = PictureShelf(draft)
        self.links = Links(draft, self.shelf)
        self._products: dict[tuple[str, str], ProductInLanguage] = {}
        self._texts: dict[tuple[str, str, str], TextInLanguage] = {}
        self._members = _members_by_category(draft)

    def site(self, language: str) -> Ingredient:
        name = f"site:{language}"
        if name not in self._draft.pantry.values:
            return self._draft.pantry.put("site", name, site_view(self._draft, self.links, language))
        return self._draft.pantry.again("site", name)

    def product(self, key: str, language: str) -> ProductInLanguage:
        if (key, language) not in self._products:
            product = self._draft.shop.products[key]
            self._products[key, language] = ProductInLanguage(
                self._draft, self.shelf, self.links, self._controls[language], product, language
            )
        return self._products[key, language]

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

    def card(self, role: str, key: str, language: str) -> Ingredient:
        """A product's card."""
        return self._draft.pantry.put(role, f"product/{key}#card:{language}", self.product(key, language).card)

    def article_card(self, role: str, key: str, language: str) -> Ingredient:
        return self._draft.pantry.put(role, f"article/{key}#card:{language}", self.article(key, language).card)

    def category_text(self, category: Category, language: str) -> CategoryText:
        return category.texts.get(language) or category.texts[self._draft.settings.default_language]

    def category_card(self, role: str, key: str, language: str) -> Ingredient:
        category = self._draft.shop.categories[key]
        text = self.category_text(category, language)
        picture = category.picture
        view = self.shelf.view(picture, "card", text.alt or text.title) if picture else None
        card = CategoryCard(
            key=key,
            title=text.title,
            url=self._draft.addresses.url(Entity("category", key), language),
            summary=text.summary or plain_text(text.description),
            picture=view or self._first_picture(key, language),
            product_count=len(self.members(key)),
        )
        return self._draft.pantry.put(role, f"category/{key}#card:{language}", card)

    def members(self, key: str) -> tuple[str, ...]:
        """The products in the category and in all below it, in the shop's order."""
        return self._members.get(key, ())

    def _first_picture(self, key: str, language: str) -> PictureView | None:
        cards = (self.product(member, language).card for member in self.members(key))
        return next((card.picture for card in cards if card.picture), None)


def _members_by_category(draft: Draft) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for key, product in draft.shop.products.items():
        above = {up for category in product.categories for up in _upwards(draft, category)}
        for category in above:
            found.setdefault(category, []).append(key)
    return {category: tuple(members) for category, members in found.items()}


def _upwards(draft: Draft, key: str) -> list[str]:
    found = []
    while key in draft.shop.categories:
        found.append(key)
        key = draft.shop.categories[key].parent
    return found
