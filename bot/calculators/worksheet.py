"""Where a calculator writes down what it does, step by step, until the result is whole."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from bot.calculators.calculation import Amount, Calculation, Finding, Step
from bot.calculators.money import ZERO, Bracket, bracket_of, cents, operand, percent, plain, positive
from bot.calculators.tables import Rates

FLOORED = "，小于零按零"


class Worksheet:
    """Steps in the order they are taken; an amount is kept to the cent."""

    def __init__(self, title: str, rates: Rates) -> None:
        self._title = title
        self._rates = rates
        self._steps: list[Step] = []
        self._amounts: list[Amount] = []
        self._findings: list[Finding] = []
        self._notes: list[str] = []

    def step(self, label: str, formula: str, amount: Decimal, *, unit: str = "元", key: str | None = None) -> Decimal:
        """Write one line; with ``key`` its amount is a result too."""
        value = cents(amount)
        self._steps.append(Step(label, formula, value, unit))
        if key is not None:
            self._amounts.append(Amount(key, label, value, unit))
        return value

    def less(self, label: str, first: Decimal, *taken: Decimal, key: str | None = None) -> Decimal:
        """``first`` less the others, not below zero."""
        left = first - sum(taken)
        formula = " − ".join(operand(part) for part in (first, *(part for part in taken if part)))
        return self.step(label, formula + (FLOORED if left < 0 else ""), positive(left), key=key)

    def balance(self, label: str, first: Decimal, *taken: Decimal, key: str | None = None) -> Decimal:
        """``first`` less the others; a negative balance is refunded."""
        formula = " − ".join(operand(part) for part in (first, *(part for part in taken if part)))
        return self.step(label, formula, first - sum(taken), key=key)

    def total(self, label: str, *parts: Decimal, key: str | None = None) -> Decimal:
        formula = " + ".join(operand(part) for part in parts if part) or "0"
        return self.step(label, formula, sum(parts, ZERO), key=key)

    def product(self, label: str, base: Decimal, rate: Decimal, key: str | None = None) -> Decimal:
        """A share of ``base``; ``rate`` is a fraction."""
        return self.step(label, f"{plain(base)} × {percent(rate)}", base * rate, key=key)

    def bracket(self, label: str, brackets: Sequence[Bracket], base: Decimal, key: str | None = None) -> Decimal:
        """Tax by a table of brackets (超额累进, with 速算扣除数)."""
        row = bracket_of(brackets, base)
        return self.step(label, row.formula(base), row.tax(base), key=key)

    def nothing(self, label: str, why: str, key: str | None = None) -> Decimal:
        """A zero that comes from a rule, not from arithmetic."""
        return self.step(label, why, ZERO, key=key)

    def finding(self, key: str, label: str, value: date | str) -> None:
        self._findings.append(Finding(key, label, value))

    def note(self, *texts: str) -> None:
        self._notes.extend(texts)

    def result(self) -> Calculation:
        return Calculation(
            title=self._title,
            amounts=tuple(self._amounts),
            findings=tuple(self._findings),
            steps=tuple(self._steps),
            notes=tuple(dict.fromkeys((*self._notes, *self._rates.notes))),
            citations=self._rates.citations,
            as_of=self._rates.as_of,
            valid_from=self._rates.valid_from,
            valid_to=self._rates.valid_to,
        )
