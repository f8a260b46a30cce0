"""Options of a product as links from variant to variant."""

from collections.abc import Callable, Iterable, Sequence

from shopgen.model.product import OptionText, Product, Variant
from shopgen.views.product import OptionValue, OptionView
from shopgen.views.prose import PictureView

Url = Callable[[Variant | None], str]
Swatch = Callable[[int], PictureView]


class Choices:
    """The variants of a product by what they choose."""

    def __init__(self, product: Product, texts: Sequence[OptionText]) -> None:
        self._product = product
        self._texts = texts
        self._by_values = {variant.values: variant for variant in product.variants}
        self._having = [_by_value(product, axis) for axis in range(len(product.options))]
        are_shown = all(variant.pictures for variant in product.variants)
        self._are_told_apart = [are_shown and _are_told_apart(having.values()) for having in self._having]

    def views(self, chosen: Variant | None, url: Url, swatch: Swatch) -> tuple[OptionView, ...]:
        """The axes of choice as links, each to the variant that differs from the `chosen` one in that value alone.

        Where there is none, to the one that differs least. Without a choice a value can be had if any variant with it
        can. `url` gives the address of a variant, of the product for None; `swatch` a picture of the product in small.
        """
        return tuple(
            OptionView(text.name, tuple([self._value(axis, value, chosen, url, swatch) for value in option.values]))
            for axis, (option, text) in enumerate(zip(self._product.options, self._texts, strict=True))
        )

    def _value(self, axis: int, value: str, chosen: Variant | None, url: Url, swatch: Swatch) -> OptionValue:
        having = self._having[axis].get(value, [])
        nearest, offered = having[0] if having else None, having
        if chosen is not None:
            exact = self._by_values.get((*chosen.values[:axis], value, *chosen.values[axis + 1 :]))
            nearest = exact or min(having, key=lambda variant: _distance(variant, chosen), default=None)
            offered = [exact] if exact else []
        return OptionValue(
            label=self._texts[axis].values.get(value, value),
            url=url(nearest),
            is_selected=chosen is not None and chosen.values[axis] == value,
            is_available=any(variant.offer.availability.can_be_bought for variant in offered),
            picture=swatch(having[0].pictures[0]) if having and self._are_told_apart[axis] else None,
        )


def _distance(one: Variant, other: Variant) -> tuple[int, bool]:
    """In how many values two variants differ; those that can be bought are nearer."""
    differing = sum(left != right for left, right in zip(one.values, other.values, strict=True))
    return differing, not one.offer.availability.can_be_bought


def _by_value(product: Product, axis: int) -> dict[str, list[Variant]]:
    found: dict[str, list[Variant]] = {}
    for variant in product.variants:
        found.setdefault(variant.values[axis], []).append(variant)
    return found


def _are_told_apart(groups: Iterable[list[Variant]]) -> bool:
    """Whether the first pictures of variants, which all have some, tell groups apart: no two share one."""
    shown = [{variant.pictures[0] for variant in group} for group in groups]
    return len(shown) > 1 and len(set().union(*shown)) == sum(map(len, shown))
