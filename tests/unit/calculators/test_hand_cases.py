"""Every case worked out by hand from the law, through the registry, to the cent."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

import pytest

from bot.calculators.errors import NotInForce
from bot.calculators.registry import REGISTRY

from .hand import HandCase, hand_cases
from .second import FORMULAS, compute
from .second.given import cents

EVERY_CASE = hand_cases()
CASES = [case for case in EVERY_CASE if not case.refused]
REFUSED = [case for case in EVERY_CASE if case.refused]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_agrees_with_the_hand(case: HandCase) -> None:
    calculation = REGISTRY.calculate(case.calculator, case.inputs, as_of=case.day)
    differs = {
        key: f"by hand {wanted}, calculated {calculation.amount(key)}"
        for key, wanted in case.amounts.items()
        if calculation.amount(key) != wanted
    } | {
        key: f"by hand {wanted}, calculated {calculation.finding(key)}"
        for key, wanted in case.findings.items()
        if str(calculation.finding(key)) != wanted
    }
    assert not differs, f"{case.working}（{case.source}）"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_second_implementation_agrees_with_the_hand(case: HandCase) -> None:
    computed = compute(case.calculator, case.inputs, case.day)
    differs = {}
    for key, wanted in {**case.amounts, **case.findings}.items():
        got = computed.get(key)
        if got is not None and (cents(got) if isinstance(got, Decimal) else str(got)) != wanted:
            differs[key] = f"by hand {wanted}, computed {got}"
    assert not differs, f"{case.working}（{case.source}）"


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case.id)
def test_refuses_a_day_whose_rules_it_does_not_have(case: HandCase) -> None:
    with pytest.raises(NotInForce):
        REGISTRY.calculate(case.calculator, case.inputs, as_of=case.day)


def test_covers_every_calculator() -> None:
    counted = Counter(case.calculator for case in CASES)
    assert set(counted) == set(FORMULAS) == {calculator.id for calculator in REGISTRY}
    assert len(CASES) >= 150
    assert len({case.id for case in EVERY_CASE}) == len(EVERY_CASE)
