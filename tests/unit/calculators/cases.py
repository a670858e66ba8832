"""Short ways to ask a calculator in tests."""

from datetime import date
from decimal import Decimal

from bot.calculators.calculation import Calculation
from bot.calculators.calculator import AnyCalculator
from bot.calculators.registry import REGISTRY
from tests.unit.calculators.formulas import outcome

TODAY = date(2026, 11, 22)


def check(calculator: AnyCalculator, calculation: Calculation) -> None:
    keys = [result.key for result in (*calculation.amounts, *calculation.findings)]
    assert len(keys) == len(set(keys))
    for result in (*calculation.amounts, *calculation.findings):
        assert result.label == calculator.results[result.key]
    assert calculation.citations
    assert calculation.valid_from <= calculation.as_of
    assert calculation.valid_to is None or calculation.as_of < calculation.valid_to
    for step in calculation.steps:
        expected = outcome(step)
        assert expected is None or expected == step.amount, step
    written = {step.amount for step in calculation.steps}
    assert all(result.value in written for result in calculation.amounts)


def calculate(id: str, as_of: date = TODAY, **raw: object) -> Calculation:
    """Whatever a test is about, the result is whole: keys, labels, validity, and steps that come to what they say."""
    calculation = REGISTRY.calculate(id, raw, as_of=as_of)
    check(REGISTRY.get(id), calculation)
    return calculation


def amount(id: str, key: str, as_of: date = TODAY, **raw: object) -> Decimal:
    return calculate(id, as_of, **raw).amount(key)
