"""Decimal arithmetic of tax: rounding to the cent, brackets, and how numbers are written."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")
ZERO = Decimal(0)


def cents(amount: Decimal) -> Decimal:
    """To the cent, half up: the way tax amounts are rounded (分)."""
    return amount.quantize(CENT, ROUND_HALF_UP)


def positive(amount: Decimal) -> Decimal:
    return max(amount, ZERO)


def plain(amount: Decimal) -> str:
    """``12,345.67``; cents are left out where there are none."""
    text = f"{amount:,.2f}" if amount == cents(amount) else f"{amount.normalize():,f}"
    return text.removesuffix(".00")


def operand(amount: Decimal) -> str:
    """As ``plain``, with a negative number in brackets, so that it can stand after an operator."""
    return plain(amount) if amount >= 0 else f"（−{plain(-amount)}）"


def yuan(amount: Decimal) -> str:
    """``12,345.67元``: always with cents."""
    return f"{cents(amount):,.2f}元"


def percent(rate: Decimal) -> str:
    """``0.015`` as ``1.5%``."""
    return f"{(rate * 100).normalize():f}%"


@dataclass(frozen=True, slots=True)
class Bracket:
    """Up to and including ``upto`` (none: no end), tax is ``base * rate - quick`` (速算扣除数)."""

    upto: Decimal | None
    rate: Decimal
    quick: Decimal

    def tax(self, base: Decimal) -> Decimal:
        return cents(base * self.rate - self.quick)

    def formula(self, base: Decimal) -> str:
        quick = f" − {plain(self.quick)}" if self.quick else ""
        return f"{plain(base)} × {percent(self.rate)}{quick}"


def bracket_of(brackets: Sequence[Bracket], base: Decimal) -> Bracket:
    """The bracket that ``base`` lies in; an upper limit belongs to the lower bracket."""
    return next(bracket for bracket in brackets if bracket.upto is None or base <= bracket.upto)
