"""A product in one language, from all sides that pages need: its card, its detail, its head."""

from collections.abc import Mapping, Sequence
from functools import cached_property

from shopgen.formats.markdown import plain_text
from shopgen.model.product import Energy, Offer, Product, ProductText, Variant
from shopgen.planning.addresses import Entity, lineage, variant_entity, variant_labels
from shopgen.planning.draft import Draft
from shopgen.planning.head import head, share_image
from shopgen.planning.links import Links, Text
from shopgen.planning.offers import Controls, has_price_range, leading_offer, offer_view
from shopgen.planning.pictures import PictureShelf
from shopgen.planning.site import contact_view
from shopgen.views.product import (
    EnergyView,
    OfferView,
    OptionValue,
    OptionView,
    ProductCard,
    ProductDetail,
    VariantView,
)
from shopgen.views.prose import PictureView, Prose
from shopgen.views.site import Head, Link, ShareImage


class ProductInLanguage:
    """One product in one language, seen from all sides that pages need."""

    def __init__(
        self, draft: Draft, shelf: PictureShelf, links: Links, controls: Controls, product: Product, language: str
    ) -> None:
        self._draft = draft
        self._shelf = shelf
        self._links = links
        self._controls = controls
        self.product = product
        self.language = language
        self.entity = Entity("product", product.key)
        self.text_language = language if language in product.texts else draft.settings.default_language
        self.text: ProductText = product.texts[self.text_language]

    @property
    def url(self) -> str:
        return self._draft.addresses.url(self.entity, self.language)

    @property
    def absolute_url(self) -> str:
        return self._draft.addresses.absolute(self.entity, self.language)

    @cached_property
    def lead(self) -> Offer:
        return leading_offer(self.product, self._draft.clock)

    def view(self, offer: Offer) -> OfferView:
        return offer_view(offer, self.language, self._draft.clock, self._controls.get(offer.sku))

    def picture(self, number: int, preset: str) -> PictureView | None:
        if number >= len(self.product.pictures):
            return None
        alt = self.text.alts[number] if number < len(self.text.alts) else ""
        return self._shelf.view(self.product.pictures[number], preset, alt or self.text.title)

    @cached_property
    def card(self) -> ProductCard:
        return ProductCard(
            key=self.product.key,
            title=self.text.title,
            url=self.url,
            absolute_url=self.absolute_url,
            language=self.text_language,
            offer=self.view(self.lead),
            has_price_range=has_price_range(self.product, self._draft.clock),
            brand=self.product.brand,
            summary=self.text.summary,
            picture=self.picture(0, "card"),
            second_picture=self.picture(1, "card"),
            variant_count=len(self.product.variants),
            energy=self.energy,
        )

    @property
    def energy(self) -> EnergyView | None:
        energy: Energy | None = self.product.energy
        if energy is None:
            return None
        label = self._links.resolve(energy.label, self.product.source, self.language) if energy.label else None
        return EnergyView(energy.rating, energy.best, energy.worst, label or energy.label, energy.sheet, energy.eprel)

    @cached_property
    def variants(self) -> tuple[VariantView, ...]:
        return tuple(self._variant(variant) for variant in self.product.variants)

    def _variant(self, variant: Variant) -> VariantView:
        addresses = self._draft.addresses
        entity = variant_entity(self.product, variant)
        target = entity if addresses.has(entity, self.language) else self.entity
        labels = self.labels(variant)
        return VariantView(
            title=", ".join(labels),
            url=addresses.url(target, self.language),
            absolute_url=addresses.absolute(target, self.language),
            values=labels,
            offer=self.view(variant.offer),
            picture=self.picture(variant.pictures[0], "thumb") if variant.pictures else None,
            gallery=self.picture(variant.pictures[0], "gallery") if variant.pictures else None,
        )

    def labels(self, variant: Variant) -> tuple[str, ...]:
        """The variant's values in this language."""
        return variant_labels(self.product, variant, self.text_language, self.text_language)

    def options(self, selected: Variant | None) -> tuple[OptionView, ...]:
        """The axes of choice as links, each to the variant that differs from `selected` in that value alone."""
        return tuple(
            OptionView(
                self.text.options[axis].name if axis < len(self.text.options) else option.name,
                tuple(self._value(axis, value, selected) for value in option.values),
            )
            for axis, option in enumerate(self.product.options)
        )

    def _value(self, axis: int, value: str, selected: Variant | None) -> OptionValue:
        base = selected.values if selected else next(iter(self.product.variants)).values
        having = [variant for variant in self.product.variants if variant.values[axis] == value]
        exact = [variant for variant in having if _differ(variant.values, base) <= {axis}]
        nearest = min(having, key=lambda variant: len(_differ(variant.values, base)), default=None)
        offered = exact if selected else having
        view = self._view_of(nearest) if nearest else None
        label = self.text.options[axis].values.get(value, value) if axis < len(self.text.options) else value
        return OptionValue(
            label=label,
            url=view.url if view else self.url,
            is_selected=selected is not None and selected.values[axis] == value,
            is_available=any(self._can_be_bought(variant) for variant in offered),
            picture=self._swatch(axis, having),
        )

    def _view_of(self, variant: Variant) -> VariantView:
        return self.variants[self.product.variants.index(variant)]

    def _can_be_bought(self, variant: Variant) -> bool:
        return variant.offer.availability.can_be_bought

    def _swatch(self, axis: int, having: Sequence[Variant]) -> PictureView | None:
        """A picture for a value, if the pictures differ along this axis."""
        by_value: dict[str, set[int]] = {}
        for variant in self.product.variants:
            by_value.setdefault(variant.values[axis], set()).update(variant.pictures[:1])
        told_apart = len({frozenset(pictures) for pictures in by_value.values()}) == len(by_value) > 1
        if not told_apart or not having or not having[0].pictures:
            return None
        return self.picture(having[0].pictures[0], "swatch")

    def detail(self, selected: Variant | None) -> ProductDetail:
        """The product on its own page, or on the page of the `selected` variant."""
        order = self._picture_order(selected)
        offer = selected.offer if selected else self.lead
        view = self._view_of(selected) if selected else None
        return ProductDetail(
            key=self.product.key,
            title=self.text.title,
            url=self.url,
            absolute_url=self.absolute_url,
            language=self.text_language,
            description=self.prose(self.text.description, "description"),
            summary=self.text.summary,
            offer=self.view(offer),
            sku=self.product.offer.sku,
            condition=self.product.condition.value,
            has_price_range=selected is None and has_price_range(self.product, self._draft.clock),
            brand=self._group("brand", self.product.brand, self.product.brand) if self.product.brand else None,
            pictures=tuple(found for number in order if (found := self.picture(number, "gallery"))),
            thumbnails=tuple(found for number in order if (found := self.picture(number, "thumb"))),
            options=self.options(selected),
            variants=self.variants,
            selected=view,
            attributes=self.text.attributes,
            tags=tuple(self._group("tag", tag, self.tag_name(tag)) for tag in self.product.tags),
            category=self.trail[-1] if self.trail else None,
            warnings=self.prose(self.text.warnings, "warnings"),
            manufacturer=contact_view(self.product.manufacturer, self.language),
            responsible_person=contact_view(self.product.responsible_person, self.language),
            energy=self.energy,
            is_digital=self.product.is_digital,
        )

    def _picture_order(self, selected: Variant | None) -> list[int]:
        first = list(selected.pictures) if selected else []
        return first + [number for number in range(len(self.product.pictures)) if number not in first]

    def prose(self, markdown: str, key: str) -> Prose:
        text = Text(self.text.place.path or self.product.source, markdown, 0, (*self.text.place.keys, key))
        return self._links.prose(text, self.language)

    def _group(self, kind: str, key: str, title: str) -> Link:
        return Link(title, self._draft.addresses.url(Entity(kind, key), self.language))

    def tag_name(self, tag: str) -> str:
        names: Mapping[str, str] = self._draft.settings.tags.get(tag, {})
        return names.get(self.language) or names.get(self._draft.settings.default_language) or tag

    @cached_property
    def trail(self) -> tuple[Link, ...]:
        """The categories above the product, from the top."""
        if not self.product.categories:
            return ()
        default = self._draft.settings.default_language
        return tuple(
            Link(
                (category.texts.get(self.language) or category.texts[default]).title,
                self._draft.addresses.url(Entity("category", category.key), self.language),
            )
            for category in lineage(self._draft.shop, self.product.categories[0])
        )

    def head(self, selected: Variant | None) -> Head:
        title = self.text.seo.title or self.text.title
        description = self.text.seo.description or self.text.summary or self.text.description
        return head(
            self._draft,
            variant_entity(self.product, selected) if selected else self.entity,
            self.language,
            f"{title}, {', '.join(self.labels(selected))}" if selected else title,
            plain_text(description),
            canonical=self.absolute_url,
            og_type="product",
            image=self._share(selected),
            noindex=self.text.seo.noindex or self.text_language != self.language,
        )

    def _share(self, selected: Variant | None) -> ShareImage | None:
        order = self._picture_order(selected)
        if not order:
            return None
        size = self._shelf.share(self.product.pictures[order[0]])
        alt = self.text.alts[order[0]] if order[0] < len(self.text.alts) else self.text.title
        return share_image(self._draft, size.url, size.width, size.height, alt)


def _differ(left: Sequence[str], right: Sequence[str]) -> set[int]:
    return {place for place, (one, other) in enumerate(zip(left, right, strict=False)) if one != other}
