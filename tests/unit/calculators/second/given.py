"""Inputs as text, and the few sums that every tax needs.

A return has lines, and every line is written to the cent: what a line takes from another is already rounded.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

Outcome = dict[str, Decimal | date]
ZERO = Decimal(0)
HALF = Decimal("0.5")
Band = tuple[Decimal | None, Decimal, Decimal]


class Given:
    def __init__(self, inputs: dict[str, str]) -> None:
        self._inputs = inputs

    def amount(self, name: str, default: str = "0") -> Decimal:
        return Decimal(self._inputs.get(name, default))

    def percent(self, name: str, default: str) -> Decimal:
        return self.amount(name, default) / 100

    def maybe(self, name: str) -> Decimal | None:
        return Decimal(self._inputs[name]) if name in self._inputs else None

    def text(self, name: str, default: str = "") -> str:
        return self._inputs.get(name, default)

    def yes(self, name: str, default: str = "no") -> bool:
        return self._inputs.get(name, default) == "yes"

    def day(self, name: str) -> date:
        return date.fromisoformat(self._inputs[name])


Formula = Callable[[Given, date], Outcome]


def cents(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.01"), ROUND_HALF_UP)


def positive(value: Decimal) -> Decimal:
    return max(value, ZERO)


def bands(*rows: tuple[str, str, str]) -> tuple[Band, ...]:
    """Upper bound ("" for none), rate in percent, quick deduction."""
    return tuple((Decimal(top) if top else None, Decimal(rate) / 100, Decimal(quick)) for top, rate, quick in rows)


def find_band(table: tuple[Band, ...], size: Decimal) -> Band:
    return next(band for band in table if band[0] is None or size <= band[0])


def progressive(table: tuple[Band, ...], base: Decimal) -> Decimal:
    """Tax on a base, by the table's quick deductions."""
    _, rate, quick = find_band(table, base)
    return cents(positive(base * rate - quick))
