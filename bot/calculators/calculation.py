"""What a calculator answers: amounts, the steps to them, and what they rest on."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bot.calculators.money import plain, yuan


@dataclass(frozen=True, slots=True)
class Citation:
    """``policy`` is an id of ``data/knowledge/policies``."""

    policy: str
    article: str | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the computation: ``formula`` holds the numbers, ``amount`` what comes out."""

    label: str
    formula: str
    amount: Decimal
    unit: str = "元"


@dataclass(frozen=True, slots=True)
class Amount:
    """A result; ``key`` is stable."""

    key: str
    label: str
    value: Decimal
    unit: str = "元"

    @property
    def text(self) -> str:
        """``12,345.67元``; other units without the cents they do not have."""
        return yuan(self.value) if self.unit == "元" else f"{plain(self.value)}{self.unit}"


@dataclass(frozen=True, slots=True)
class Finding:
    """A result that is no amount: a day, or a choice."""

    key: str
    label: str
    value: date | str


@dataclass(frozen=True, slots=True)
class Calculation:
    """Holds from ``valid_from`` up to the day before ``valid_to``: on another day rates may differ."""

    title: str
    amounts: tuple[Amount, ...]
    findings: tuple[Finding, ...]
    steps: tuple[Step, ...]
    notes: tuple[str, ...]
    citations: tuple[Citation, ...]
    as_of: date
    valid_from: date
    valid_to: date | None

    def amount(self, key: str) -> Decimal:
        return next(amount.value for amount in self.amounts if amount.key == key)

    def finding(self, key: str) -> date | str:
        return next(finding.value for finding in self.findings if finding.key == key)
