"""What one calculator declares: its inputs, its results, and the pure function between them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeAlias

from bot.calculators.calculation import Calculation
from bot.calculators.inputs import describe
from bot.calculators.tables import Rates
from bot.calculators.validation import Inputs, read


@dataclass(frozen=True, slots=True)
class Calculator(Generic[Inputs]):
    """``results`` names every amount and finding that may come out, by stable key."""

    id: str
    title: str
    summary: str
    inputs: type[Inputs]
    results: Mapping[str, str]
    compute: Callable[[Inputs, Rates], Calculation]

    def fields(self) -> list[dict[str, object]]:
        return describe(self.inputs)

    def calculate(self, raw: Mapping[str, object], *, as_of: date) -> Calculation:
        return self.compute(read(self.inputs, raw), Rates(as_of))


AnyCalculator: TypeAlias = Calculator[Any]
