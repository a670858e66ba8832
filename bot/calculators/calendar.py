"""征期日历: until which day a tax is to be filed, with holidays and the working weekends around them."""

from typing import Literal

from bot.calculators.calculation import Calculation
from bot.calculators.calculator import Calculator
from bot.calculators.errors import UnknownCalculator
from bot.calculators.inputs import CalculatorInput, Count, Day, choice, count, day
from bot.calculators.tables import Rates

TAXES = {
    "monthly": "按月申报：增值税、消费税、附加、个税扣缴等",
    "quarterly": "按季申报：增值税、企业所得税预缴、经营所得预缴等",
    "cit_annual": "企业所得税年度汇算",
    "iit_annual": "个人综合所得年度汇算",
    "business_annual": "经营所得年度汇算",
    "stamp_once": "印花税按次",
    "land_vat": "土地增值税（签订转让合同后）",
    "vehicle": "车辆购置税（购车后）",
}
ONCE = ("stamp_once", "land_vat", "vehicle")


class CalendarInputs(CalculatorInput):
    tax: Literal[
        "monthly", "quarterly", "cit_annual", "iit_annual", "business_annual", "stamp_once", "land_vat", "vehicle"
    ] = choice("税种", "要查哪一种申报？", TAXES, default="monthly")
    year: Count | None = count("申报年份", "在哪一年申报？不填按今年。", bounds=(2000, 2100), unit="年", default=None)
    month: Count | None = count(
        "申报月份",
        "在几月申报？不填按本月。",
        bounds=(1, 12),
        unit="月",
        default=None,
        when={"tax": ("monthly", "quarterly")},
    )
    start: Day | None = day("起算日", "合同签订日或购车日是哪一天？", default=None, when={"tax": ONCE})


def calculate(inputs: CalendarInputs, rates: Rates) -> Calculation:
    raise UnknownCalculator("not yet computed")


CALCULATOR = Calculator(
    id="calendar",
    title="征期日历",
    summary="某个月、某项申报的截止日期和提醒",
    inputs=CalendarInputs,
    results={
        "opens": "开始日",
        "due": "截止日",
        "reminder": "提醒",
        "days_left": "距截止还有",
    },
    compute=calculate,
)
