"""Short ways to ask a calculator in tests."""

from datetime import date
from decimal import Decimal

from bot.calculators.calculation import Calculation
from bot.calculators.registry import REGISTRY

TODAY = date(2026, 11, 22)


def calculate(id: str, as_of: date = TODAY, **raw: object) -> Calculation:
    return REGISTRY.calculate(id, raw, as_of=as_of)


def amount(id: str, key: str, as_of: date = TODAY, **raw: object) -> Decimal:
    return calculate(id, as_of, **raw).amount(key)
