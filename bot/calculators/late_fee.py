"""滞纳金: on overdue tax and overdue social insurance, day by day."""

from typing import Literal

from bot.calculators.calculation import Calculation
from bot.calculators.calculator import Calculator
from bot.calculators.errors import UnknownCalculator
from bot.calculators.inputs import CalculatorInput, Day, Number, choice, day, money
from bot.calculators.tables import Rates

KINDS = {"tax": "税款", "social": "单位欠缴的社会保险费"}


class LateFeeInputs(CalculatorInput):
    kind: Literal["tax", "social"] = choice("欠缴的是", "欠的是税款还是社会保险费？", KINDS, default="tax")
    amount: Number = money("欠缴金额", "欠缴多少元？")
    due: Day = day("应缴期限", "最晚应在哪一天缴清（期限的最后一天）？")
    paid: Day = day("实际缴纳日", "哪一天缴（或打算哪一天缴）？")


def calculate(inputs: LateFeeInputs, rates: Rates) -> Calculation:
    raise UnknownCalculator("not yet computed")


CALCULATOR = Calculator(
    id="late-fee",
    title="滞纳金",
    summary="逾期税款、社会保险费的滞纳金",
    inputs=LateFeeInputs,
    results={
        "days": "滞纳天数",
        "fee": "滞纳金",
        "total": "本金和滞纳金合计",
    },
    compute=calculate,
)
