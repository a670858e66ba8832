"""The calculators over HTTP: which there are, what each asks, and what comes out."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from fastapi import APIRouter, Path
from pydantic import BaseModel, ConfigDict, Field

from bot.calculators.calculation import Calculation
from bot.calculators.calculator import AnyCalculator
from bot.calculators.registry import REGISTRY
from bot.rendering.render import shown_citation
from bot.rendering.reply import ShownCitation
from channels.web.router import ERRORS, Parts
from knowledge_base.domain import Citation, Policy

router = APIRouter(prefix="/api/v1/calculators", tags=["calculators"], responses={**ERRORS})

Id = Annotated[str, Path(pattern=r"^[a-z][a-z.-]*$", max_length=40)]


class CalculatorOut(BaseModel):
    id: str
    title: str
    summary: str


class CalculatorFormOut(CalculatorOut):
    fields: list[dict[str, Any]] = Field(description="What is asked, in order; see docs/calculators.md.")
    results: dict[str, str] = Field(description="The keys of all amounts and findings that may come out.")


class CalculationIn(BaseModel):
    model_config = ConfigDict(extra="forbid")

    inputs: dict[str, str | int | float | bool | None] = Field(max_length=60)
    as_of: date | None = Field(default=None, description="The day whose rules apply; today when absent.")


class AmountOut(BaseModel):
    key: str
    label: str
    value: Decimal
    text: str


class FindingOut(BaseModel):
    key: str
    label: str
    value: date | str


class StepOut(BaseModel):
    label: str
    formula: str
    amount: Decimal
    unit: str


class CalculationOut(BaseModel):
    title: str
    amounts: list[AmountOut]
    findings: list[FindingOut]
    steps: list[StepOut]
    notes: list[str]
    citations: list[ShownCitation]
    as_of: date
    valid_from: date
    valid_to: date | None = Field(description="First day for which rates may differ.")


@router.get("")
async def list_calculators() -> list[CalculatorOut]:
    """All calculators, in the order in which they are shown."""
    return [_listed(calculator) for calculator in REGISTRY]


@router.get("/{id}")
async def describe_calculator(id: Id) -> CalculatorFormOut:
    """What one calculator asks, so that a form can be drawn."""
    calculator = REGISTRY.get(id)
    listed = _listed(calculator).model_dump()
    return CalculatorFormOut(**listed, fields=calculator.fields(), results=dict(calculator.results))


@router.post("/{id}")
async def calculate(id: Id, body: CalculationIn, parts: Parts) -> CalculationOut:
    """Compute by the rules of a day; nothing of it is stored."""
    given = {name: value for name, value in body.inputs.items() if value is not None}
    calculation = REGISTRY.calculate(id, given, as_of=body.as_of or parts.today())
    return _shown(calculation, parts.library.knowledge.policies)


def _listed(calculator: AnyCalculator) -> CalculatorOut:
    return CalculatorOut(id=calculator.id, title=calculator.title, summary=calculator.summary)


def _shown(calculation: Calculation, policies: Mapping[str, Policy]) -> CalculationOut:
    return CalculationOut(
        title=calculation.title,
        amounts=[
            AmountOut(key=amount.key, label=amount.label, value=amount.value, text=amount.text)
            for amount in calculation.amounts
        ],
        findings=[
            FindingOut(key=finding.key, label=finding.label, value=finding.value) for finding in calculation.findings
        ],
        steps=[
            StepOut(label=step.label, formula=step.formula, amount=step.amount, unit=step.unit)
            for step in calculation.steps
        ],
        notes=list(calculation.notes),
        citations=[
            shown_citation(Citation(policies[cite.policy], cite.article))
            for cite in calculation.citations
            if cite.policy in policies
        ],
        as_of=calculation.as_of,
        valid_from=calculation.valid_from,
        valid_to=calculation.valid_to,
    )
