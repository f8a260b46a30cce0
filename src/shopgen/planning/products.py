"""A product in one language, from all sides that pages need: its card, its detail, its head."""

from collections.abc import Sequence
from functools import cached_property, partial

from msgspec.structs import replace

from shopgen.formats.markdown import plain_text, summary
from shopgen.model.product import Offer, Product, ProductText, Variant
from shopgen.planning.addresses import Entity, has_variant_pages, variant_entity, variant_labels
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

    @cached_property
    def lead(self) -> Offer:
        return leading_offer(self.product, self._draft.clock)

    def view(self, offer: Offer) -> OfferView:
        """`offer` for people, made once: on a page it stands for the product and among its variants."""
        view = self._offers.get(offer.sku)
        if view is None:
            view = offer_view(offer, self.language, self._draft.clock, self._controls.get(offer.sku))
            self._offers[offer.sku] = view
        return view

    @cached_property
    def has_price_range(self) -> bool:
        return has_price_range(self.product, self.lead, self._draft.clock)

    def picture(self, number: int, preset: str) -> PictureView:
        return self._shelf.view(self.product.pictures[number], preset, self._alt(number))

    def _alt(self, number: int) -> str:
        return self.text.alts[number] or self.text.title

    @cached_property
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
            picture=next(iter(pictures), None),
            second_picture=next(iter(pictures[1:]), None),
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

    @cached_property
    def variants(self) -> tuple[VariantView, ...]:
        return tuple(self._variant(variant) for variant in self.product.variants)

    def _variant(self, variant: Variant) -> VariantView:
        labels, number = self.labels(variant), next(iter(variant.pictures), None)
        is_single = len(self.product.pictures) == 1
        return VariantView(
            title=", ".join(labels),
            url=self._variant_url(variant),
            absolute_url=self._draft.addresses.absolute(self._entity_of(variant), self.language),
            values=labels,
            offer=self.view(variant.offer),
            picture=None if number is None or is_single else self.picture(number, "thumb"),
            gallery=None if number is None else self.picture(number, "gallery"),
            images=() if number is None else self._images([number]),
        )

    def _images(self, order: Sequence[int]) -> tuple[str, ...]:
        """What search engines get: the first picture in their ratios, and the others as they are shown."""
        shown = [view.full or view.src for view in self._pictures(order, "gallery")]
        ratios = self._shelf.ratios(self.product.pictures[order[0]]) if order else ()
        return (*(ratios or shown[:1]), *shown[1:])

    def labels(self, variant: Variant) -> tuple[str, ...]:
        """The variant's values in this language."""
        return variant_labels(self.product, variant, self.text_language, self.text_language)

    @cached_property
    def _choices(self) -> Choices:
        return Choices(self.product, self.text.options)

    def _variant_url(self, variant: Variant | None) -> str:
        return self._draft.addresses.url(self._entity_of(variant), self.language) if variant else self.url

    def _entity_of(self, variant: Variant) -> Entity:
        """The variant's page; the product's when it has none."""
        own = variant_entity(self.product, variant)
        return own if self._draft.addresses.has(own, self.language) else self.entity

    def chosen(self, selected: Variant | None) -> Variant | None:
        """The variant that a page shows as chosen: its own, else the leading one.

        None when there are none, or when all are on the product's page.
        """
        if selected is not None or not has_variant_pages(self.product, self._draft.settings):
            return selected
        return next(variant for variant in self.product.variants if variant.offer is self.lead)

    def detail(self, selected: Variant | None) -> ProductDetail:
        """The product on its own page, or on the page of the `selected` variant."""
        chosen = self.chosen(selected)
        order = self._picture_order(chosen)
        return replace(
            self._shared,
            offer=self.view(chosen.offer if chosen else self.lead),
            has_price_range=chosen is None and self.has_price_range,
            pictures=self._pictures(order, "gallery"),
            thumbnails=self._pictures(order, "thumb") if len(order) > 1 else (),
            options=self._choices.views(chosen, self._variant_url, partial(self.picture, preset="swatch")),
            selected=self._view_of(selected) if selected else None,
            choice=", ".join(self.labels(chosen)) if chosen else "",
            images=self._images(order),
        )

    @cached_property
    def _shared(self) -> ProductDetail:
        """What the product's page and those of its variants have in common."""
        product, text = self.product, self.text
        settings = self._draft.settings
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
            variants=self.variants,
            attributes=text.attributes,
            tags=tuple(self._group("tag", tag, settings.tag_name(tag, self.language)) for tag in product.tags),
            category=self.trail[-1] if self.trail else None,
            warnings=self.prose(text.warnings, "warnings"),
            manufacturer=contact_view(product.manufacturer, self.language),
            responsible_person=contact_view(product.responsible_person, self.language),
            energy=self.energy,
            is_digital=product.is_digital,
        )

    def _view_of(self, variant: Variant) -> VariantView:
        return self.variants[self.product.variants.index(variant)]

    def _pictures(self, order: Sequence[int], preset: str) -> tuple[PictureView, ...]:
        return tuple(self.picture(number, preset) for number in order)

    def _picture_order(self, selected: Variant | None) -> list[int]:
        first = list(selected.pictures) if selected else []
        return first + [number for number in range(len(self.product.pictures)) if number not in first]

    def prose(self, markdown: str, key: str) -> Prose:
        text = Text(self.text.place.path or self.product.source, markdown, 0, (*self.text.place.keys, key))
        return self._links.prose(text, self.language)

    def _group(self, kind: str, key: str, title: str) -> Link:
        """Without an address where the shop has no such listings."""
        addresses, entity = self._draft.addresses, Entity(kind, key)
        return Link(title, addresses.url(entity, self.language) if addresses.has(entity, self.language) else "")

    def head(self, selected: Variant | None) -> Head:
        title = self.text.seo.title or self.text.title
        told = self.text.seo.description or self.text.summary
        return head(
            self._draft,
            variant_entity(self.product, selected) if selected else self.entity,
            self.language,
            f"{title}, {', '.join(self.labels(selected))}" if selected else title,
            plain_text(told) if told else summary(self.text.description),
            canonical=self.absolute_url,
            og_type="product",
            image=self._share(self.chosen(selected)),
            noindex=self.language not in self._draft.addresses.languages(self.entity),
        )

    def _share(self, chosen: Variant | None) -> ShareImage | None:
        """The first picture that social networks can show."""
        for number in self._picture_order(chosen):
            shared = self._shelf.share(self.product.pictures[number], self._alt(number))
            if shared is not None:
                return shared
        return None
