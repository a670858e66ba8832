"""个人养老金: what a contribution saves now, and costs when it is drawn."""

from typing import Literal

from bot.calculators.calculation import Calculation
from bot.calculators.calculator import Calculator
from bot.calculators.errors import UnknownCalculator
from bot.calculators.inputs import CalculatorInput, Number, choice, money
from bot.calculators.tables import Rates

KINDS = {"comprehensive": "综合所得（工资等）", "business": "经营所得"}


class PensionInputs(CalculatorInput):
    contribution: Number = money("个人养老金缴费", "今年存入个人养老金资金账户多少元？")
    taxable: Number = money(
        "全年应纳税所得额", "不算个人养老金，全年综合所得（或经营所得）减去各项扣除后，应纳税所得额多少元？"
    )
    income_kind: Literal["comprehensive", "business"] = choice(
        "从哪种所得扣除", "从综合所得还是经营所得中扣除？", KINDS, default="comprehensive"
    )


def calculate(inputs: PensionInputs, rates: Rates) -> Calculation:
    raise UnknownCalculator("not yet computed")


CALCULATOR = Calculator(
    id="iit.pension",
    title="个人养老金节税",
    summary="存个人养老金现在少交多少、领取时交多少",
    inputs=PensionInputs,
    results={
        "deduction": "可扣除的缴费",
        "saving": "当年少交的税",
        "withdrawal_tax": "领取时的税",
        "net_saving": "净节税",
    },
    compute=calculate,
)
