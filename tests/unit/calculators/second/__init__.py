"""A second computation of every calculator, written from the law alone, by another hand than the first."""

from __future__ import annotations

from datetime import date

from . import contributions, enterprise, estate, individual, other_income, schedule, turnover
from .given import Given, Outcome

FORMULAS = {
    **individual.FORMULAS,
    **other_income.FORMULAS,
    **turnover.FORMULAS,
    **enterprise.FORMULAS,
    **estate.FORMULAS,
    **contributions.FORMULAS,
    **schedule.FORMULAS,
}


def compute(calculator: str, inputs: dict[str, str], day: date) -> Outcome:
    """What the law makes of these inputs on that day."""
    return FORMULAS[calculator](Given(inputs), day)
