"""A product in one language, from all sides that pages need: its card, its detail, its head."""

from collections.abc import Sequence
from functools import cached_property, partial

from msgspec.structs import replace

from shopgen.formats.markdown import plain_text, summary
from shopgen.model.product import Offer, Product, ProductText, Variant
from shopgen.planning.addresses import Entity, has_variant_pages, labels, variant_entity
from shopgen.planning.choices import Choices
from shopgen.planning.draft import Draft
from shopgen.planning.head import head
from shopgen.planning.in_language import InLanguage
from shopgen.planning.links import Links, Text
from shopgen.planning.offers import Controls, has_price_range, leading_offer, offer_view
from shopgen.planning.pictures import PictureShelf
from shopgen.planning.site import contact_view
from shopgen.views.product import (
    EnergyView,
    OfferView,
    OptionView,
    ProductCard,
    ProductDetail,
    VariantView,
)
from shopgen.views.prose import PictureView, Prose
from shopgen.views.site import Head, Link, ShareImage


class ProductInLanguage(InLanguage):
    """One product in one language, seen from all sides that pages need."""

    def __init__(
        self,
        draft: Draft,
        shelf: PictureShelf,
        links: Links,
        controls: Controls,
        product: Product,
        language: str,
        trail: tuple[Link, ...],
    ) -> None:
        """`trail` are the categories above the product, from the top."""
        super().__init__(draft, shelf, links, Entity("product", product.key), language)
        self._controls = controls
        self._offers: dict[str, OfferView] = {}
        self.product = product
        self.trail = trail
        self.text_language = language if language in product.texts else draft.settings.default_language
        self.text: ProductText = product.texts[self.text_language]
        self.lead = leading_offer(product.offers, draft.clock)
        self.has_price_range = has_price_range(product, self.lead, draft.clock)
        self._has_variant_pages = has_variant_pages(product, draft.settings)

    def view(self, offer: Offer) -> OfferView:
        """`offer` for people, made once: on a page it stands for the product and among its variants."""
        view = self._offers.get(offer.sku)
        if view is None:
            view = offer_view(offer, self.language, self._draft.clock, self._controls.get(offer.sku))
            self._offers[offer.sku] = view
        return view

    def picture(self, number: int, preset: str) -> PictureView:
        return self._shelf.view(self.product.pictures[number], preset, self._alt(number))

    def _alt(self, number: int) -> str:
        return self.text.alts[number] or self.text.title

    def card(self) -> ProductCard:
        pictures = self._pictures(range(len(self.product.pictures[:2])), "card")
        return ProductCard(
            key=self.product.key,
            title=self.text.title,
            url=self.url,
            absolute_url=self.absolute_url,
            language=self.text_language,
            offer=self.view(self.lead),
            has_price_range=self.has_price_range,
            brand=self.product.brand,
            summary=self.text.summary,
            picture=pictures[0] if pictures else None,
            second_picture=pictures[1] if pictures[1:] else None,
            variant_count=len(self.product.variants),
            energy=self.energy,
        )

    @property
    def energy(self) -> EnergyView | None:
        energy = self.product.energy
        if energy is None:
            return None
        label = self._links.file(energy.label, self.product.source) or energy.label
        return EnergyView(energy.rating, energy.best, energy.worst, label, energy.sheet, energy.eprel)

    def _variant(self, variant: Variant) -> VariantView:
        labels, url = self.labels(variant), self._variant_url(variant)
        view = VariantView(
            title=", ".join(labels),
            url=url,
            absolute_url=f"{self._draft.addresses.origin}{url}",
            values=labels,
            offer=self.view(variant.offer),
        )
        if not variant.pictures:
            return view
        first = variant.pictures[0]
        small = self.picture(first, "thumb") if len(self.product.pictures) > 1 else None
        large = self.picture(first, "gallery")
        return replace(view, picture=small, gallery=large, images=self._images(first, [large]))

    def _images(self, first: int, gallery: Sequence[PictureView]) -> tuple[str, ...]:
        """What search engines get: the first picture in their ratios, and the others as they are shown."""
        shown = [view.full or view.src for view in gallery]
        ratios = self._shelf.ratios(self.product.pictures[first])
        return (*(ratios or shown[:1]), *shown[1:])

    def labels(self, variant: Variant) -> tuple[str, ...]:
        """The variant's values in this language."""
        return labels(self.text, variant)

    @cached_property
    def _choices(self) -> Choices:
        return Choices(self.product, self.text.options)

    def _variant_url(self, variant: Variant | None) -> str:
        """The variant's page; the product's when it has none."""
        if variant is None or not self._has_variant_pages:
            return self.url
        return self._draft.addresses.url(variant_entity(self.product, variant), self.language)

    def chosen(self, selected: Variant | None) -> Variant | None:
        """The variant that a page shows as chosen: its own, else the leading one.

        None when there are none, or when all are on the product's page.
        """
        if selected is not None or not self._has_variant_pages:
            return selected
        return next(variant for variant in self.product.variants if variant.offer is self.lead)

    def detail(self, selected: Variant | None) -> ProductDetail:
        """The product on its own page, or on the page of the `selected` variant."""
        chosen, shared = self.chosen(selected), self._shared
        order = self._picture_order(chosen)
        pictures = self._pictures(order, "gallery")
        return replace(
            shared,
            offer=self.view(chosen.offer if chosen else self.lead),
            has_price_range=chosen is None and self.has_price_range,
            pictures=pictures,
            thumbnails=self._pictures(order, "thumb") if len(order) > 1 else (),
            options=self._options(chosen) if self.product.options else (),
            selected=shared.variants[self.product.variants.index(selected)] if selected else None,
            choice=", ".join(self.labels(chosen)) if chosen else "",
            images=self._images(order[0], pictures) if order else (),
        )

    @cached_property
    def _shared(self) -> ProductDetail:
        """What the product's page and those of its variants have in common."""
        product, text, settings = self.product, self.text, self._draft.settings
        return ProductDetail(
            key=product.key,
            title=text.title,
            url=self.url,
            absolute_url=self.absolute_url,
            language=self.text_language,
            description=self.prose(text.description, "description"),
            summary=text.summary,
            offer=self.view(self.lead),
            sku=product.offer.sku,
            condition=product.condition.value,
            brand=self._group("brand", product.brand, product.brand) if product.brand else None,
            variants=tuple([self._variant(variant) for variant in product.variants]),
            attributes=text.attributes,
            tags=tuple([self._group("tag", tag, settings.tag_name(tag, self.language)) for tag in product.tags]),
            category=self.trail[-1] if self.trail else None,
            warnings=self.prose(text.warnings, "warnings"),
            manufacturer=contact_view(product.manufacturer, self.language),
            responsible_person=contact_view(product.responsible_person, self.language),
            energy=self.energy,
            is_digital=product.is_digital,
        )

    def _options(self, chosen: Variant | None) -> tuple[OptionView, ...]:
        return self._choices.views(chosen, self._variant_url, partial(self.picture, preset="swatch"))

    def _pictures(self, order: Sequence[int], preset: str) -> tuple[PictureView, ...]:
        return tuple([self.picture(number, preset) for number in order])

    def _picture_order(self, selected: Variant | None) -> list[int]:
        if not self.product.pictures:
            return []
        first = list(selected.pictures) if selected else []
        return first + [number for number in range(len(self.product.pictures)) if number not in first]

    def prose(self, markdown: str, key: str) -> Prose:
        place = self.text.place
        references = self.product.references_in(markdown)
        text = Text(place.path or self.product.source, markdown, 0, (*place.keys, key), references)
        return self._links.prose(text, self.language)

    def _group(self, kind: str, key: str, title: str) -> Link:
        """Without an address where the shop has no such listings."""
        return Link(title, self._draft.addresses.known_url(Entity(kind, key), self.language) or "")

    def head(self, selected: Variant | None) -> Head:
        title = self.text.seo.title or self.text.title
        return head(
            self._draft,
            variant_entity(self.product, selected) if selected else self.entity,
            self.language,
            f"{title}, {', '.join(self.labels(selected))}" if selected else title,
            self._summary,
            canonical=self.absolute_url,
            noindex=self.language not in self._draft.addresses.languages(self.entity),
            og_type="product",
            image=self._share(self.chosen(selected)) if self.product.pictures else None,
        )

    @cached_property
    def _summary(self) -> str:
        told = self.text.seo.description or self.text.summary
        return plain_text(told) if told else summary(self.text.description)

    def _share(self, chosen: Variant | None) -> ShareImage | None:
        """The first picture that social networks can show."""
        for number in self._picture_order(chosen):
            shared = self._shelf.share(self.product.pictures[number], self._alt(number))
            if shared is not None:
                return shared
        return None
