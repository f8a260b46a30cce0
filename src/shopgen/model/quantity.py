"""Measures with units, and the price for a unit that EU shops must show (Directive 98/6/EC)."""

from decimal import Decimal

from msgspec import Struct

from shopgen.model.money import Money, rounded

_TO_BASE: dict[str, tuple[str, Decimal]] = {
    "mg": ("g", Decimal("0.001")),
    "g": ("g", Decimal(1)),
    "kg": ("g", Decimal(1000)),
    "oz": ("g", Decimal("28.349523125")),
    "lb": ("g", Decimal("453.59237")),
    "ml": ("ml", Decimal(1)),
    "cl": ("ml", Decimal(10)),
    "l": ("ml", Decimal(1000)),
    "cm": ("cm", Decimal(1)),
    "mm": ("cm", Decimal("0.1")),
    "m": ("cm", Decimal(100)),
    "in": ("cm", Decimal("2.54")),
    "sqm": ("sqm", Decimal(1)),
    "cbm": ("cbm", Decimal(1)),
    "ct": ("ct", Decimal(1)),
}
UNITS = frozenset(_TO_BASE)


class Quantity(Struct, frozen=True):
    """A positive number of a unit in `UNITS`."""

    value: Decimal
    unit: str


class UnitPricing(Struct, frozen=True):
    """How much is sold (`measure`) and for how much of it the price is told (`reference`)."""

    measure: Quantity
    reference: Quantity

    @property
    def is_comparable(self) -> bool:
        return _TO_BASE[self.measure.unit][0] == _TO_BASE[self.reference.unit][0]

    def price(self, price: Money) -> Money:
        """The price of `reference` when `measure` costs `price`."""
        measure = self.measure.value * _TO_BASE[self.measure.unit][1]
        reference = self.reference.value * _TO_BASE[self.reference.unit][1]
        return rounded(price.amount * reference / measure, price.currency)
