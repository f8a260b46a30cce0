"""Amounts of money: exact decimals with an ISO 4217 currency, never floats."""

from decimal import ROUND_HALF_UP, Decimal
from functools import cache

from msgspec import Struct

from shopgen.formats import locale

_TOO_MUCH = Decimal(10) ** 12


class AmountRefused(ValueError):
    """The number is not an amount of this currency. The message is for the person who typed it."""


class Money(Struct, frozen=True):
    """An amount in major units (`24.00` is twenty-four euro) with exactly its currency's decimals."""

    amount: Decimal
    currency: str

    @property
    def minor_units(self) -> int:
        """The amount as a whole number of the currency's smallest unit, as payment providers count."""
        return int(self.amount.scaleb(locale.decimals(self.currency)))

    @property
    def plain(self) -> str:
        """The amount with a decimal point and no grouping, as structured data and feeds ask for."""
        return format(self.amount, "f")


def money(number: Decimal, currency: str) -> Money:
    """`number` as an amount of `currency`.

    Raises AmountRefused when it is negative, not finite, or has more decimals than the currency.
    """
    if not number.is_finite():
        raise AmountRefused("an amount must be a number")
    if number < 0:
        raise AmountRefused("an amount cannot be negative")
    if number >= _TOO_MUCH:
        raise AmountRefused("an amount this large is surely a mistake")
    exact = number.quantize(_unit(currency))
    if exact != number:
        raise AmountRefused(f"{currency} has {locale.decimals(currency)} decimals")
    return Money(exact, currency)


def rounded(number: Decimal, currency: str) -> Money:
    """`number` rounded half up to the decimals of `currency`."""
    return Money(number.quantize(_unit(currency), ROUND_HALF_UP), currency)


@cache
def _unit(currency: str) -> Decimal:
    """The smallest amount of `currency`. Raises ValueError when that is none."""
    return Decimal(1).scaleb(-locale.decimals(currency))
