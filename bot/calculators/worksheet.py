"""Where a calculator writes down what it does, step by step, until the result is whole."""

from datetime import date
from decimal import Decimal

from bot.calculators.calculation import Amount, Calculation, Finding, Step
from bot.calculators.money import cents
from bot.calculators.tables import Rates


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
